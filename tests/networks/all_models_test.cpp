// What holds of every registered model, whatever it is.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "imaging/core/failure.h"
#include "networks/core/networks_library.h"
#include "networks/core/registry.h"
#include "tests/networks/small_history.h"

namespace longview {
namespace {

// A patient that every model of gliomas takes: a brain's size, two dates.
const History& patient() {
  static const History history = [] {
    SmallHistoryOptions options;
    options.size = {71, 65, 63};
    options.spacing = 2;
    options.radii = {9, 12};
    return small_history(options);
  }();
  return history;
}

bool follows_a_lesion(const Model& model) {
  const auto& needs = model.card().needs;
  return std::find(needs.begin(), needs.end(), "lesion") != needs.end();
}

// The models of lesions that take this patient; those without weights cannot.
std::vector<const Model*> fitting_models() {
  std::vector<const Model*> fitting;
  for (const auto& model : all_models())
    if (follows_a_lesion(*model) && !refused(model->applicable(patient(), {90}))) fitting.push_back(model.get());
  return fitting;
}

std::vector<std::uint64_t> hashes(const Prediction& prediction) {
  std::vector<std::uint64_t> all;
  if (prediction.image) all.push_back(content_hash(*prediction.image));
  if (prediction.labels) all.push_back(content_hash(prediction.labels->voxels));
  if (prediction.probability) all.push_back(content_hash(*prediction.probability));
  return all;
}

TEST(AllModels, AreThereUnderTheirOwnNames) {
  std::set<std::string> names;
  for (const auto& model : all_models()) {
    EXPECT_TRUE(names.insert(model->card().name).second) << model->card().name;
    EXPECT_EQ(&model_named(model->card().name), model.get());
    EXPECT_FALSE(model->card().title.empty());
    EXPECT_FALSE(model->card().task.empty());
  }
  EXPECT_TRUE(names.contains("gp-gan"));
  EXPECT_TRUE(names.contains("nothing-changes"));
  EXPECT_EQ(longview_networks()->models().size(), names.size());
}

TEST(AllModels, AreNamedWhenAnotherIsAskedFor) {
  try {
    model_named("gp-gam");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_NE(std::string(failure.what()).find("gp-gan"), std::string::npos);
  }
}

TEST(AllModels, SayWhyTheyRefuseAPatientWithoutALesion) {
  History history = small_history();
  for (PreparedTimepoint& date : history.timepoints) {
    date.lesion = make_volume(history.grid, std::vector<float>(voxel_count(history.grid), 0));
    date.lesion_ml = 0;
  }
  history.last_lesion = label_map_of(
      make_volume(history.last_scan.grid, std::vector<std::uint8_t>(voxel_count(history.last_scan.grid), 0)), Label{});
  for (const auto& model : all_models()) {
    if (!follows_a_lesion(*model)) continue;
    const auto checks = model->applicable(history, {90});
    EXPECT_TRUE(refused(checks)) << model->card().name;
    for (const Check& check : checks)
      EXPECT_EQ(check.verdict == Check::Verdict::fits, check.sentence.empty()) << check.what;
    EXPECT_THROW(model->predict(history, {90}, {}, Progress()), Failure) << model->card().name;
  }
}

TEST(AllModels, RefuseAHorizonThatIsNoNumber) {
  for (const auto& model : all_models())
    EXPECT_TRUE(refused(model->applicable(patient(), {std::nan("")}))) << model->card().name;
}

TEST(AllModels, GiveTheSameVoxelsForTheSameSeedOnTheLastScansGrid) {
  const std::uint64_t before = hash_of(patient());
  for (const Model* model : fitting_models()) {
    const PredictOptions options{.seed = 3, .threads = 2};
    const Prediction a = model->predict(patient(), {90}, options, Progress());
    EXPECT_EQ(hashes(a), hashes(model->predict(patient(), {90}, options, Progress()))) << model->card().name;
    ASSERT_TRUE(a.labels) << model->card().name;
    EXPECT_TRUE(same_grid(a.labels->grid(), patient().last_scan.grid)) << model->card().name;
    EXPECT_EQ(a.labels->labels.front().algorithm_type, AlgorithmType::automatic) << model->card().name;
    EXPECT_EQ(a.provenance.model, model->card().name);
    EXPECT_EQ(a.provenance.horizon_days, 90);
    EXPECT_FALSE(a.provenance.inputs.empty());
  }
  EXPECT_EQ(hash_of(patient()), before);
}

TEST(AllModels, GiveTheLesionBackAtZeroDays) {
  const Volume now = mask_of(patient().last_lesion);
  for (const Model* model : fitting_models()) {
    if (refused(model->applicable(patient(), {0}))) continue;
    const Prediction same = model->predict(patient(), {0}, {}, Progress());
    EXPECT_EQ(content_hash(mask_of(*same.labels)), content_hash(now)) << model->card().name;
  }
}

TEST(AllModels, StopWhenAsked) {
  std::stop_source source;
  source.request_stop();
  for (const Model* model : fitting_models())
    EXPECT_THROW(model->predict(patient(), {90}, {}, Progress({}, source.get_token())), Stopped) << model->card().name;
}

}  // namespace
}  // namespace longview

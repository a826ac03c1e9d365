// What every baseline owes, whatever it computes.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "imaging/core/failure.h"
#include "networks/core/registry.h"
#include "tests/networks/baselines_history.h"

namespace longview {

namespace {

class EveryBaseline : public testing::TestWithParam<const char*> {
 protected:
  const Model& model() const { return model_named(GetParam()); }
  Prediction forecast(const History& history, double days) const { return model().predict(history, {days}, {}, {}); }
};

// A ball with pieces torn out, so that nothing round can give it back by luck.
History ragged(std::vector<Sphere> spheres) {
  History history = history_of_spheres(spheres, cubes(61, 1), rigid({0.1, 0.05, -0.2}, {2, 1, -3}));
  std::vector<std::uint16_t> values;
  std::mt19937 random(7);
  for (const std::uint8_t v : voxels_of<std::uint8_t>(history.last_lesion.voxels))
    values.push_back(v && random() % 5 ? static_cast<std::uint16_t>(random() % 2 ? 2 : 4) : std::uint16_t(0));
  history.last_lesion = {make_volume(history.last_scan.grid, values), {label(2, "Oedema"), label(4, "Enhancing")}};
  return history;
}

TEST_P(EveryBaseline, GivesTheBaselineBackBitForBitAtNoHorizon) {
  const History history = ragged({{0, 8}, {60, 10}});
  const Prediction prediction = forecast(history, 0);
  EXPECT_EQ(content_hash(prediction.labels->voxels), content_hash(history.last_lesion.voxels));
  EXPECT_EQ(content_hash(*prediction.image), content_hash(history.last_scan));
}

TEST_P(EveryBaseline, SaysWhatItIsAndFakesNoProbability) {
  const History history = history_of_spheres({{0, 8}, {60, 10}}, cubes(61, 1));
  const Prediction prediction = forecast(history, 30);
  EXPECT_FALSE(prediction.probability);
  EXPECT_FALSE(prediction.spread);
  EXPECT_TRUE(same_grid(prediction.labels->grid(), history.last_scan.grid));
  EXPECT_EQ(prediction.labels->labels.at(0).algorithm_type, AlgorithmType::automatic);
  EXPECT_NE(prediction.labels->labels.at(0).algorithm_name.find(model().card().title), std::string::npos);
  EXPECT_EQ(prediction.provenance.model, GetParam());
  EXPECT_EQ(prediction.provenance.inputs, (std::vector<std::string>{"ses-01", "ses-02"}));
  EXPECT_EQ(prediction.provenance.horizon_days, 30);
}

TEST_P(EveryBaseline, GivesTheSameVoxelsTwiceAndLeavesTheHistoryAlone) {
  const History history = ragged({{0, 8}, {60, 10}});
  const auto before = content_hash(history.last_lesion.voxels), lesion = content_hash(history.timepoints[1].lesion);
  const auto first = content_hash(forecast(history, 45).labels->voxels);
  EXPECT_EQ(first, content_hash(forecast(history, 45).labels->voxels));
  EXPECT_EQ(before, content_hash(history.last_lesion.voxels));
  EXPECT_EQ(lesion, content_hash(history.timepoints[1].lesion));
}

TEST_P(EveryBaseline, RefusesALastDateWithoutLesionInWords) {
  History history = history_of_spheres({{0, 8}, {60, 10}}, cubes(61, 1));
  history.last_lesion = label_map_of(ball<std::uint8_t>(history.last_scan.grid, -1), Label{});
  const auto checks = model().applicable(history, {30});
  ASSERT_TRUE(refused(checks));
  EXPECT_NE(refusal_text(model().card(), checks).find("No lesion at ses-02."), std::string::npos);
  EXPECT_THROW(forecast(history, 30), Failure);
  history.last_lesion = {};
  EXPECT_THROW(forecast(history, 30), Failure);
}

TEST_P(EveryBaseline, RefusesAHorizonBeforeTheLastDate) {
  const History history = history_of_spheres({{0, 8}, {60, 10}}, cubes(61, 1));
  EXPECT_THROW(forecast(history, -1), Failure);
  EXPECT_THROW(forecast(history, std::nan("")), Failure);
}

TEST_P(EveryBaseline, StopsWhenAskedTo) {
  const History history = history_of_spheres({{0, 8}, {60, 10}}, cubes(61, 1));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(model().predict(history, {30}, {}, Progress({}, stop.get_token())), Stopped);
}

TEST_P(EveryBaseline, HasACardThatSaysItIsForResearch) {
  const ModelCard& card = model().card();
  EXPECT_EQ(card.name, GetParam());
  EXPECT_TRUE(card.weights_file.empty());
  EXPECT_NE(card.text.find("\"research_use_only\": true"), std::string::npos);
  EXPECT_FALSE(card.limits.empty());
}

INSTANTIATE_TEST_SUITE_P(Baselines, EveryBaseline,
                         testing::Values("nothing-changes", "population-growth", "volume-extrapolation",
                                         "distance-extrapolation", "fisher-kolmogorov"),
                         [](const auto& of) {
                           std::string name = of.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(TwoDateBaselines, RefuseUnknownDaysOneDayAndAnAlignmentThatIsNotTrusted) {
  for (const char* name : {"distance-extrapolation", "fisher-kolmogorov"}) {
    const auto text = [&](const History& history) {
      return refusal_text(model_named(name).card(), model_named(name).applicable(history, {30}));
    };
    History history = history_of_spheres({{0, 8}, {60, 10}}, cubes(61, 1));
    EXPECT_FALSE(refused(model_named(name).applicable(history, {30})));
    history.timepoints[0].day.reset();
    EXPECT_NE(text(history).find("The days between ses-01 and ses-02 are not known."), std::string::npos);
    history.timepoints[0].day = 60;
    EXPECT_NE(text(history).find("lie on one day"), std::string::npos);
    history.timepoints[0].day = 0;
    history.timepoints[1].registration.trusted = false;
    EXPECT_NE(text(history).find("is not trusted"), std::string::npos);
  }
  const History one = history_of_spheres({{0, 8}}, cubes(61, 1));
  EXPECT_THROW(model_named("distance-extrapolation").predict(one, {30}, {}, {}), Failure);
}

}  // namespace

}  // namespace longview

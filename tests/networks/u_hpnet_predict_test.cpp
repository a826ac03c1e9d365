// U-HPNet from a scan and an outline to a prediction; its weights and its training's state.
#include "networks/u_hpnet/predict.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "networks/u_hpnet/card.h"
#include "networks/u_hpnet/trainer.h"
#include "tests/networks/gradients.h"
#include "tests/networks/small_history.h"

namespace longview::u_hpnet {
namespace {

// Two balls of 8 and 6 mm in a lung, slices of 2 mm.
History chest(const Vec3& first = {10, 5, 20}, double radius = 4) {
  Grid grid{{90, 80, 50}, {0.9, 0.9, 2}, {-30, -30, -30}};
  const Volume one = ball(grid, first, radius), other = ball(grid, {-10, 10, 0}, 3);
  const auto a = voxels_of<std::uint8_t>(one), b = voxels_of<std::uint8_t>(other);
  std::vector<std::int16_t> hu(a.size());
  std::vector<std::uint8_t> labels(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    labels[i] = a[i] ? 1 : b[i] ? 2 : 0;
    hu[i] = labels[i] ? 20 : -850;
  }
  History history;
  history.patient = "made-up";
  history.timepoints.emplace_back();
  history.timepoints.back().session = "ses-01";
  history.timepoints.back().modality = "CT";
  history.timepoints.back().native_grid = grid;
  history.last_scan = make_volume(grid, std::move(hu), "HU");
  Label n1, n2;
  n1.name = "n1";
  n2.value = 2;
  n2.name = "n2";
  history.last_lesion = {make_volume(grid, std::move(labels)), {n1, n2}};
  return history;
}

const Shipped& untrained() {
  static const Shipped shipped{Forecaster(of_nodules(3), 1), at::full({3}, 1 / 3.0)};
  return shipped;
}

ModelCard card() {
  ModelCard card = card_installed();
  card.weights_installed = true;
  return card;
}

Prediction predicted(double days, int samples, std::optional<Vec3> at = std::nullopt, std::uint64_t seed = 1) {
  PredictOptions options;
  options.samples = samples;
  options.seed = seed;
  options.threads = 1;
  options.at = at;
  return predict_with(untrained(), card(), chest(), {days}, options, {});
}

TEST(UHpnetChoice, IsTheLargestOrTheOneAtThePoint) {
  const LabelMap drawn = chest().last_lesion;
  const auto largest = chosen_nodule(drawn);
  ASSERT_TRUE(largest);
  EXPECT_NEAR(largest->middle[0], 10, 0.5);
  EXPECT_NEAR(largest->middle[2], 20, 0.5);
  EXPECT_NEAR(largest->diameter_mm, 8, 0.5);
  EXPECT_FALSE(largest->touches_border);
  const auto other = chosen_nodule(drawn, Vec3{-12, 12, 1});
  ASSERT_TRUE(other);
  EXPECT_NEAR(other->middle[0], -10, 0.5);
  EXPECT_FALSE(chosen_nodule(drawn, Vec3{30, -20, 50}));
  EXPECT_TRUE(chosen_nodule(chest({-30, -30, -30}, 12).last_lesion)->touches_border);
}

TEST(UHpnetChoice, RefusesInWords) {
  const auto words = [](const History& history, double days) {
    return refusal_text(card(), applicability(card(), history, {days}));
  };
  EXPECT_FALSE(refused(applicability(card(), chest(), {365})));
  EXPECT_NE(words(chest({10, 5, 20}, 17), 365).find("this one is 3"), std::string::npos);
  EXPECT_NE(words(chest({-30, -30, -30}, 12), 365).find("touches the scan's border"), std::string::npos);
  EXPECT_NE(words(chest(), 5000).find("Horizon 5000 d"), std::string::npos);
  History brain = chest();
  brain.timepoints.back().modality = "MR";
  EXPECT_NE(words(brain, 365).find("no CT"), std::string::npos);
  ModelCard bare = card();
  bare.weights_installed = false;
  EXPECT_TRUE(refused(applicability(bare, chest(), {365})));
}

TEST(UHpnetPredict, GivesTheOutlineBackAtZeroDays) {
  const Prediction same = predicted(0, 2);
  const Volume labels = mask_of(*same.labels), now = chosen_nodule(chest().last_lesion)->mask;
  EXPECT_EQ(content_hash(labels), content_hash(now));
}

TEST(UHpnetPredict, SaysTheSameForTheSameSeedAndSpeaksOfGrowth) {
  const Prediction a = predicted(365, 3), b = predicted(365, 3);
  EXPECT_EQ(content_hash(*a.probability), content_hash(*b.probability));
  EXPECT_NE(content_hash(*a.probability), content_hash(*predicted(365, 3, std::nullopt, 2).probability));
  EXPECT_TRUE(same_grid(a.probability->grid, chest().last_scan.grid));
  ASSERT_EQ(a.findings.facts.size(), 1u);
  EXPECT_EQ(a.findings.facts[0].name, "growth");
  const auto growth = nlohmann::json::parse(a.findings.facts[0].json);
  const auto& p = growth.at("growth");
  EXPECT_NEAR(p.at("regress").get<double>() + p.at("stable").get<double>() + p.at("grow").get<double>(), 1, 1e-5);
  EXPECT_EQ(growth.at("samples"), 3);
  EXPECT_NEAR(growth.at("nodule").at("diameter_mm").get<double>(), 8, 0.5);
  const auto& size = growth.at("uncertainty").at("size");
  EXPECT_NEAR(size.at("aleatoric").get<double>() + size.at("epistemic").get<double>(), size.at("total").get<double>(),
              1e-6);
  const auto& head = growth.at("diameter_from_size_mm");
  EXPECT_LT(head.at("low").get<double>(), head.at("high").get<double>());
  EXPECT_EQ(a.provenance.inputs, std::vector<std::string>{"ses-01"});
}

TEST(UHpnetPredict, WarnsWhereSizeAndMaskDisagree) {
  Forecaster biased = with_weights(of_nodules(3), untrained().network.parameters());
  {
    at::NoGradGuard no_gradient;
    for (const auto& [name, tensor] : biased.parameters().items) {
      at::Tensor target = tensor;
      if (name == "heads.size.bias") target.copy_(at::tensor({9.F, -2.F}));
      if (name == "heads.size.weight" || name.starts_with("stitching.logits")) target.zero_();
    }
  }
  const Prediction far = predict_with({biased, untrained().shares}, card(), chest(), {365}, {}, {});
  ASSERT_EQ(far.provenance.warnings.size(), 1u);
  char said[40];  // the mask is the outline's own
  std::snprintf(said, sizeof said, "%.1f mm by the mask", chosen_nodule(chest().last_lesion)->diameter_mm);
  EXPECT_NE(far.provenance.warnings[0].find(said), std::string::npos) << far.provenance.warnings[0];
}

TEST(UHpnetPredict, NamesAPointWithoutANodule) {
  EXPECT_THROW(predicted(365, 1, Vec3{30, -20, 50}), Failure);
  const auto at_other = predicted(365, 1, Vec3{-10, 10, 0});
  const auto growth = nlohmann::json::parse(at_other.findings.facts[0].json);
  EXPECT_NEAR(growth.at("nodule").at("diameter_mm").get<double>(), 6, 0.5);
}

TEST(UHpnetPredict, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(predict_with(untrained(), card(), chest(), {365}, {}, Progress({}, source.get_token())), Stopped);
}

TEST(UHpnetWeights, ComeBackAsTheyWereAndFitIn20Megabytes) {
  const StoredWeights file = stored(untrained());
  EXPECT_LT(to_safetensors(file).size(), 20'000'000u);
  const Shipped read = shipped_from(file);
  const auto& before = untrained().network.parameters().items;
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_TRUE(at::allclose(read.network.parameters().items[i].second, before[i].second, 1e-3, 1e-4))
        << before[i].first;
  StoredWeights strange = file;
  strange.tensors.push_back(strange.tensors.front());
  strange.tensors.back().name = "stranger";
  EXPECT_THROW(shipped_from(strange), Failure);
  StoredWeights mute = file;
  mute.metadata.clear();
  EXPECT_THROW(shipped_from(mute), Failure);
}

Batch made_up() {
  Batch batch;
  batch.known.image = random({2, 1, 8, 8, 8}).sigmoid();
  const at::Tensor x = at::arange(8, at::kFloat) - 3.5;
  const at::Tensor radius = (x.view({8, 1, 1}).square() + x.view({8, 1}).square() + x.square()).sqrt();
  batch.known.distance = (radius - 2).expand({2, 1, 8, 8, 8}).contiguous();
  batch.known.days = at::full({2}, 300.0);
  batch.known.diameter_mm = at::full({2}, 6.0);
  batch.target = {(batch.known.distance < 1.5).to(at::kFloat), at::tensor({1.F, 3.F}), at::tensor({1, 2}, at::kLong)};
  return batch;
}

TEST(UHpnetTrainer, LearnsABatchAndGoesOnWhereItStopped) {
  const Architecture tiny{3, 2, {4, 6, 8, 8}, 1, 2, 2};
  Recipe recipe;
  Trainer trainer(tiny, 1, recipe, false);
  const Batch batch = made_up();
  const at::Tensor even = at::ones({3});
  const double first = trainer.learn(batch, even, 3e-3).reconstruction;
  double last = first;
  for (int i = 0; i < 80; ++i) last = trainer.learn(batch, even, 3e-3).reconstruction;
  EXPECT_LT(last, 0.5 * first);
  const auto file = std::filesystem::temp_directory_path() / "longview_u_hpnet_state.safetensors";
  trainer.save(file);
  Trainer other(tiny, 1, recipe, false);
  other.load(file);
  std::filesystem::remove(file);
  EXPECT_EQ(other.steps(), trainer.steps());
  EXPECT_EQ(other.geco().multiplier(), trainer.geco().multiplier());
  EXPECT_NEAR(other.learn(batch, even, 1e-3).reconstruction, trainer.learn(batch, even, 1e-3).reconstruction, 1e-5);
}

}  // namespace
}  // namespace longview::u_hpnet

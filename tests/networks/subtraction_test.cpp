#include "networks/layers/subtraction.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "networks/core/registry.h"
#include "networks/evaluation/agreement.h"
#include "tests/networks/changed_head.h"

namespace longview {
namespace {

double ball_ml(double radius) { return 4 / 3.0 * M_PI * radius * radius * radius / 1000; }

nlohmann::json facts_of(const Prediction& prediction) {
  return nlohmann::json::parse(prediction.findings.facts.at(0).json);
}

TEST(Subtraction, MeasuresABallThatGrew) {
  const Prediction prediction = model_named("subtraction").predict(changed_head(), {0}, {}, Progress());
  const nlohmann::json facts = facts_of(prediction);
  const double grown = ball_ml(9) - ball_ml(6);  // 2.149 mL
  EXPECT_NEAR(facts.at("increase_ml").get<double>(), grown, 0.1 * grown);
  EXPECT_LT(facts.at("decrease_ml").get<double>(), 0.02);
  EXPECT_NEAR(facts.at("change_percent").get<double>(), 100 * grown / ball_ml(6), 25);  // 237 %
  EXPECT_EQ(facts.at("class"), "progression");
  const NamedMap& map = prediction.findings.maps.at(0);
  EXPECT_TRUE(same_grid(map.volume.grid, changed_head().last_scan.grid));
  EXPECT_EQ(prediction.provenance.inputs, (std::vector<std::string>{"ses-01", "ses-02"}));
}

TEST(Subtraction, CallsWhatShrankAResponseAndWhatIsThereStable) {
  ChangedHeadOptions gone;
  gone.first_mm = 9;
  gone.second_mm = 0;
  const Model& model = model_named("subtraction");
  nlohmann::json facts = facts_of(model.predict(changed_head(gone), {0}, {}, Progress()));
  EXPECT_NEAR(facts.at("decrease_ml").get<double>(), ball_ml(9), 0.1 * ball_ml(9));
  EXPECT_EQ(facts.at("class"), "response");
  ChangedHeadOptions same;
  same.second_mm = same.first_mm;
  facts = facts_of(model.predict(changed_head(same), {0}, {}, Progress()));
  EXPECT_EQ(facts.at("class"), "stable");
  EXPECT_LT(facts.at("increase_ml").get<double>(), 0.02);
}

TEST(Subtraction, GivesNoClassWithoutALesionAndSaysHowToGetOne) {
  History history = changed_head();
  history.timepoints[0].lesion_given = false;
  const nlohmann::json facts = facts_of(model_named("subtraction").predict(history, {0}, {}, Progress()));
  EXPECT_TRUE(facts.at("class").is_null());
  EXPECT_NE(facts.at("why_no_class").get<std::string>().find("--mask"), std::string::npos);
}

TEST(Subtraction, ChangesItsSignWithTheDirection) {
  const ChangedHeadOptions options;
  const PairedScan first = paired(head_date(options, 6, 1)), second = paired(head_date(options, 9, 2));
  const ScanPair pair = scan_pair(first, second), back = scan_pair(second, first);
  EXPECT_LT((subtracted(pair).map + subtracted(back).map).abs().max().item<float>(), 1e-4);
}

TEST(Subtraction, RefusesOneDateOtherSequencesAndADoubtfulRegistration) {
  const Model& model = model_named("subtraction");
  History history = changed_head();
  EXPECT_FALSE(refused(model.applicable(history, {0})));
  history.timepoints[1].sequence = "T1w";
  EXPECT_NE(refusal_text(model.card(), model.applicable(history, {0})).find("--sequence"), std::string::npos);
  history = changed_head();
  history.timepoints[1].registration.trusted = false;
  EXPECT_TRUE(refused(model.applicable(history, {0})));
  history.timepoints.resize(1);
  EXPECT_THROW(model.predict(history, {0}, {}, Progress()), Failure);
}

TEST(ScanPair, MatchesAnotherGain) {
  const ChangedHeadOptions options;
  PairedScan first = paired(head_date(options, 6, 1)), second = paired(head_date(options, 6, 2));
  const ScanPair plain = scan_pair(first, second);
  const auto values = voxels_of<float>(second.scan);
  std::vector<float> other(values.begin(), values.end());
  for (float& v : other) v = 3 * v;
  second.scan = make_volume(second.scan.grid, std::move(other));
  const ScanPair matched = scan_pair(first, second);
  EXPECT_NEAR(matched.noise, plain.noise, 0.02 * plain.noise);
  EXPECT_LT((matched.after - plain.after).abs().masked_select(plain.brain).mean().item<float>(), 0.02);
}

TEST(ScannedAgain, LooksOtherButShowsNoChange) {
  const ChangedHeadOptions options;
  const PairedScan first = paired(head_date(options, 6, 1));
  const PairedScan again = scanned_again(first, 3);
  EXPECT_NE(content_hash(again.scan), content_hash(first.scan));
  EXPECT_EQ(content_hash(again.scan), content_hash(scanned_again(first, 3).scan));
  const ScanPair pair = scan_pair(first, again);
  const FoundChange found = subtracted(pair);
  const ChangeVolumes volumes = volumes_of(marked_change(found.map, pair.brain, found.threshold), pair.grid);
  EXPECT_LT(volumes.increase_ml + volumes.decrease_ml, 0.01 * pair.brain.sum().item<double>() / 1000);
}

TEST(MarkedChange, DropsSingleVoxelsAndKeepsACross) {
  at::Tensor map = at::zeros({9, 9, 9});
  map[2][2][2] = 5;  // alone
  for (int i = -1; i <= 1; ++i) map[6 + i][6][6] = map[6][6 + i][6] = map[6][6][6 + i] = -5;
  const at::Tensor marked = marked_change(map, at::ones({9, 9, 9}, at::kBool), 3);
  EXPECT_EQ((marked > 0).sum().item<int>(), 0);
  EXPECT_EQ((marked < 0).sum().item<int>(), 7);
}

TEST(RanoClass, HasItsLimitsWhereTheyAreStated) {
  EXPECT_EQ(rano_class(40), RanoClass::progression);
  EXPECT_EQ(rano_class(39.9), RanoClass::stable);
  EXPECT_EQ(rano_class(-64.9), RanoClass::stable);
  EXPECT_EQ(rano_class(-65), RanoClass::response);
}

TEST(Agreement, AgreesWithHandComputation) {
  const Agreement found = agreement({0, 1, 1, 2}, {0, 1, 2, 2}, 3);
  EXPECT_DOUBLE_EQ(found.accuracy, 0.75);
  EXPECT_DOUBLE_EQ(found.majority, 0.5);
  EXPECT_NEAR(found.balanced, (1 + 0.5 + 1) / 3, 1e-12);
  // Disagreement 1; by chance (1 + 8 + 2 + 4 + 4 + 1) / 4 = 5, rows 1 2 1 and columns 1 1 2.
  EXPECT_NEAR(found.kappa, 1 - 1 / 5.0, 1e-12);
  EXPECT_TRUE(std::isnan(agreement({1, 1}, {1, 1}, 3).kappa));
}

}  // namespace
}  // namespace longview

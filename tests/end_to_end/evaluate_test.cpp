// Scores of a cohort: kept between runs, told as JSON with the keys that issue 11 names.
#include "app/pipeline/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/pipeline/evaluated_case.h"
#include "app/pipeline/evaluation_cache.h"
#include "imaging/core/failure.h"

namespace longview {
namespace {

using testing::HasSubstr;

EvaluatedCase some_case(const std::string& patient, double dice, bool simulated = true) {
  EvaluatedCase one;
  one.patient = patient;
  one.simulated = simulated;
  one.target = "ses-03";
  one.last_input = "ses-02";
  one.interval_days = 90;
  BacktestScore score;
  score.dice = dice;
  score.growth_dice = std::nan("");
  one.methods["gp-gan"] = score;
  score.refused = "Distance extrapolation does not fit this patient.";
  one.methods["distance-extrapolation"] = score;
  one.weights = {{"gp-gan", "1 abc"}, {"distance-extrapolation", "1"}};
  return one;
}

Study study_named(const std::string& patient) {
  Study study;
  study.patient.id = patient;
  study.timepoints.resize(2);
  return study;
}

TEST(EvaluatedCase, ComesBackFromItsLine) {
  const EvaluatedCase one = case_from(case_json(some_case("p", 0.5)));
  EXPECT_EQ(one.patient, "p");
  EXPECT_EQ(one.interval_days, 90);
  EXPECT_EQ(one.methods.at("gp-gan").dice, 0.5);
  EXPECT_TRUE(std::isnan(one.methods.at("gp-gan").growth_dice));
  EXPECT_THAT(one.methods.at("distance-extrapolation").refused, HasSubstr("does not fit"));
  EXPECT_EQ(one.weights.at("gp-gan"), "1 abc");
}

TEST(EvaluationCache, KeepsPatientsBetweenRunsAndPassesOverACutLine) {
  const auto file = std::filesystem::temp_directory_path() / "longview_evaluation_cache.jsonl";
  std::filesystem::remove(file);
  EvaluationCache(file).add(study_named("a"), some_case("a", 0.5));
  std::ofstream(file, std::ios::app) << R"({"key": "b 1", "pati)" << '\n';
  EvaluationCache(file).add(study_named("c"), some_case("c", 0.7));
  const EvaluationCache cache(file);
  EXPECT_EQ(cache.find(study_named("a")).methods.at("gp-gan").dice, 0.5);
  EXPECT_EQ(cache.find(study_named("c")).methods.at("gp-gan").dice, 0.7);
  EXPECT_TRUE(cache.find(study_named("b")).methods.empty());
  Study changed = study_named("a");
  changed.timepoints[0].day = 3;
  EXPECT_TRUE(cache.find(changed).methods.empty());
  std::filesystem::remove(file);
  EXPECT_THROW(EvaluationCache("/no/such/folder/cache").add(study_named("a"), some_case("a", 0.5)), Failure);
}

TEST(Evaluation, IsJsonWithTheKeysThatWerePromised) {
  Evaluation evaluation{"gp-gan", "held out", {some_case("a", 0.5), some_case("b", 0.7)}, {}, {}};
  EvaluatedCase failed;
  failed.patient = "c";
  failed.simulated = true;
  failed.failure = "It cannot be read.";
  evaluation.cases.push_back(failed);
  evaluation.simulated =
      tabulate({{"a", {{"gp-gan", {{"dice", 0.5}}}}, {}}, {"b", {{"gp-gan", {{"dice", 0.7}}}}, {}}}, "gp-gan");
  const auto json = nlohmann::json::parse(json_text(evaluation));
  EXPECT_EQ(json["split"], "held out");
  EXPECT_EQ(json["data"], "simulated");
  EXPECT_EQ(json["n"], 2);
  EXPECT_EQ(json["failed"], 1);
  EXPECT_NEAR(json["methods"]["gp-gan"]["dice"]["mean"].get<double>(), 0.6, 1e-12);
  EXPECT_TRUE(json["methods"]["gp-gan"]["dice"].contains("low"));
  EXPECT_TRUE(json["methods"]["gp-gan"]["dice"].contains("high"));
  EXPECT_EQ(json["cases"].size(), 3U);
  EXPECT_THAT(markdown(evaluation), HasSubstr("Distance extrapolation does not fit this patient.\na b\n"));
  EXPECT_THAT(markdown(evaluation), HasSubstr("Not evaluated. It cannot be read.\nc\n"));
}

TEST(Evaluation, NeverMixesRealAndSimulatedPatients) {
  Evaluation evaluation{"gp-gan", "", {some_case("a", 0.5), some_case("b", 0.7, false)}, {}, {}};
  evaluation.simulated = tabulate({{"a", {{"gp-gan", {{"dice", 0.5}}}}, {}}}, "gp-gan");
  evaluation.real = tabulate({{"b", {{"gp-gan", {{"dice", 0.7}}}}, {}}}, "gp-gan");
  const auto json = nlohmann::json::parse(json_text(evaluation));
  EXPECT_EQ(json["data"], "both");
  EXPECT_EQ(json["simulated"]["methods"]["gp-gan"]["dice"]["mean"], 0.5);
  EXPECT_EQ(json["methods"]["gp-gan"]["dice"]["mean"], 0.7);
}

}  // namespace
}  // namespace longview

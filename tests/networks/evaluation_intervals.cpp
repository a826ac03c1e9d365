// Intervals, p values and their correction against numbers worked out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"
#include "networks/evaluation/bootstrap.h"
#include "networks/evaluation/splits.h"
#include "networks/evaluation/table.h"

namespace longview {

namespace {

const double nan = std::nan("");

TEST(Quantile, InterpolatesBetweenRanks) {
  EXPECT_DOUBLE_EQ(quantile({4, 1, 3, 2}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(quantile({4, 1, 3, 2}, 0.25), 1.75);
  EXPECT_DOUBLE_EQ(quantile({7}, 0.975), 7);
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
}

// Of two values the mean of a draw of two is 0, 0.5 or 1 with 1/4, 1/2, 1/4: the percentiles are the ends.
TEST(Bootstrap, OfTwoValuesReachesFromOneToTheOther) {
  const Interval interval = bootstrap_mean({0, 1});
  EXPECT_EQ(interval.mean, 0.5);
  EXPECT_EQ(interval.low, 0);
  EXPECT_EQ(interval.high, 1);
}

TEST(Bootstrap, OfEqualValuesHasNoWidthAndLeavesNaNsOut) {
  const Interval interval = bootstrap_mean({0.25, nan, 0.25, 0.25});
  EXPECT_EQ(interval.mean, 0.25);
  EXPECT_EQ(interval.low, 0.25);
  EXPECT_EQ(interval.high, 0.25);
  EXPECT_TRUE(std::isnan(bootstrap_mean({nan}).mean));
}

// 1,000 values 0..999: the mean's standard deviation is sqrt((1000^2 - 1) / 12 / 1000) = 9.13, so 499.5 +- 17.9.
TEST(Bootstrap, OfManyValuesAgreesWithTheNormalInterval) {
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(i);
  const Interval interval = bootstrap_mean(values, 3, 10000);
  EXPECT_NEAR(interval.low, 499.5 - 17.9, 1);
  EXPECT_NEAR(interval.high, 499.5 + 17.9, 1);
}

// networks.md 0.7: the eight patients' Dice has mean 0.483 and 95 % interval 0.34 to 0.61.
TEST(Bootstrap, GivesTheIntervalThatTheReferenceMeasured) {
  const Interval interval = bootstrap_mean({0.544, 0.452, 0.486, 0.601, 0.544, 0.084, 0.799, 0.356});
  EXPECT_NEAR(interval.mean, 0.483, 0.0005);
  EXPECT_NEAR(interval.low, 0.34, 0.01);
  EXPECT_NEAR(interval.high, 0.61, 0.01);
}

TEST(Bootstrap, IsTheSameForTheSameSeed) {
  const std::vector<double> values{0.1, 0.5, 0.2, 0.9, 0.4};
  EXPECT_EQ(bootstrap_mean(values, 5).low, bootstrap_mean(values, 5).low);
  EXPECT_EQ(bootstrap_difference(values, {0, 0, 0, 0, 0}, 5).high, bootstrap_mean(values, 5).high);
}

TEST(SignFlip, OfThreeDifferencesIsExact) {
  EXPECT_DOUBLE_EQ(sign_flip_p({1, 2, 3}, {0, 0, 0}), 2.0 / 8);   // only +++ and --- reach 6
  EXPECT_DOUBLE_EQ(sign_flip_p({1, -1, 1}, {0, 0, 0}), 1);        // every sum is at least 1 away from 0
  EXPECT_DOUBLE_EQ(sign_flip_p({3, 2, -1}, {0, 0, 0}), 4.0 / 8);  // sums +-6, +-4 of +-6 +-4 +-2 +-0
  EXPECT_DOUBLE_EQ(sign_flip_p({1, 2, 3, nan}, {0, 0, 0, 9}), 2.0 / 8);
}

TEST(SignFlip, OfEightOneSidedDifferencesIsTheSmallestPossible) {
  EXPECT_DOUBLE_EQ(sign_flip_p({1, 2, 3, 4, 5, 6, 7, 8}, std::vector<double>(8, 0)), 1.0 / 128);
}

TEST(SignFlip, OfManyIsDrawnAndNeverZero) {
  const double p = sign_flip_p(std::vector<double>(40, 1), std::vector<double>(40, 0));
  EXPECT_GT(p, 0);
  EXPECT_LT(p, 1e-4);
  std::vector<double> balanced;
  for (int i = 0; i < 40; ++i) balanced.push_back(i % 2 ? 1 : -1);
  EXPECT_DOUBLE_EQ(sign_flip_p(balanced, std::vector<double>(40, 0)), 1);
}

TEST(SignFlip, RefusesScoresOfUnequalNumber) { EXPECT_THROW(sign_flip_p({1, 2}, {1}), Failure); }

// 0.01 * 3, then max with 0.03 * 2, then max with 0.04.
TEST(Holm, StepsDown) {
  const auto corrected = holm({0.04, 0.01, nan, 0.03});
  EXPECT_DOUBLE_EQ(corrected[1], 0.03);
  EXPECT_DOUBLE_EQ(corrected[3], 0.06);
  EXPECT_DOUBLE_EQ(corrected[0], 0.06);
  EXPECT_TRUE(std::isnan(corrected[2]));
}

TEST(Splits, LeaveOneOutNeverLearnsFromTheTest) {
  const auto splits = leave_one_out({"b", "a", "b", "c"});
  ASSERT_EQ(splits.size(), 3U);
  for (const Split& split : splits) {
    EXPECT_EQ(split.test.size(), 1U);
    EXPECT_EQ(split.train.size(), 2U);
    EXPECT_NO_THROW(check_disjoint(split));
  }
  EXPECT_THROW(check_disjoint({{"a", "b"}, {"b"}}), Failure);
}

TEST(Splits, EveryFourthAnatomyIsHeldOut) {
  const Split split = hold_out_every({"e", "d", "c", "b", "a"}, 4);
  EXPECT_EQ(split.test, (std::vector<std::string>{"a", "e"}));
  EXPECT_EQ(split.train, (std::vector<std::string>{"b", "c", "d"}));
  EXPECT_THROW(hold_out_every({"a"}, 0), Failure);
}

TEST(Table, SetsMethodsSideBySideOnTheSamePatients) {
  const std::vector<CaseScores> cases{
      {"1", {{"net", {{"dice", 0.8}, {"volume_error", -0.5}}}, {"old", {{"dice", 0.5}, {"volume_error", 0.1}}}}, {}},
      {"2", {{"net", {{"dice", 0.6}, {"volume_error", 0.5}}}, {"old", {{"dice", nan}, {"volume_error", 0.3}}}}, {}},
      {"3", {{"net", {{"dice", 0.7}, {"volume_error", nan}}}}, {{"old", "does not fit"}}}};
  const ScoreTable table = tabulate(cases, "net");
  EXPECT_EQ(table.n, 3);
  EXPECT_NEAR(table.methods.at("net").at("dice").interval.mean, 0.7, 1e-12);
  EXPECT_EQ(table.methods.at("old").at("dice").n, 1);
  EXPECT_NEAR(table.methods.at("net").at("volume_error").interval.mean, 0, 1e-12);
  EXPECT_NEAR(table.methods.at("net").at("absolute_volume_error").interval.mean, 0.5, 1e-12);
  ASSERT_EQ(table.differences.size(), 3U);  // one baseline, three metrics
  for (const Difference& one : table.differences)
    if (one.metric == "dice") {
      EXPECT_EQ(one.n, 1);
      EXPECT_NEAR(one.interval.mean, 0.3, 1e-12);
    }
  EXPECT_NE(markdown(table, {"dice"}).find("| old | 0.500 (0.500 to 0.500), n = 1 |"), std::string::npos);
  EXPECT_NE(json_text(table).find("\"against\": \"old\""), std::string::npos);
}

}  // namespace

}  // namespace longview

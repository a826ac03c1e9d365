// Calibration against numbers worked out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"
#include "networks/evaluation/calibration.h"
#include "tests/networks/baselines_history.h"

namespace longview {

namespace {

TEST(Calibration, OfAPerfectProbabilityIsZero) {
  const Judged judged{{1, 1, 0, 0}, {true, true, false, false}};
  EXPECT_EQ(calibration_error(judged), 0);
  EXPECT_EQ(brier_score(judged), 0);
  EXPECT_EQ(average_precision(judged), 1);
  EXPECT_EQ(prevalence(judged), 0.5);
}

// Two bins: four at 0.2 of which one is true, two at 0.9 of which one is true:
// 4/6 |0.2 - 0.25| + 2/6 |0.9 - 0.5| = 0.1667.
TEST(Calibration, WeighsEachBinByItsVoxels) {
  const Judged judged{{0.2F, 0.2F, 0.2F, 0.2F, 0.9F, 0.9F}, {true, false, false, false, true, false}};
  EXPECT_NEAR(calibration_error(judged, 2), 4.0 / 6 * 0.05 + 2.0 / 6 * 0.4, 1e-7);
  const auto bins = reliability(judged, 2);
  EXPECT_EQ(bins[0].n, 4U);
  EXPECT_NEAR(bins[1].share_true, 0.5, 1e-12);
  EXPECT_NEAR(brier_score(judged), (0.64 + 3 * 0.04 + 0.01 + 0.81) / 6, 1e-7);
}

// Order 0.9 true, 0.8 false, 0.7 true: 1/2 * 1 + 1/2 * 2/3.
TEST(AveragePrecision, StepsThroughTheRanks) {
  EXPECT_NEAR(average_precision({{0.7F, 0.9F, 0.8F}, {true, true, false}}), 0.5 + 1.0 / 3, 1e-12);
}

TEST(AveragePrecision, OfEqualProbabilitiesIsThePrevalence) {
  const Judged judged{{0.3F, 0.3F, 0.3F, 0.3F}, {true, false, false, false}};
  EXPECT_NEAR(average_precision(judged), prevalence(judged), 1e-12);
}

TEST(AveragePrecision, IsUndefinedWhereNothingGrew) {
  EXPECT_TRUE(std::isnan(average_precision({{0.3F}, {false}})));
  EXPECT_TRUE(std::isnan(calibration_error({})));
}

TEST(GrowthBand, IsOutsideTheLesionAndWithinReach) {
  const Grid grid = cubes(41, 1);
  const Volume baseline = ball<std::uint8_t>(grid, 5), truth = ball<std::uint8_t>(grid, 8);
  const Judged judged = growth_band(ball<float>(grid, 8), truth, baseline, 6);
  const auto grew = std::count(judged.truth.begin(), judged.truth.end(), true);
  EXPECT_EQ(grew, std::lround(1000 * (volume_ml(truth) - volume_ml(baseline))));
  EXPECT_NEAR(double(judged.truth.size()), 4.0 / 3 * 3.14159 * (11 * 11 * 11 - 125), 900);
  EXPECT_EQ(average_precision(judged), 1);
  EXPECT_THROW(growth_band(ball<float>(cubes(40, 1), 8), truth, baseline), Failure);
}

}  // namespace

}  // namespace longview

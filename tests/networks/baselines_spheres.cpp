// Each baseline on spheres, where the right answer is a formula.
#include <gtest/gtest.h>

#include <random>

#include "imaging/core/failure.h"
#include "imaging/measurement/overlap.h"
#include "networks/baselines/population_growth/population_rate.h"
#include "networks/core/registry.h"
#include "tests/networks/baselines_history.h"

namespace longview {

namespace {

Prediction forecast(const std::string& model, const History& history, double days) {
  return model_named(model).predict(history, {days}, {}, {});
}

// A voxel's border lies half a voxel beyond its centre, so a grown outline comes out up to that much further.
constexpr double half_a_voxel = 0.62;

TEST(PopulationGrowth, MovesTheOutlineByItsRate) {
  const History history = history_of_spheres({{0, 10}}, cubes(81, 1));
  const double rate = population_rate(history);
  const double near = radius_of(*forecast("population-growth", history, 3 / rate).labels);
  const double far = radius_of(*forecast("population-growth", history, 15 / rate).labels);
  EXPECT_NEAR(near, 13, half_a_voxel);
  EXPECT_NEAR(far - near, 12, 0.1);
}

TEST(PopulationGrowth, StopsAtThirtyMillimetres) {
  const History history = history_of_spheres({{0, 5}}, cubes(101, 1));
  EXPECT_NEAR(radius_of(*forecast("population-growth", history, 1e6).labels), 35, half_a_voxel);
}

TEST(VolumeExtrapolation, HitsTheVolumeOfALineThroughTwoDates) {
  const History history = history_of_spheres({{0, 10}, {100, 12}}, cubes(61, 1));
  const double before = history.timepoints[0].lesion_ml, last = history.timepoints[1].lesion_ml;
  const double expected = last + (last - before) * 50 / 100;
  const double ml = volume_ml(mask_of(*forecast("volume-extrapolation", history, 50).labels));
  EXPECT_NEAR(ml, expected, 0.02 * expected);
}

TEST(VolumeExtrapolation, ShrinksWithoutGoingBelowNothing) {
  const History history = history_of_spheres({{0, 12}, {100, 10}}, cubes(61, 1));
  const double before = history.timepoints[0].lesion_ml, last = history.timepoints[1].lesion_ml;
  const double expected = last * last / before;
  const double ml = volume_ml(mask_of(*forecast("volume-extrapolation", history, 100).labels));
  EXPECT_NEAR(ml, expected, 0.02 * expected);
  EXPECT_GE(volume_ml(mask_of(*forecast("volume-extrapolation", history, 1e5).labels)), 0);
}

TEST(VolumeExtrapolation, DoublesWithThePopulationFromOneDate) {
  const History history = history_of_spheres({{0, 10}}, cubes(61, 1));
  const double expected = 2 * history.timepoints[0].lesion_ml;
  EXPECT_NEAR(volume_ml(mask_of(*forecast("volume-extrapolation", history, 49.6).labels)), expected, 0.02 * expected);
}

TEST(DistanceExtrapolation, GoesOnAtTheSpeedOfConcentricSpheres) {
  const History history = history_of_spheres({{0, 8}, {50, 12}}, cubes(61, 1));
  EXPECT_NEAR(radius_of(*forecast("distance-extrapolation", history, 50).labels), 16, half_a_voxel);
}

TEST(DistanceExtrapolation, IsNoFasterThanHalfAMillimetreADay) {
  const History history = history_of_spheres({{0, 4}, {10, 14}}, cubes(61, 1));
  EXPECT_NEAR(radius_of(*forecast("distance-extrapolation", history, 10).labels), 14 + 5, half_a_voxel);
}

TEST(DistanceExtrapolation, FollowsTheLastScanWhereItLiesObliquely) {
  const Affine to_study = rigid({0.2, -0.1, 0.3}, {4, -3, 5});
  Grid native = cubes(71, 1);
  native.spacing = {0.9, 0.9, 1.2};
  const History history = history_of_spheres({{0, 8}, {50, 12}}, native, to_study);
  const Prediction prediction = forecast("distance-extrapolation", history, 50);
  EXPECT_GT(dice(mask_of(*prediction.labels), ball<std::uint8_t>(native, 16, {}, 0, to_study)), 0.96);
}

TEST(Baselines, LeaveANamedCoreAsItIs) {
  History history = history_of_spheres({{0, 8, 4}, {50, 10, 6}}, cubes(61, 1));
  std::vector<std::uint8_t> values(voxel_count(history.last_scan.grid));
  const Volume outer = ball<std::uint8_t>(history.last_scan.grid, 10), rim = history.last_lesion.voxels;
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = voxels_of<std::uint8_t>(rim)[i] ? 1 : voxels_of<std::uint8_t>(outer)[i] ? 3 : 0;
  history.last_lesion = {make_volume(history.last_scan.grid, values), {label(1, "Rim"), label(3, "Core")}};
  for (const char* name : {"population-growth", "volume-extrapolation", "distance-extrapolation"}) {
    const LabelMap labels = *forecast(name, history, 40).labels;
    EXPECT_EQ(dice(mask_of(labels, 3), mask_of(history.last_lesion, 3)), 1) << name;
    EXPECT_GT(volume_ml(mask_of(labels, 1)), volume_ml(mask_of(history.last_lesion, 1))) << name;
  }
}

}  // namespace

}  // namespace longview

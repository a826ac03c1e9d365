#include "imaging/registration/resample.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <numbers>

#include "imaging/core/failure.h"

namespace longview {
namespace {

Grid small_grid() {
  Grid grid;
  grid.size = {20, 24, 16};
  grid.spacing = {1.5, 1, 2};
  grid.origin = {-10, 5, 30};
  return grid;
}

// A plane through space: linear and spline interpolation must give it back exactly.
double plane(const Vec3& p) { return 3 + 2 * p[0] - 0.5 * p[1] + 1.25 * p[2]; }

Volume plane_volume(const Grid& grid) {
  std::vector<float> values;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i)
        values.push_back(static_cast<float>(plane(point_at(grid, {double(i), double(j), double(k)}))));
  return make_volume(grid, std::move(values));
}

Grid oblique_inside(const Grid& grid) {
  Grid result;
  result.size = {6, 5, 4};
  result.spacing = {0.7, 0.9, 1.1};
  result.direction = rigid({0.3, -0.2, 0.5}, {}).linear;
  result.origin = point_at(grid, {8, 9, 6});
  return result;
}

void expect_plane(Interpolation interpolation, double tolerance) {
  const Grid grid = small_grid(), there = oblique_inside(grid);
  const Affine map = rigid({0.1, 0.05, -0.1}, {0.5, -0.3, 0.2}, centre(there));
  const Volume seen = resample(plane_volume(grid), there, map, interpolation);
  for (int k = 0; k < 4; ++k)
    for (int j = 0; j < 5; ++j)
      for (int i = 0; i < 6; ++i)
        EXPECT_NEAR(value_at(seen, {i, j, k}),
                    plane(map_point(map, point_at(there, {double(i), double(j), double(k)}))), tolerance);
}

TEST(Resample, GivesAPlaneBackExactlyOnAnObliqueGrid) { expect_plane(Interpolation::linear, 1e-4); }

TEST(Resample, SplineGivesAPlaneBackAwayFromTheBorder) { expect_plane(Interpolation::bspline, 0.02); }

TEST(Resample, KeepsVoxelsAndTypeOnTheirOwnGrid) {
  const Grid grid = small_grid();
  std::vector<std::int16_t> values(voxel_count(grid));
  for (std::size_t n = 0; n < values.size(); ++n) values[n] = static_cast<std::int16_t>(n * 7 % 1000 - 300);
  const Volume volume = make_volume(grid, values);
  const Volume nearest = resample(volume, grid, {}, Interpolation::nearest);
  EXPECT_EQ(content_hash(nearest), content_hash(volume));
  const Volume linear = resample(volume, grid);
  for (std::size_t n = 0; n < values.size(); ++n) ASSERT_EQ(voxels_of<float>(linear)[n], values[n]);
}

TEST(Resample, ShiftByWholeVoxelsMovesVoxelsUnchanged) {
  const Grid grid = small_grid();
  const Volume volume = plane_volume(grid);
  const Volume moved = resample(volume, grid, {.offset = {1.5, 2, -2}}, Interpolation::nearest);
  EXPECT_EQ(value_at(moved, {4, 5, 6}), value_at(volume, {5, 7, 5}));
}

TEST(Resample, FillsWhatLiesBeyondWithTheOutsideValue) {
  const Grid grid = small_grid();
  const Volume far = resample(plane_volume(grid), grid, {.offset = {500, 0, 0}}, Interpolation::linear, -7);
  for (const float v : voxels_of<float>(far)) ASSERT_EQ(v, -7);
}

TEST(Resample, MaskKeepsTheVolumeOfABallThroughTurnAndFinerGrid) {
  Grid grid;
  grid.size = {40, 40, 20};
  grid.spacing = {1, 1, 2};
  std::vector<std::uint8_t> values;
  for (int k = 0; k < 20; ++k)
    for (int j = 0; j < 40; ++j)
      for (int i = 0; i < 40; ++i) values.push_back(std::hypot(i - 20.0, j - 20.0, 2 * k - 20.0) < 12);
  const Volume mask = make_volume(grid, std::move(values));
  Grid fine = grid;
  fine.size = {80, 80, 80};
  fine.spacing = {0.5, 0.5, 0.5};
  const Volume moved = resample_mask(mask, fine, rigid({0.4, 0.2, 0.1}, {0, 0, 0}, {20, 20, 20}));
  double ml = 0;
  for (const auto v : voxels_of<std::uint8_t>(moved)) ml += v * 0.125 / 1000;
  EXPECT_NEAR(ml, 4.0 / 3 * std::numbers::pi * 1.728, 0.03 * 7.24);
}

TEST(Resample, AnEmptyMaskStaysEmpty) {
  const Grid grid = small_grid();
  const Volume mask = make_volume(grid, std::vector<std::uint8_t>(voxel_count(grid), 0));
  const Volume moved = resample_mask(mask, oblique_inside(grid));
  for (const auto v : voxels_of<std::uint8_t>(moved)) ASSERT_EQ(v, 0);
}

TEST(Resample, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const Grid grid = small_grid();
  EXPECT_THROW(
      resample(plane_volume(grid), oblique_inside(grid), {}, Interpolation::linear, 0, {nullptr, stop.get_token()}),
      Stopped);
}

TEST(Resample, AVolumeWithoutVoxelsIsASentence) { EXPECT_THROW(resample(Volume{}, small_grid()), Failure); }

}  // namespace
}  // namespace longview

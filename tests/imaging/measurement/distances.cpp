#include "imaging/measurement/distances.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <random>

#include "imaging/core/failure.h"

namespace longview {
namespace {

Grid grid_of(Size3 size, Vec3 spacing = {1, 1, 1}) {
  Grid grid;
  grid.size = size;
  grid.spacing = spacing;
  return grid;
}

// A mask of the voxels for which `inside(i, j, k)` holds.
template <class F>
Volume mask_where(const Grid& grid, F&& inside) {
  std::vector<std::uint8_t> voxels;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) voxels.push_back(inside(i, j, k) ? 1 : 0);
  return make_volume(grid, std::move(voxels));
}

// By its definition: the distance to the nearest box of the other kind, tried one by one.
float brute_force(const Volume& mask, int i, int j, int k) {
  const double own = value_at(mask, {i, j, k});
  double nearest = INFINITY;
  for (int c = 0; c < mask.grid.size[2]; ++c)
    for (int b = 0; b < mask.grid.size[1]; ++b)
      for (int a = 0; a < mask.grid.size[0]; ++a) {
        if (value_at(mask, {a, b, c}) == own) continue;
        double squared = 0;
        const int away[3]{std::abs(a - i), std::abs(b - j), std::abs(c - k)};
        for (std::size_t x = 0; x < 3; ++x) squared += std::pow(std::max(0.0, away[x] - 0.5) * mask.grid.spacing[x], 2);
        nearest = std::min(nearest, squared);
      }
  return static_cast<float>((own > 0 ? -1 : 1) * std::sqrt(nearest));
}

TEST(SignedDistance, IsThatToTheNearestVoxelOfTheOtherKindForAnyMaskAndSpacing) {
  std::mt19937 random(3);
  const Size3 sizes[]{{9, 8, 7}, {1, 6, 5}, {17, 1, 3}, {33, 4, 1}, {5, 18, 19}};
  for (const Size3& size : sizes)
    for (const double share : {0.03, 0.5, 0.97}) {
      const Grid grid = grid_of(size, {0.9, 1.3, 6.5});
      const Volume mask = mask_where(grid, [&](int, int, int) { return random() < share * 4294967295.0; });
      const Volume distance = signed_distance(mask);
      for (int k = 0; k < size[2]; ++k)
        for (int j = 0; j < size[1]; ++j)
          for (int i = 0; i < size[0]; ++i) {
            const float expected = brute_force(mask, i, j, k);
            const auto found = static_cast<float>(value_at(distance, {i, j, k}));
            if (std::isinf(expected))
              ASSERT_EQ(found, expected);
            else
              ASSERT_NEAR(found, expected, 1e-5 * std::abs(expected)) << i << " " << j << " " << k;
          }
    }
}

TEST(SignedDistance, OfAPlaneIsHalfAVoxelOnEitherSide) {
  const Grid grid = grid_of({4, 3, 6}, {1, 1, 3});
  const Volume distance = signed_distance(mask_where(grid, [](int, int, int k) { return k < 3; }));
  EXPECT_FLOAT_EQ(static_cast<float>(value_at(distance, {1, 1, 2})), -1.5F);
  EXPECT_FLOAT_EQ(static_cast<float>(value_at(distance, {1, 1, 3})), 1.5F);
  EXPECT_FLOAT_EQ(static_cast<float>(value_at(distance, {0, 2, 0})), -7.5F);
  EXPECT_EQ(distance.unit, "mm");
}

TEST(SignedDistance, OfABallIsTheDistanceToItsSurfaceWithinAVoxel) {
  const Grid grid = grid_of({61, 61, 61});
  const auto radius = [](int i, int j, int k) { return std::hypot(i - 30, j - 30, k - 30); };
  const Volume distance = signed_distance(mask_where(grid, [&](int i, int j, int k) { return radius(i, j, k) <= 20; }));
  for (int k = 0; k < 61; k += 3)
    for (int j = 0; j < 61; j += 3)
      for (int i = 0; i < 61; i += 3) ASSERT_NEAR(value_at(distance, {i, j, k}), radius(i, j, k) - 20, 0.9);
}

TEST(SignedDistance, OfAnEmptyMaskIsInfinite) {
  const Volume distance = signed_distance(mask_where(grid_of({3, 4, 5}), [](int, int, int) { return false; }));
  for (const float d : voxels_of<float>(distance)) ASSERT_EQ(d, INFINITY);
}

TEST(SignedDistance, TakesFloatMasksAboveOneHalf) {
  const Grid grid = grid_of({3, 1, 1});
  const Volume distance = signed_distance(make_volume<float>(grid, {0.5F, 0.51F, NAN}));
  EXPECT_FLOAT_EQ(voxels_of<float>(distance)[0], 0.5F);
  EXPECT_FLOAT_EQ(voxels_of<float>(distance)[1], -0.5F);
  EXPECT_FLOAT_EQ(voxels_of<float>(distance)[2], 0.5F);
}

TEST(SignedDistance, OfEightMillionVoxelsTakesSeconds) {
  const Grid grid = grid_of({200, 200, 200});
  const Volume mask = mask_where(grid, [](int i, int j, int k) {
    return std::hypot(i - 100, j - 90, k - 110) < 60 + 10 * std::sin(0.3 * i) * std::cos(0.2 * j);
  });
  const auto start = std::chrono::steady_clock::now();
  const Volume distance = signed_distance(mask);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  RecordProperty("seconds", std::to_string(seconds));
  std::printf("signed_distance of 200^3: %.2f s\n", seconds);
  EXPECT_LT(seconds, 60) << "1.5 s on two idle cores; the margin is for busy ones";
}

TEST(SurfaceDistance, OfTwoBoxesShiftedByTwoVoxelsIsWorkedOutByHand) {
  // One row each: surfaces are all voxels of it. a = 2..5, b = 4..7, spacing 2 mm: a to b 4 2 0 0, b to a 0 0 2 4.
  const Grid grid = grid_of({10, 3, 3}, {2, 1, 1});
  const Volume a = mask_where(grid, [](int i, int j, int k) { return j == 1 && k == 1 && i >= 2 && i <= 5; });
  const Volume b = mask_where(grid, [](int i, int j, int k) { return j == 1 && k == 1 && i >= 4 && i <= 7; });
  EXPECT_NEAR(hd95_mm(a, b), 2 + 0.85 * 2, 1e-9);  // rank 0.95 * 3 = 2.85 among 0 0 2 4
  EXPECT_NEAR(assd_mm(a, b), 12.0 / 8, 1e-9);
  EXPECT_EQ(hd95_mm(a, a), 0);
}

TEST(SurfaceDistance, Hd95IsTheLargerDirectionNotThePooledOne) {
  // a is one voxel, b that voxel and one 9 mm away. a to b: 0; b to a: 0 and 9, of which 95 % is 8.55.
  const Grid grid = grid_of({12, 1, 1});
  const Volume a = mask_where(grid, [](int i, int, int) { return i == 1; });
  const Volume b = mask_where(grid, [](int i, int, int) { return i == 1 || i == 10; });
  EXPECT_NEAR(hd95_mm(a, b), 8.55, 1e-9);
  EXPECT_NEAR(assd_mm(a, b), 3, 1e-9);
}

TEST(SurfaceDistance, LooksAtSurfacesNotAtTheInside) {
  // A 5 x 5 x 5 box against its shell: the surfaces are the same.
  const Grid grid = grid_of({7, 7, 7});
  const auto in_box = [](int i, int j, int k) { return std::min({i, j, k}) >= 1 && std::max({i, j, k}) <= 5; };
  const Volume box = mask_where(grid, in_box);
  const Volume shell = mask_where(grid, [&](int i, int j, int k) {
    return in_box(i, j, k) && (std::min({i, j, k}) == 1 || std::max({i, j, k}) == 5);
  });
  EXPECT_EQ(hd95_mm(box, shell), 0);
  EXPECT_EQ(assd_mm(box, shell), 0);
}

TEST(SurfaceDistance, OfBallsOfTwoRadiiIsTheirDifference) {
  const Grid grid = grid_of({48, 48, 24}, {1, 1, 2});
  const auto ball = [&](double radius) {
    return mask_where(grid, [=](int i, int j, int k) { return std::hypot(i - 24, j - 24, 2 * (k - 12)) <= radius; });
  };
  EXPECT_NEAR(assd_mm(ball(14), ball(20)), 6, 0.5);
  EXPECT_NEAR(hd95_mm(ball(14), ball(20)), 6, 1.5);
}

TEST(SurfaceDistance, OfAnEmptyMaskIsNotANumber) {
  const Grid grid = grid_of({4, 4, 4});
  const Volume none = mask_where(grid, [](int, int, int) { return false; });
  const Volume all = mask_where(grid, [](int, int, int) { return true; });
  EXPECT_TRUE(std::isnan(hd95_mm(none, all)));
  EXPECT_TRUE(std::isnan(assd_mm(all, none)));
}

TEST(SurfaceDistance, RefusesMasksOnTwoGrids) {
  const auto all = [](int, int, int) { return true; };
  EXPECT_THROW(hd95_mm(mask_where(grid_of({4, 4, 4}), all), mask_where(grid_of({4, 4, 5}), all)), Failure);
}

}  // namespace
}  // namespace longview

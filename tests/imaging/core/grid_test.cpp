// Geometry is exact for oblique, anisotropic grids: guards against flips by rule and half-voxel shifts.
#include "imaging/core/grid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/transform.h"

namespace longview {
namespace {

Grid oblique() {
  const Affine turn = rigid({0.3, -0.2, 0.5}, {0, 0, 0});
  return {{40, 30, 20}, {0.5, 1.25, 6.5}, {-12, 34, -56}, turn.linear};
}

TEST(Grid, PointAndIndexAreInverses) {
  const Grid grid = oblique();
  for (const Vec3 index : {Vec3{0, 0, 0}, Vec3{39, 29, 19}, Vec3{-3.25, 100.5, 7.75}}) {
    const Vec3 back = index_at(grid, point_at(grid, index));
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(back[c], index[c], 1e-12);
  }
}

TEST(Grid, OneStepAlongAnAxisIsItsSpacingAlongItsDirection) {
  const Grid grid = oblique();
  for (int c = 0; c < 3; ++c) {
    Vec3 step{};
    step[c] = 1;
    const Vec3 a = point_at(grid, {0, 0, 0}), b = point_at(grid, step), d = axis(grid, c);
    for (int r = 0; r < 3; ++r) EXPECT_NEAR(b[r] - a[r], d[r] * grid.spacing[c], 1e-12);
  }
}

TEST(Grid, HalfAVoxelAroundTheCentresBelongsToTheGrid) {
  const Grid grid{{4, 4, 4}, {1, 1, 1}, {0, 0, 0}, {1, 0, 0, 0, 1, 0, 0, 0, 1}};
  EXPECT_TRUE(contains(grid, {-0.5, 0, 3.5}));
  EXPECT_FALSE(contains(grid, {-0.51, 0, 0}));
  EXPECT_FALSE(contains(grid, {std::nan(""), 0, 0}));
}

TEST(Grid, TheUprightGridCoversEveryCornerOfAnObliqueOne) {
  const Grid grid = oblique(), upright = upright_grid(grid, 1.0, 2.0);
  EXPECT_EQ(upright.direction, Grid{}.direction);
  for (int n = 0; n < 8; ++n) {
    const Vec3 corner{(n & 1) ? 39.5 : -0.5, (n & 2) ? 29.5 : -0.5, (n & 4) ? 19.5 : -0.5};
    const Vec3 index = index_at(upright, point_at(grid, corner));
    for (int c = 0; c < 3; ++c) {
      EXPECT_GE(index[c], 1.5 - 1e-9);  // 2 mm margin, counted from the voxel's border
      EXPECT_LE(index[c], upright.size[c] - 1 - 1.5 + 1e-9);
    }
  }
}

TEST(Grid, APartKeepsItsVoxelsWhereTheyAre) {
  const Grid grid = oblique(), part = sub_grid(grid, {5, 6, 7}, {9, 100, 8});
  EXPECT_EQ(part.size, (Size3{5, 24, 2}));
  const Vec3 a = point_at(part, {1, 2, 1}), b = point_at(grid, {6, 8, 8});
  for (int r = 0; r < 3; ++r) EXPECT_NEAR(a[r], b[r], 1e-12);
}

TEST(Grid, GridsThatDifferByATiltAreNotTheSame) {
  Grid a = oblique(), b = a;
  EXPECT_TRUE(same_grid(a, b));
  b.direction = rigid({0.3, -0.2, 0.501}, {0, 0, 0}).linear;
  EXPECT_FALSE(same_grid(a, b));
  b = a;
  b.origin[2] += 0.01;
  EXPECT_FALSE(same_grid(a, b));
  EXPECT_TRUE(same_grid(a, b, 0.02));
}

}  // namespace
}  // namespace longview

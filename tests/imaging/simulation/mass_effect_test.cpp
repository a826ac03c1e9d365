// The brain makes room, and random fields have the scale they promise.
#include "imaging/simulation/private/mass_effect.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/simulation/private/smooth_noise.h"
#include "tests/imaging/simulation/phantom_brain.h"

namespace longview {
namespace {

Volume ball(const Grid& grid, const Vec3& centre_mm, double radius) {
  std::vector<float> cells;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        const Vec3 p = point_at(grid, {static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        const double r = std::hypot(p[0] - centre_mm[0], p[1] - centre_mm[1], p[2] - centre_mm[2]);
        cells.push_back(r < radius ? 1.0F : 0.0F);
      }
  return make_volume(grid, std::move(cells));
}

TEST(MassEffect, PushesTheNearVentricleAwayAndShrinksIt) {
  const PhantomBrain phantom = phantom_brain();
  const Displacement push = push_of(ball(phantom.brain.grid, {32, 0, 0}, 14), phantom.tissue, phantom.brain);
  ASSERT_GT(push.peak_mm(), 0);
  const Displacement scaled = push.scaled(5 / push.peak_mm());
  EXPECT_NEAR(scaled.peak_mm(), 5, 1e-3);
  const Volume fluid = ball(phantom.brain.grid, {9, 0, 0}, 5);  // within the ventricle towards the tumour
  const Volume after = displaced({fluid}, backward_of(scaled))[0];
  double before_x = 0, before = 0, after_x = 0, mass = 0;
  std::size_t n = 0;
  const Size3& size = fluid.grid.size;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i, ++n) {
        const double x = fluid.grid.origin[0] + i * fluid.grid.spacing[0];
        before_x += x * static_cast<double>(voxels_of<float>(fluid)[n]);
        before += static_cast<double>(voxels_of<float>(fluid)[n]);
        after_x += x * static_cast<double>(voxels_of<float>(after)[n]);
        mass += static_cast<double>(voxels_of<float>(after)[n]);
      }
  EXPECT_LT(after_x / mass, before_x / before - 0.5);
  EXPECT_LT(mass, before);
}

TEST(MassEffect, NeverFolds) {
  const PhantomBrain phantom = phantom_brain();
  const Displacement push = push_of(ball(phantom.brain.grid, {32, 0, 0}, 14), phantom.tissue, phantom.brain);
  const Displacement back = backward_of(push.scaled(6 / push.peak_mm()));
  const Size3& size = back.size;
  const auto at = [&](std::size_t a, int i, int j, int k) {
    return static_cast<double>(
        back.along[a][(static_cast<std::size_t>(k) * static_cast<std::size_t>(size[1]) + static_cast<std::size_t>(j)) *
                          static_cast<std::size_t>(size[0]) +
                      static_cast<std::size_t>(i)]);
  };
  const double h = back.step;
  // Inside the brain: at the skull the tissue may slide.
  for (int k = 3; k < size[2] - 4; ++k)
    for (int j = 3; j < size[1] - 4; ++j)
      for (int i = 3; i < size[0] - 4; ++i)
        for (std::size_t a = 0; a < 3; ++a) {
          const double slope = (at(a, i + (a == 0), j + (a == 1), k + (a == 2)) - at(a, i, j, k)) / h;
          ASSERT_GT(1 + slope, 0);
        }
}

TEST(MassEffect, LeavesABrainWithoutTumourAlone) {
  const PhantomBrain phantom = phantom_brain(3);
  const Volume nothing = make_volume(phantom.brain.grid, std::vector<float>(voxel_count(phantom.brain.grid), 0));
  const Displacement push = push_of(nothing, phantom.tissue, phantom.brain);
  EXPECT_EQ(push.peak_mm(), 0);
  EXPECT_EQ(content_hash(displaced({phantom.scan}, backward_of(push))[0]), content_hash(phantom.scan));
}

TEST(SmoothNoise, HasMeanZeroAndDeviationOne) {
  const Grid grid{{100, 90, 80}, {1, 1, 2}, {}};
  for (double correlation : {2.0, 6.0}) {
    const auto field = smooth_noise(grid, correlation, Draws(7, "test"));
    double sum = 0, square = 0;
    for (float value : field) {
      sum += static_cast<double>(value);
      square += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(field.size());
    EXPECT_NEAR(sum / count, 0, 0.1);
    EXPECT_NEAR(std::sqrt(square / count), 1, 0.06);
  }
}

}  // namespace
}  // namespace longview

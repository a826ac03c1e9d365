// The solver against what is known of the equation: networks.md 7.1.
#include "imaging/simulation/glioma.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "imaging/core/failure.h"

namespace longview {
namespace {

TissueField tissue_of(const Grid& grid, const std::function<std::pair<float, float>(int, int, int)>& at) {
  std::vector<float> white, grey;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        const auto [w, g] = at(i, j, k);
        white.push_back(w);
        grey.push_back(g);
      }
  return {make_volume(grid, std::move(white)), make_volume(grid, std::move(grey))};
}

TissueField all_white(const Grid& grid) {
  return tissue_of(grid, [](int, int, int) { return std::pair{1.0F, 0.0F}; });
}

Grid cubes(const Size3& size, double spacing = 1) { return {size, {spacing, spacing, spacing}, {}}; }

double sum(const Volume& volume) {
  const auto voxels = voxels_of<float>(volume);
  return std::accumulate(voxels.begin(), voxels.end(), 0.0);
}

// Where c falls through one half along a ray of voxels, in voxels from its start.
double half_point(const Volume& c, Size3 at, const Size3& step) {
  double before = value_at(c, at);
  for (int n = 1;; ++n) {
    for (std::size_t a = 0; a < 3; ++a) at[a] += step[a];
    const double now = value_at(c, at);
    if (now < 0.5) return n - 1 + (before - 0.5) / (before - now);
    before = now;
  }
}

TEST(Grow, MovesAPlaneFrontAtTheSpeedOfTheory) {
  const double d = 0.1, rho = 0.025;  // lambda 2 mm, 0.1 mm a day
  const Grid grid = cubes({260, 3, 3});
  std::vector<float> start(voxel_count(grid), 0);
  for (std::size_t n = 0; n < start.size(); ++n) start[n] = n % 260 < 10 ? 1.0F : 0.0F;
  GliomaGrowth growth{.d_white = d, .rho = rho};
  const TissueField tissue = all_white(grid);
  const double from = 20 / rho, to = 30 / rho;
  const Volume first = grow(make_volume(grid, std::move(start)), tissue, growth, from);
  const Volume second = grow(first, tissue, growth, to - from);
  const double speed =
      (half_point(second, {0, 1, 1}, {1, 0, 0}) - half_point(first, {0, 1, 1}, {1, 0, 0})) / (to - from);
  // The lag of Bramson, -(3/2) lambda ln t, between the two instants.
  const double expected = 2 * std::sqrt(d * rho) * (1 - 0.75 / (rho * (from + to) / 2));
  EXPECT_NEAR(speed / expected, 1, 0.03);
}

TEST(Grow, ReachesAsFarAlongADiagonalAsAlongAnAxis) {
  const Grid grid = cubes({101, 101, 101});
  GliomaGrowth growth{.d_white = 0.1, .rho = 0.025, .seed = {50, 50, 50}};
  const TissueField tissue = all_white(grid);
  const Volume c = grow(seed_density(tissue, growth.seed), tissue, growth, 300);
  const double axis = half_point(c, {50, 50, 50}, {1, 0, 0});
  const double diagonal = std::sqrt(3.0) * half_point(c, {50, 50, 50}, {1, 1, 1});
  EXPECT_GT(axis, 15);
  EXPECT_NEAR(diagonal / axis, 1, 0.03);
}

TEST(Grow, KeepsTheMassWhereNothingMultiplies) {
  const Grid grid{{40, 44, 30}, {1, 1, 2.5}, {}};
  const TissueField tissue = tissue_of(grid, [](int i, int j, int) {
    return std::pair{i < 22 ? 1.0F : 0.2F, j > 15 ? 0.5F : 0.0F};
  });
  GliomaGrowth growth{.d_white = 0.2, .rho = 0, .seed = {18, 20, 37}};
  const Volume seed = seed_density(tissue, growth.seed);
  const Volume later = grow(seed, tissue, growth, 400);
  EXPECT_GT(sum(seed), 100);
  EXPECT_NEAR(sum(later) / sum(seed), 1, 1e-4);
  EXPECT_LT(interpolate(later, index_at(grid, growth.seed)), 0.5);
}

TEST(Grow, NeverEntersFluid) {
  const Grid grid = cubes({50, 50, 50});
  const auto fluid = [](int i, int j, int k) { return i > 28 || (j - 25) * (j - 25) + (k - 25) * (k - 25) < 9; };
  const TissueField tissue = tissue_of(grid, [&](int i, int j, int k) {
    return std::pair{fluid(i, j, k) ? 0.0F : 1.0F, 0.0F};
  });
  GliomaGrowth growth{.d_white = 0.15, .rho = 0.06, .seed = {20, 18, 25}};
  const Volume c = grow(seed_density(tissue, growth.seed), tissue, growth, 200);
  std::size_t n = 0, reached = 0;
  for (int k = 0; k < 50; ++k)
    for (int j = 0; j < 50; ++j)
      for (int i = 0; i < 50; ++i, ++n) {
        const float value = voxels_of<float>(c)[n];
        if (fluid(i, j, k)) {
          ASSERT_EQ(value, 0);
        }
        reached += value > 0.5F;
      }
  EXPECT_GT(reached, 20000U);
}

TEST(Grow, KeepsDensitiesBetweenZeroAndOne) {
  const Grid grid = cubes({48, 48, 48});
  const TissueField tissue = tissue_of(grid, [](int i, int j, int k) {
    return std::pair{static_cast<float>((i * 7 + j * 3 + k) % 11) / 10, static_cast<float>((i + j * 5) % 3) / 3};
  });
  for (double rho : {0.2, -0.2}) {
    GliomaGrowth growth{.d_white = 1, .white_to_grey = 10, .rho = rho, .seed = {24, 24, 24}};
    const Volume c = grow(seed_density(tissue, growth.seed), tissue, growth, 60);
    const auto [low, high] = std::ranges::minmax(voxels_of<float>(c));
    EXPECT_GE(low, 0);
    EXPECT_LE(high, 1);
  }
}

TEST(Grow, IsTheSameSeenInAMirror) {
  const Grid grid = cubes({61, 41, 41});
  const auto lump = [](int i, int j, int k) {
    return std::pair{0.3F + 0.7F * static_cast<float>((i / 4 + j / 5 + k / 3) % 2), 0.1F};
  };
  const TissueField tissue = tissue_of(grid, lump);
  const TissueField mirrored = tissue_of(grid, [&](int i, int j, int k) { return lump(60 - i, j, k); });
  GliomaGrowth growth{.d_white = 0.1, .rho = 0.05};
  const Volume a = grow(seed_density(tissue, {22, 20, 20}), tissue, growth, 90);
  const Volume b = grow(seed_density(mirrored, {38, 20, 20}), mirrored, growth, 90);
  for (int k = 0; k < 41; ++k)
    for (int j = 0; j < 41; ++j)
      for (int i = 0; i < 61; ++i) ASSERT_NEAR(value_at(a, {i, j, k}), value_at(b, {60 - i, j, k}), 1e-5);
}

TEST(Grow, ShrinksWhereTheRateIsNegative) {
  const Grid grid = cubes({61, 61, 61});
  const TissueField tissue = all_white(grid);
  GliomaGrowth growth{.d_white = 0.1, .rho = 0.05, .seed = {30, 30, 30}};
  const Volume large = grow(seed_density(tissue, growth.seed), tissue, growth, 120);
  growth.rho = -0.05;
  double before = sum(large);
  for (double days : {20.0, 40.0, 80.0}) {
    const double after = sum(grow(large, tissue, growth, days));
    EXPECT_LT(after, before);
    before = after;
  }
}

TEST(Grow, TakesDaysInOnePieceOrTwo) {
  const Grid grid = cubes({41, 41, 41});
  const TissueField tissue = all_white(grid);
  const GliomaGrowth growth{.d_white = 0.1, .rho = 0.05};
  const Volume seed = seed_density(tissue, {20, 20, 20});
  const Volume once = grow(seed, tissue, growth, 80);
  const Volume twice = grow(grow(seed, tissue, growth, 37), tissue, growth, 43);
  EXPECT_NEAR(sum(twice) / sum(once), 1, 0.01);
  EXPECT_EQ(content_hash(grow(seed, tissue, growth, 0)), content_hash(seed));
}

TEST(Grow, RefusesWhatCannotBe) {
  const TissueField tissue = all_white(cubes({10, 10, 10}));
  const Volume elsewhere = make_volume(cubes({9, 10, 10}), std::vector<float>(900, 0));
  EXPECT_THROW(grow(elsewhere, tissue, {}, 10), Failure);
  EXPECT_THROW(seed_density(tissue, {40, 0, 0}), Failure);
  EXPECT_THROW(grow(seed_density(tissue, {5, 5, 5}), tissue, {}, -1), Failure);
  EXPECT_THROW(grow(seed_density(tissue, {5, 5, 5}), tissue, {.d_white = -0.1}, 10), Failure);
}

}  // namespace
}  // namespace longview

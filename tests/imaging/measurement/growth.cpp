#include "imaging/measurement/growth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace longview {
namespace {

Volume ball(double radius, double spacing) {
  const int size = static_cast<int>(2 * radius / spacing) + 5;
  const Grid grid{{size, size, size}, {spacing, spacing, spacing}};
  std::vector<std::uint8_t> voxels;
  const double middle = (size - 1) / 2.0;
  for (int k = 0; k < size; ++k)
    for (int j = 0; j < size; ++j)
      for (int i = 0; i < size; ++i)
        voxels.push_back(spacing * std::hypot(i - middle, j - middle, k - middle) <= radius);
  return make_volume(grid, std::move(voxels));
}

TEST(Change, IsGivenInMlPerCentAndDoublingTime) {
  const Change change = change_between(2, 8, 100, 0.5);
  EXPECT_DOUBLE_EQ(change.change_ml, 6);
  EXPECT_DOUBLE_EQ(*change.change_percent, 300);
  EXPECT_DOUBLE_EQ(*change.doubling_days, 50);  // twice doubled in 100 days
  EXPECT_FALSE(change.within_noise);
  EXPECT_EQ(change.words, "+6.00 mL (+300 %), doubling in 50 d");
}

TEST(Change, OfAShrinkingLesionHalves) {
  const Change change = change_between(8, 4, 30, 0.5);
  EXPECT_DOUBLE_EQ(*change.doubling_days, -30);
  EXPECT_EQ(change.words, "-4.00 mL (-50 %), halving in 30 d");
}

TEST(Change, WithinTheNoiseIsSaidToBeThat) {
  const Change change = change_between(2, 2.3, 90, 0.4);
  EXPECT_TRUE(change.within_noise);
  EXPECT_EQ(change.words, "within noise ±0.4 mL");
  EXPECT_TRUE(change_between(2, 2, 90, 0).within_noise == false);
}

TEST(Change, LeavesOutWhatHasNoMeaning) {
  const Change born = change_between(0, 3, 90, 0.1);
  EXPECT_FALSE(born.change_percent);
  EXPECT_FALSE(born.doubling_days);
  EXPECT_EQ(born.words, "+3.00 mL");
  EXPECT_FALSE(change_between(3, 0, 90, 0.1).doubling_days);
  EXPECT_EQ(change_between(3, 0, 90, 0.1).words, "-3.00 mL (-100 %)");
  EXPECT_FALSE(change_between(3, 3, 90, 0).doubling_days);
  EXPECT_FALSE(change_between(3, 6, 0, 0).doubling_days);
}

TEST(NoiseFloor, OfABallIsItsSurfaceTimesTheThickness) {
  const double area = 4 * std::numbers::pi * 20 * 20, thickness = 0.5 * std::hypot(0.5, 1.2);
  const Volume mask = ball(20, 1);
  EXPECT_NEAR(noise_floor_ml(mask, mask, 1.2), area * thickness / 1000, 0.03 * area * thickness / 1000);
}

TEST(NoiseFloor, GrowsWithTheVoxelsTheResidualAndTheSurface) {
  const Volume fine = ball(15, 0.75), coarse = ball(15, 3), large = ball(20, 0.75);
  EXPECT_NEAR(noise_floor_ml(fine, fine, 0) * 4, noise_floor_ml(coarse, coarse, 0),
              0.15 * noise_floor_ml(coarse, coarse, 0));
  EXPECT_GT(noise_floor_ml(fine, fine, 1), noise_floor_ml(fine, fine, 0.5));
  EXPECT_NEAR(noise_floor_ml(fine, large, 1), (noise_floor_ml(fine, fine, 1) + noise_floor_ml(large, large, 1)) / 2,
              1e-9);
}

TEST(NoiseFloor, OfEmptyMasksIsNothing) {
  const Volume empty = make_volume<std::uint8_t>({{2, 2, 2}}, std::vector<std::uint8_t>(8));
  EXPECT_EQ(noise_floor_ml(empty, empty, 2), 0);
}

// A mask drawn anew on a grid shifted by part of a voxel differs by far less than the floor.
TEST(NoiseFloor, IsNotExceededByDrawingTheSameBallOnAShiftedGrid) {
  const auto shifted = [](double shift) {
    std::vector<std::uint8_t> voxels;
    for (int k = 0; k < 12; ++k)
      for (int j = 0; j < 40; ++j)
        for (int i = 0; i < 40; ++i)
          voxels.push_back(std::hypot(i - 20 + shift, j - 20 - shift, 4 * (k - 6) + 2 * shift) < 15);
    const Grid grid{{40, 40, 12}, {1, 1, 4}};
    return make_volume(grid, std::move(voxels));
  };
  const auto ml = [](const Volume& mask) {
    double sum = 0;
    for (const std::uint8_t voxel : voxels_of<std::uint8_t>(mask)) sum += voxel;
    return sum * voxel_volume_mm3(mask.grid) / 1000;
  };
  for (const double shift : {0.1, 0.25, 0.4, 0.5}) {
    const Change change =
        change_between(ml(shifted(0)), ml(shifted(shift)), 60, noise_floor_ml(shifted(0), shifted(shift), 0));
    EXPECT_TRUE(change.within_noise) << change.change_ml << " against " << change.noise_ml;
  }
}

}  // namespace
}  // namespace longview

#include "imaging/measurement/volumes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "imaging/core/transform.h"

namespace longview {
namespace {

Label named(int value, std::string name) {
  Label label;
  label.value = value;
  label.name = std::move(name);
  return label;
}

TEST(Measure, OfABoxIsItsEdgesAndDiagonal) {
  Grid grid{{20, 20, 10}, {0.5, 1, 3}, {10, 20, 30}, rigid({0.3, -0.2, 0.7}, {0, 0, 0}).linear};
  std::vector<std::uint8_t> voxels(voxel_count(grid));
  for (int k = 2; k < 6; ++k)
    for (int j = 3; j < 8; ++j)
      for (int i = 4; i < 14; ++i) voxels[static_cast<std::size_t>((k * 20 + j) * 20 + i)] = 1;
  const auto measured = measure({make_volume(grid, std::move(voxels)), {named(1, "Box")}});
  ASSERT_EQ(measured.size(), 1);
  EXPECT_EQ(measured[0].name, "Box");
  EXPECT_EQ(measured[0].voxels, 200);
  EXPECT_DOUBLE_EQ(measured[0].volume_ml, 200 * 1.5 / 1000);
  EXPECT_NEAR(measured[0].longest_axis_mm, std::hypot(9 * 0.5, 4 * 1.0, 3 * 3.0), 1e-9);
  EXPECT_NEAR(std::numbers::pi / 6 * std::pow(measured[0].equivalent_diameter_mm, 3), 300, 1e-9);
  const Vec3 middle = point_at(grid, {8.5, 5, 3.5});
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(measured[0].centroid[c], middle[c], 1e-9);
}

TEST(Measure, GivesEveryLabelOfTheTableAndEveryValueThatItMisses) {
  const Grid grid{{4, 1, 1}};
  const auto measured =
      measure({make_volume<std::uint16_t>(grid, {0, 2, 700, 2}), {named(1, "Gone"), named(2, "There")}});
  ASSERT_EQ(measured.size(), 3);
  EXPECT_EQ(measured[0].name, "Gone");
  EXPECT_EQ(measured[0].volume_ml, 0);
  EXPECT_EQ(measured[1].voxels, 2);
  EXPECT_EQ(measured[1].longest_axis_mm, 2);
  EXPECT_EQ(measured[2].value, 700);
  EXPECT_EQ(measured[2].name, "Label 700");
  EXPECT_EQ(measured[2].longest_axis_mm, 0);
}

TEST(Measure, FindsTheLongestAxisOfAnyShape) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    const Grid grid{{12, 11, 9}, {0.7, 1.1, 2.5}};
    std::vector<std::uint8_t> voxels(voxel_count(grid));
    std::vector<Vec3> points;
    for (std::size_t n = 0; n < voxels.size(); ++n)
      if (random() % (round % 2 ? 5U : 200U) == 0) {
        voxels[n] = 1;
        points.push_back(point_at(
            grid, {static_cast<double>(n % 12), static_cast<double>(n / 12 % 11), static_cast<double>(n / 132)}));
      }
    double longest = 0;
    for (const Vec3& a : points)
      for (const Vec3& b : points) longest = std::max(longest, std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
    EXPECT_NEAR(measure({make_volume(grid, std::move(voxels)), {named(1, "Noise")}})[0].longest_axis_mm, longest, 1e-9);
  }
}

TEST(VolumeMl, CountsVoxelsAboveOneHalf) {
  EXPECT_DOUBLE_EQ(volume_ml(make_volume<float>({{4, 1, 1}, {2, 2, 2.5}}, {0.5F, 0.6F, 1, 0})), 0.02);
}

}  // namespace
}  // namespace longview

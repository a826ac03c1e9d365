#include "imaging/preparation/intensity.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"

namespace longview {
namespace {

Grid line(int n) {
  Grid grid;
  grid.size = {n, 1, 1};
  return grid;
}

TEST(Intensity, ScaleOfEvenlySpreadValuesIsTheirMeanAndDeviation) {
  std::vector<float> values(10001);
  for (std::size_t n = 0; n < values.size(); ++n) values[n] = static_cast<float>(n);
  const Volume scan = make_volume(line(10001), values),
               mask = make_volume(line(10001), std::vector<std::uint8_t>(10001, 1));
  const IntensityScale scale = intensity_scale(scan, mask);
  EXPECT_NEAR(scale.mean, 5000, 0.5);
  // Uniform on [50, 9950] with half a percent of all values on each end.
  const double variance = 0.99 * 9900.0 * 9900.0 / 12 + 0.01 * 4950.0 * 4950.0;
  EXPECT_NEAR(scale.deviation, std::sqrt(variance), 2);
}

TEST(Intensity, LesionVoxelsDoNotCount) {
  std::vector<float> values(1000, 10);
  for (std::size_t n = 0; n < 500; ++n) values[n] = n % 2 ? 8 : 12;
  for (std::size_t n = 900; n < 1000; ++n) values[n] = 5000;
  std::vector<std::uint8_t> lesion(1000, 0);
  std::fill(lesion.begin() + 900, lesion.end(), 1);
  const Volume scan = make_volume(line(1000), values),
               mask = make_volume(line(1000), std::vector<std::uint8_t>(1000, 1));
  EXPECT_NEAR(intensity_scale(scan, mask, make_volume(line(1000), lesion)).mean, 10, 1e-9);
  EXPECT_GT(intensity_scale(scan, mask).mean, 100);
}

TEST(Intensity, PreparedAndRawAreInverseWithinTheRange) {
  const IntensityScale scale{100, 20};
  EXPECT_DOUBLE_EQ(scale.prepared(100), 0);
  EXPECT_DOUBLE_EQ(scale.prepared(150), 0.5);
  EXPECT_DOUBLE_EQ(scale.prepared(1e6), 1);
  EXPECT_DOUBLE_EQ(scale.prepared(-1e6), -1);
  EXPECT_DOUBLE_EQ(scale.raw(scale.prepared(63)), 63);
}

TEST(Intensity, OutsideTheMaskIsMinusOne) {
  const Volume scan = make_volume(line(3), std::vector<float>{100, 100, 150});
  const Volume prepared = to_prepared(scan, make_volume(line(3), std::vector<std::uint8_t>{0, 1, 1}), {100, 20});
  EXPECT_EQ(voxels_of<float>(prepared)[0], -1);
  EXPECT_EQ(voxels_of<float>(prepared)[1], 0);
  EXPECT_EQ(voxels_of<float>(prepared)[2], 0.5f);
}

TEST(Intensity, AnEmptyMaskOrAFlatScanIsASentence) {
  const Volume scan = make_volume(line(3), std::vector<float>{5, 5, 5});
  EXPECT_THROW(intensity_scale(scan, make_volume(line(3), std::vector<std::uint8_t>{0, 0, 0})), Failure);
  EXPECT_THROW(intensity_scale(scan, make_volume(line(3), std::vector<std::uint8_t>{1, 1, 1})), Failure);
}

}  // namespace
}  // namespace longview

#include "viewer/scene/reslice.h"

#include <gtest/gtest.h>

#include <QPainterPath>

#include "tests/viewer/phantom.h"
#include "viewer/scene/iso_lines.h"

namespace longview {
namespace {

// A different value in each voxel, so that a wrong neighbour shows.
template <class T>
Volume numbered(const Size3& size) {
  Grid grid;
  grid.size = size;
  std::vector<T> values;
  for (std::size_t n = 0; n < voxel_count(grid); ++n) values.push_back(static_cast<T>((n * 37) % 101));
  return make_volume(grid, std::move(values));
}

template <class T>
void compare_with_interpolation(const Size3& size,
                                const Sampling& sampling = {
                                    {-2.1, 0.3, -1.7}, {0.09, 0.031, -0.012}, {-0.013, 0.071, 0.083}}) {
  const Volume volume = numbered<T>(size);
  const ValueField field = reslice_values(volume, sampling, QRect(0, 0, 200, 150), 1);
  for (int y = 0; y < 150; ++y)
    for (int x = 0; x < 200; ++x) {
      Vec3 index{};
      for (std::size_t c = 0; c < 3; ++c) index[c] = sampling.start[c] + x * sampling.right[c] + y * sampling.down[c];
      // Just at the border either answer is right.
      bool at_border = false;
      for (std::size_t c = 0; c < 3; ++c)
        at_border |= std::abs(index[c] + 0.5) < 1e-6 || std::abs(index[c] - size[c] + 0.5) < 1e-6;
      if (at_border) continue;
      ASSERT_NEAR(field.values[static_cast<std::size_t>(y * field.columns + x)], interpolate(volume, index), 2e-2)
          << x << ", " << y;
    }
}

TEST(Reslice, AgreesWithTrilinearInterpolationInAndOutsideOfTheVolumeForAllVoxelTypes) {
  compare_with_interpolation<std::uint8_t>({13, 11, 9});
  compare_with_interpolation<std::int8_t>({13, 11, 9});
  compare_with_interpolation<std::uint16_t>({13, 11, 9});
  compare_with_interpolation<std::int16_t>({13, 11, 9});
  compare_with_interpolation<std::uint32_t>({13, 11, 9});
  compare_with_interpolation<std::int32_t>({13, 11, 9});
  compare_with_interpolation<float>({13, 11, 9});
  compare_with_interpolation<double>({13, 11, 9});
}

TEST(Reslice, AgreesAlongEachIndexAxisForwardsAndBackwards) {
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (const double step : {0.09, -0.09, 1.7}) {
      Sampling sampling{{2.1, 3.3, 4.7}, {}, {}};
      sampling.start[axis] = step > 0 ? -1.03 : 12.4;
      sampling.right[axis] = step;
      sampling.down[(axis + 1) % 3] = 0.043;
      sampling.down[(axis + 2) % 3] = 0.011;
      compare_with_interpolation<std::int16_t>({13, 11, 12}, sampling);
    }
}

TEST(Reslice, TakesVolumesOfASingleSliceOrVoxel) {
  compare_with_interpolation<float>({13, 11, 1});
  compare_with_interpolation<float>({1, 11, 9});
  compare_with_interpolation<float>({1, 1, 1});
}

TEST(Reslice, MapsTheWindowToBlackAndWhiteAndLeavesAirBlackWhenInverted) {
  Grid grid;
  grid.size = {3, 1, 1};
  const Volume volume = make_volume<float>(grid, {100, 200, 300});
  QImage picture(5, 1, QImage::Format_RGB32);
  const Sampling sampling{{-1, 0, 0}, {1, 0, 0}, {0, 1, 0}};
  reslice_grey(volume, sampling, {{200, 200}, false, true, 0, {}}, picture);
  EXPECT_EQ(qRed(picture.pixel(1, 0)), 0);
  EXPECT_NEAR(qRed(picture.pixel(2, 0)), 128, 1);
  EXPECT_EQ(qRed(picture.pixel(3, 0)), 255);
  reslice_grey(volume, sampling, {{200, 200}, true, true, 0, {}}, picture);
  EXPECT_EQ(qRed(picture.pixel(1, 0)), 255);
  EXPECT_EQ(qRed(picture.pixel(0, 0)), 0);
  EXPECT_EQ(qRed(picture.pixel(4, 0)), 0);
}

TEST(Reslice, ASlabShowsTheBrightestOfItsSlices) {
  Grid grid;
  grid.size = {1, 1, 5};
  const Volume volume = make_volume<float>(grid, {0, 0, 10, 0, 100});
  QImage picture(1, 1, QImage::Format_RGB32);
  const Sampling sampling{{0, 0, 2}, {1, 0, 0}, {0, 1, 0}};
  reslice_grey(volume, sampling, {{50, 100}, false, false, 1, {0, 0, 1}}, picture);
  EXPECT_NEAR(qRed(picture.pixel(0, 0)), 26, 1);
  reslice_grey(volume, sampling, {{50, 100}, false, false, 2, {0, 0, 1}}, picture);
  EXPECT_EQ(qRed(picture.pixel(0, 0)), 255);
}

TEST(IsoLines, EncloseTheAreaOfADiscAndRunOnAsOneLine) {
  Grid grid;
  grid.size = {64, 64, 1};
  std::vector<float> values;
  for (int y = 0; y < 64; ++y)
    for (int x = 0; x < 64; ++x) values.push_back(static_cast<float>(20 - std::hypot(x - 31.5, y - 31.5)));
  const Volume disc = make_volume(grid, std::move(values));
  const ValueField field = reslice_values(disc, {{0, 0, 0}, {0.25, 0, 0}, {0, 0.25, 0}}, QRect(0, 0, 256, 256), 2);
  const QPainterPath lines = iso_lines(field, 8);  // radius 12 voxels, 48 pixels
  int starts = 0;
  double area = 0;
  for (const QPolygonF& polygon : lines.toSubpathPolygons()) {
    ++starts;
    for (int i = 0; i + 1 < polygon.size(); ++i)
      area += (polygon[i].x() * polygon[i + 1].y() - polygon[i + 1].x() * polygon[i].y()) / 2;
  }
  EXPECT_EQ(starts, 1);
  EXPECT_NEAR(std::abs(area), 3.14159265 * 48 * 48, 0.005 * 3.14159265 * 48 * 48);
  EXPECT_NEAR(lines.boundingRect().center().x(), 126.5, 0.1);  // index 31.5 is 0.5 + 31.5 / 0.25
}

TEST(IsoLines, AreOfFewPiecesThatLieWithinATenthOfAPixel) {
  ValueField field{QRect(0, 0, 128, 128), 1, 128, 128, {}};
  for (int y = 0; y < 128; ++y)
    for (int x = 0; x < 128; ++x) field.values.push_back(static_cast<float>(-std::hypot(x - 64, y - 64)));
  const QPainterPath circle = iso_lines(field, -40);
  EXPECT_LT(circle.elementCount(), 100);  // it crosses some 320 edges
  for (const QPolygonF& polygon : circle.toSubpathPolygons())
    for (int i = 0; i + 1 < polygon.size(); ++i) {
      const QPointF middle = (polygon[i] + polygon[i + 1]) / 2;
      EXPECT_NEAR(std::hypot(polygon[i].x() - 64.5, polygon[i].y() - 64.5), 40, 0.02);
      EXPECT_NEAR(std::hypot(middle.x() - 64.5, middle.y() - 64.5), 40, 0.12);
    }
}

TEST(IsoLines, CloseAtTheFieldsRimAndAroundSaddles) {
  ValueField field{QRect(0, 0, 2, 2), 1, 2, 2, {1, 0, 0, 1}};
  for (const QPolygonF& polygon : iso_lines(field, 0.5).toSubpathPolygons()) EXPECT_EQ(polygon.first(), polygon.last());
  EXPECT_FALSE(iso_lines(field, 0.5).isEmpty());
  EXPECT_TRUE(iso_lines(field, 2).isEmpty());
}

}  // namespace
}  // namespace longview

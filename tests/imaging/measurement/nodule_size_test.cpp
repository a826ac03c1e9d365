// Sizes of nodules against closed formulas and sums done by hand; guidelines against their published tables.
#include "imaging/measurement/nodule_size.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "imaging/core/failure.h"

namespace longview {
namespace {

using testing::HasSubstr;

Volume mask_on(const Grid& grid, const std::function<bool(const Vec3&)>& inside) {
  std::vector<std::uint8_t> mask;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) mask.push_back(inside(point_at(grid, {i + 0.0, j + 0.0, k + 0.0})));
  return make_volume(grid, std::move(mask));
}

Grid cubes(int edge, double spacing) {
  const double first = -(edge - 1) / 2.0 * spacing;
  return {{edge, edge, edge}, {spacing, spacing, spacing}, {first, first, first}};
}

double from_middle(const Vec3& p) { return std::hypot(p[0], p[1], p[2]); }

TEST(AxialDiameters, AreTheAxesOfATurnedEllipsoid) {
  const double turn = std::numbers::pi / 6;
  const Volume mask = mask_on(cubes(61, 0.5), [&](const Vec3& p) {
    const double x = p[0] * std::cos(turn) + p[1] * std::sin(turn), y = p[1] * std::cos(turn) - p[0] * std::sin(turn);
    return x * x / 64 + y * y / 25 + p[2] * p[2] / 100 < 1;
  });
  const AxialDiameters found = axial_diameters(mask);
  EXPECT_NEAR(found.long_mm, 16, 0.5);
  EXPECT_NEAR(found.short_mm, 10, 0.5);
  EXPECT_NEAR(found.mean_mm(), 13, 0.4);
  EXPECT_EQ(found.slice, 30);
}

TEST(AxialDiameters, OfABoxAreThoseFoundByHand) {
  // 12 by 6 voxels of 1 mm: from centre to centre 11 by 5. At a right angle within 6 degrees the longest way goes 2
  // back in 5 up: cosine 3 / (sqrt 146 sqrt 29) = 0.046, while 3 back has 0.114. A quarter of a voxel is added to both.
  Grid grid{{20, 12, 5}, {1, 1, 1}, {}};
  const Volume mask = mask_on(
      grid, [](const Vec3& p) { return p[0] >= 4 && p[0] < 16 && p[1] >= 3 && p[1] < 9 && p[2] >= 1 && p[2] < 4; });
  const AxialDiameters found = axial_diameters(mask);
  EXPECT_NEAR(found.long_mm, std::sqrt(146.0) + 0.25, 1e-9);
  EXPECT_NEAR(found.short_mm, std::sqrt(29.0) + 0.25, 1e-9);
  EXPECT_EQ(axial_diameters(mask_on(grid, [](const Vec3&) { return false; })).long_mm, 0);
}

TEST(AxialDiameters, LieAcrossThePatientHoweverTheSlicesRun) {
  // Sagittal slices: columns run along P, rows along S, slices along L. 18 mm in P, 10 in L, 6 in S.
  const Grid sagittal{{41, 31, 27}, {0.6, 0.6, 0.8}, {-10.4, -12, -9}, {0, 0, 1, 1, 0, 0, 0, 1, 0}};
  const Volume mask =
      mask_on(sagittal, [](const Vec3& p) { return p[0] * p[0] / 25 + p[1] * p[1] / 81 + p[2] * p[2] / 9 < 1; });
  const AxialDiameters found = axial_diameters(mask);
  EXPECT_NEAR(found.long_mm, 18, 0.8);  // a voxel
  EXPECT_NEAR(found.short_mm, 10, 0.8);
  EXPECT_EQ(found.slice, 15);
}

// A ball of 16 mm with a core of 8 mm in lung of -860 HU.
NoduleSize measured(double shell_hu, double core_hu) {
  const Grid grid = cubes(41, 0.7);
  std::vector<float> hu;
  const Volume mask = mask_on(grid, [](const Vec3& p) { return from_middle(p) < 8; });
  mask_on(grid, [&](const Vec3& p) {
    const double r = from_middle(p);
    hu.push_back(static_cast<float>(r < 4 ? core_hu : r < 8 ? shell_hu : -860));
    return false;
  });
  return measure_nodule(make_volume(grid, std::move(hu), "HU"), mask);
}

TEST(MeasureNodule, TellsTheCategoryFromTheSolidPart) {
  const double ball = std::numbers::pi / 6 * 4096, core = ball / 8;
  const NoduleSize solid = measured(20, 40);
  EXPECT_EQ(solid.category, NoduleCategory::solid);
  EXPECT_NEAR(solid.volume_mm3 / ball, 1, 0.02);
  EXPECT_EQ(solid.solid_mm3, solid.volume_mm3);
  EXPECT_NEAR(solid.equivalent_diameter_mm, 16, 0.1);
  EXPECT_NEAR(solid.whole.mean_mm(), 16, 0.5);

  const NoduleSize part = measured(-600, 30);
  EXPECT_EQ(part.category, NoduleCategory::part_solid);
  EXPECT_NEAR(part.solid_mm3 / core, 1, 0.12);
  ASSERT_TRUE(part.solid);
  EXPECT_NEAR(part.solid->mean_mm(), 8, 0.6);

  const NoduleSize glass = measured(-600, -580);
  EXPECT_EQ(glass.category, NoduleCategory::ground_glass);
  EXPECT_EQ(glass.solid_mm3, 0);
  EXPECT_FALSE(glass.solid);
}

TEST(MeasureNodule, RefusesAnotherGrid) {
  const Volume mask = mask_on(cubes(9, 1), [](const Vec3&) { return true; });
  EXPECT_THROW(measure_nodule(make_volume(cubes(8, 1), std::vector<float>(512)), mask), Failure);
}

NoduleSize of_size(NoduleCategory category, double mean, double solid_mean = 0) {
  NoduleSize size;
  size.category = category;
  size.whole = {mean + 1, mean - 1, 0};
  size.volume_mm3 = std::numbers::pi / 6 * std::pow(mean, 3);
  if (solid_mean > 0) size.solid = AxialDiameters{solid_mean, solid_mean, 0};
  return size;
}

TEST(Fleischner2017, FollowsItsTable) {
  using enum NoduleCategory;
  EXPECT_EQ(fleischner_2017(of_size(solid, 5.4), false).says, "No routine follow-up");
  EXPECT_EQ(fleischner_2017(of_size(solid, 5.4), true).says, "Optional CT at 12 months");
  EXPECT_EQ(fleischner_2017(of_size(solid, 5.6), false).says,
            "CT at 6 to 12 months, then consider CT at 18 to 24 months");
  EXPECT_EQ(fleischner_2017(of_size(solid, 8.4), true).says, "CT at 6 to 12 months, then CT at 18 to 24 months");
  EXPECT_EQ(fleischner_2017(of_size(solid, 8.6), false).says, "Consider CT at 3 months, PET/CT or tissue sampling");
  EXPECT_EQ(fleischner_2017(of_size(ground_glass, 5), true).says, "No routine follow-up");
  EXPECT_THAT(fleischner_2017(of_size(ground_glass, 9), false).says, HasSubstr("every 2 years until 5 years"));
  EXPECT_THAT(fleischner_2017(of_size(part_solid, 9, 5), false).says, HasSubstr("every year for 5 years"));
  EXPECT_THAT(fleischner_2017(of_size(part_solid, 9, 6), false).says, HasSubstr("highly suspicious"));
  EXPECT_THAT(fleischner_2017(of_size(solid, 7), false).rule,
              HasSubstr("solid, 6 to 8 mm, low risk: this one measures 7 mm"));
}

TEST(NoduleGrowth, FollowsLungRads) {
  const auto growth = [](double before, double after, double days) {
    return nodule_growth(of_size(NoduleCategory::solid, before), of_size(NoduleCategory::solid, after), days);
  };
  EXPECT_TRUE(growth(6, 7.6, 300).lung_rads_growth);
  EXPECT_FALSE(growth(6, 7.4, 300).lung_rads_growth);
  EXPECT_FALSE(growth(6, 8.9, 2 * 365.25).lung_rads_growth);  // 1.45 mm in 12 months
  EXPECT_TRUE(growth(6, 9.1, 2 * 365.25).lung_rads_growth);   // 1.55
  EXPECT_THAT(growth(6, 9.2, 2 * 365.25).note.rule, HasSubstr("+3.2 mm in 730 days, +1.6 mm for 12 months"));
  EXPECT_THAT(growth(8, 7, 100).note.rule, HasSubstr("-1.0 mm in 100 days (Lung-RADS v2022)"));
}

TEST(NoduleGrowth, TellsADoublingTimeWhereTheVolumeReallyChanged) {
  const auto growth = [](double factor, double days) {
    NoduleSize before = of_size(NoduleCategory::solid, 8), after = before;
    after.volume_mm3 *= factor;
    return nodule_growth(before, after, days);
  };
  EXPECT_NEAR(*growth(2, 150).doubling_days, 150, 1e-9);
  EXPECT_NEAR(*growth(4, 150).doubling_days, 75, 1e-9);
  EXPECT_NEAR(*growth(0.5, 90).doubling_days, -90, 1e-9);
  EXPECT_FALSE(growth(1.2, 365).doubling_days);
  EXPECT_NEAR(growth(1.2, 365).volume_change_percent, 20, 1e-9);
  EXPECT_THROW(growth(2, 0), Failure);
  EXPECT_THROW(growth(0, 10), Failure);
}

}  // namespace
}  // namespace longview

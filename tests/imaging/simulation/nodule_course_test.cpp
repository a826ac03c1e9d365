// How a nodule behaves, against closed formulas and the published tables (networks.md 7.3).
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>
#include <vector>

#include "imaging/simulation/nodule.h"
#include "imaging/simulation/private/nodule_tissue.h"

namespace longview {
namespace {

double ball(double diameter) { return std::numbers::pi / 6 * std::pow(diameter, 3); }

TEST(NoduleCourse, DoublesWhenItShould) {
  const NoduleCourse course{.diameter_mm = 8, .doubling_days = 150};
  EXPECT_NEAR(volume_at(course, 0), 268.083, 1e-3);  // pi / 6 * 512
  EXPECT_NEAR(volume_at(course, 150), 536.165, 1e-3);
  EXPECT_NEAR(volume_at(course, 450) / volume_at(course, 150), 4, 1e-9);
  EXPECT_NEAR(volume_at({.doubling_days = -365}, 365) / ball(8), 0.5, 1e-9);
  EXPECT_EQ(volume_at({.doubling_days = INFINITY}, 1000), volume_at({}, 0));
}

TEST(NoduleCourse, GainsAYearWhatTheTableSays) {
  for (const auto& [days, volume, diameter] :
       std::vector<std::array<double, 3>>{{267, 2.58, 1.37}, {400, 1.88, 1.24}, {598, 1.53, 1.15}, {848, 1.35, 1.10}}) {
    const NoduleCourse course{.doubling_days = days};
    const double factor = volume_at(course, 365.25) / volume_at(course, 0);
    EXPECT_NEAR(factor, volume, 0.006);
    EXPECT_NEAR(std::cbrt(factor), diameter, 0.006);
  }
}

TEST(NoduleCourse, SlowsTowardsItsCeiling) {
  const NoduleCourse course{.diameter_mm = 10, .doubling_days = 200, .ceiling_mm = 30};
  EXPECT_NEAR(volume_at(course, 0), ball(10), 1e-9);
  EXPECT_NEAR(std::log(volume_at(course, 0.01) / ball(10)) / 0.01, std::numbers::ln2 / 200, 1e-6);
  EXPECT_LT(volume_at(course, 200), 2 * ball(10));
  EXPECT_NEAR(volume_at(course, 20000) / ball(30), 1, 1e-6);
}

TEST(NoduleCourse, ResolvesWhereItWasAnInflammation) {
  const NoduleCourse course{.doubling_days = 20, .turns_on_day = 40, .halving_days = 60};
  EXPECT_NEAR(volume_at(course, 40) / ball(8), 4, 1e-9);
  EXPECT_NEAR(volume_at(course, 100) / ball(8), 2, 1e-9);
  EXPECT_NEAR(volume_at(course, 220) / ball(8), 0.5, 1e-9);
}

TEST(NoduleCourse, DoublesTheMassAsPublished) {
  // Part-solid: the mass doubles in 462 days where the volume doubles in 598. Its slope on day 0, by differences.
  NoduleCourse course{.type = NoduleType::part_solid, .doubling_days = 598, .solid_share = 0.3};
  const auto mass = [](const NoduleCourse& c, double day) {
    return mass_mg({30, -600}, volume_at(c, day), solid_volume_at(c, day));
  };
  EXPECT_NEAR(std::numbers::ln2 / (std::log(mass(course, 1) / mass(course, 0))), 462, 6);
  EXPECT_NEAR(solid_volume_at(course, 0), 0.3 * ball(8), 1e-9);
  EXPECT_NEAR(solid_volume_at(course, 6000), 0.9 * volume_at(course, 6000), 1e-6);

  // Ground glass: 655 days where the volume doubles in 848.
  NoduleOptions glass;
  glass.course = {.type = NoduleType::ground_glass, .doubling_days = 848};
  const auto glass_mass = [&](double day) { return mass_mg(tissue_on(glass, day), volume_at(glass.course, day), 0); };
  EXPECT_NEAR(glass_mass(655) / glass_mass(0), 2, 0.01);
  EXPECT_EQ(solid_volume_at(glass.course, 100), 0);
}

TEST(NoduleCourse, IsDrawnAfterTheTables) {
  std::map<NoduleType, int> types;
  std::map<NoduleType, std::vector<double>> doublings;
  int stable = 0, shrinking = 0, benign = 0;
  constexpr int count = 6000;
  for (int n = 0; n < count; ++n) {
    const NoduleCourse course = draw_nodule_course(static_cast<std::uint64_t>(n));
    ++types[course.type];
    ASSERT_GE(course.diameter_mm, 4);
    ASSERT_LE(course.diameter_mm, 25);
    if (course.malignant) doublings[course.type].push_back(course.doubling_days);
    benign += !course.malignant;
    stable += !course.malignant && course.doubling_days >= 2000;
    shrinking += course.doubling_days < 0;
    EXPECT_FALSE(course.spiculated && !course.malignant);
  }
  EXPECT_NEAR(types[NoduleType::solid] / double{count}, 0.65, 0.03);
  EXPECT_NEAR(types[NoduleType::part_solid] / double{count}, 0.15, 0.02);
  EXPECT_NEAR(stable / double(benign), 0.8, 0.03);
  EXPECT_NEAR(shrinking / double(benign), 0.1, 0.02);
  const std::map<NoduleType, double> published{
      {NoduleType::solid, 267}, {NoduleType::part_solid, 598}, {NoduleType::ground_glass, 848}};
  for (const auto& [type, mean] : published) {
    double sum = 0;
    for (double d : doublings[type]) sum += d;
    EXPECT_NEAR(sum / static_cast<double>(doublings[type].size()) / mean, 1, 0.1);
  }
}

}  // namespace
}  // namespace longview

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/regional_norms.h"

namespace longview {
namespace {

// Volumes that follow a formula, with a small known rest that no term explains.
std::vector<HealthyVolumes> made_up() {
  std::vector<HealthyVolumes> healthy;
  for (int n = 0; n < 64; ++n) {
    HealthyVolumes one;
    one.age_years = 20 + n;
    one.female = n % 2;
    one.skull_ml = 1300 + 10 * ((7 * n) % 31);
    const double rest = n % 4 < 2 ? 0.1 : -0.1;
    one.volumes_ml = {8 - 0.02 * (one.age_years - 50) + (one.female ? 0.3 : 0) + 0.004 * (one.skull_ml - 1400) + rest};
    healthy.push_back(one);
  }
  return healthy;
}

TEST(RegionalNorms, FindTheSlopesOfAgeSexAndSkull) {
  const RegionNorm norm = fit_regional_norms(made_up()).at(0);
  EXPECT_NEAR(norm.intercept, 8, 0.03);
  EXPECT_NEAR(norm.age, -0.02, 0.001);
  EXPECT_NEAR(norm.female, 0.3, 0.05);
  EXPECT_NEAR(norm.skull, 0.004, 0.0002);
  EXPECT_NEAR(norm.deviation, 0.1 * std::sqrt(64.0 / 60), 0.004);
  EXPECT_EQ(norm.n, 64);
}

TEST(RegionalNorms, CountWhatIsMissingInDeviations) {
  const RegionNorm norm{8, -0.02, 0.3, 0.004, 0.5, 64};
  EXPECT_NEAR(norm.expected(70, true, 1500), 8 - 0.4 + 0.3 + 0.4, 1e-12);
  EXPECT_NEAR(norm.z(7.3, 70, true, 1500), -2, 1e-12);
  const auto curve = norm_curve(norm, false, 1400);
  ASSERT_EQ(curve.size(), 14u);
  EXPECT_NEAR(curve[6].mean, 8, 1e-12);  // 50 years
  EXPECT_NEAR(curve[6].high - curve[6].low, 2 * 1.959964 * 0.5, 1e-9);
}

TEST(RegionalNorms, TakeOneSexOnlyAndRefuseTooFew) {
  std::vector<HealthyVolumes> men;
  for (const HealthyVolumes& one : made_up())
    if (!one.female) men.push_back(one);
  const RegionNorm norm = fit_regional_norms(men).at(0);
  EXPECT_NEAR(norm.female, 0, 1e-9);
  EXPECT_NEAR(norm.age, -0.02, 0.002);
  men.resize(7);
  EXPECT_THROW(fit_regional_norms(men), Failure);
}

}  // namespace
}  // namespace longview

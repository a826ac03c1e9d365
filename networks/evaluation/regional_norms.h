// Volumes of the healthy by age and sex, and how far a person lies from them: the baselines of every network that reads
// atrophy (networks.md 8), and the curves of the normative plot.
#pragma once

#include <string>
#include <vector>

namespace longview {

struct HealthyVolumes {
  double age_years = 0;
  bool female = false;
  double skull_ml = 0;             // all within the skull
  std::vector<double> volumes_ml;  // a region each, the same order for all
};

// One region: volume = intercept + age (age - 50) + female + skull (skull_ml - 1400), and the deviation around it.
struct RegionNorm {
  double intercept = 0, age = 0, female = 0, skull = 0;
  double deviation = 1;
  int n = 0;

  double expected(double age_years, bool is_female, double skull_ml) const;
  // (volume - expected) / deviation: negative where there is less than usual.
  double z(double volume_ml, double age_years, bool is_female, double skull_ml) const;
};

// Least squares, the deviation by n - 4 degrees of freedom. Throws Failure for fewer than eight persons or volumes that
// do not match.
std::vector<RegionNorm> fit_regional_norms(const std::vector<HealthyVolumes>& healthy);

// The band of the normative plot: at each age the expected volume and its 2.5 and 97.5 percentiles (normal).
struct NormPoint {
  double age_years = 0, mean = 0, low = 0, high = 0;
};
std::vector<NormPoint> norm_curve(const RegionNorm& norm, bool is_female, double skull_ml, double from = 20,
                                  double to = 85, double step = 5);

}  // namespace longview

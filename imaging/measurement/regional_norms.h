// Volumes of the healthy by age, sex and skull, and how far a person lies from them (networks.md 8): the baseline of
// every network that reads atrophy, and the band of the normative plot.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
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

// Least squares by singular values, the deviation by n - 4 degrees of freedom. Throws Failure for fewer than eight
// persons or volumes that do not match.
std::vector<RegionNorm> fit_regional_norms(const std::vector<HealthyVolumes>& healthy);

// How many of a hundred healthy people have less, if z is normal.
double percentile_of_z(double z);

// The band of the normative plot: at each age the expected volume and its 2.5 and 97.5 percentiles (normal).
struct NormPoint {
  double age_years = 0, mean = 0, low = 0, high = 0;
};
std::vector<NormPoint> norm_curve(const RegionNorm& norm, bool is_female, double skull_ml, double from = 20,
                                  double to = 85, double step = 5);

// The norms of all regions as one way of measuring them gives them: those of one way are no norms for another.
struct RegionalNorms {
  std::string method;   // "DLMUSE", "brain-labels"
  std::string cohort;   // "IXI Hammersmith, 3 T"
  std::string licence;  // of the scans
  int n = 0;
  double youngest = 0, oldest = 0;   // years
  std::vector<std::string> regions;  // of measured_regions (imaging/measurement/region_table.h)
  std::vector<RegionNorm> norms;     // one each

  const RegionNorm* of(std::string_view region) const;  // null for none
  std::string reference() const;                        // "86 healthy, 20 to 82 y, IXI Hammersmith, 3 T"
};

// As JSON, one entry a method. Throws Failure for a file that cannot be read or lacks something.
std::vector<RegionalNorms> read_regional_norms(const std::filesystem::path& file);
void write_regional_norms(const std::vector<RegionalNorms>& all, const std::filesystem::path& file);

// Those of this method; null for none.
const RegionalNorms* norms_of(const std::vector<RegionalNorms>& all, std::string_view method);

}  // namespace longview

#include "imaging/measurement/regional_norms.h"

#include <vnl/algo/vnl_svd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "imaging/core/failure.h"

namespace longview {

namespace {
constexpr unsigned kTerms = 4;
constexpr double kMiddleAge = 50, kMiddleSkull = 1400;
using Row = std::array<double, kTerms>;

Row row_of(double age_years, bool female, double skull_ml) {
  return {1, age_years - kMiddleAge, female ? 1.0 : 0.0, (skull_ml - kMiddleSkull) / 100};
}

vnl_matrix<double> design_of(const std::vector<HealthyVolumes>& healthy) {
  vnl_matrix<double> rows(static_cast<unsigned>(healthy.size()), kTerms);
  for (unsigned n = 0; n < rows.rows(); ++n)
    rows.set_row(n, row_of(healthy[n].age_years, healthy[n].female, healthy[n].skull_ml).data());
  return rows;
}
}  // namespace

double RegionNorm::expected(double age_years, bool is_female, double skull_ml) const {
  const Row x = row_of(age_years, is_female, skull_ml);
  return intercept * x[0] + age * x[1] + female * x[2] + 100 * skull * x[3];
}

double RegionNorm::z(double volume_ml, double age_years, bool is_female, double skull_ml) const {
  return (volume_ml - expected(age_years, is_female, skull_ml)) / deviation;
}

std::vector<RegionNorm> fit_regional_norms(const std::vector<HealthyVolumes>& healthy) {
  if (healthy.size() < 8) throw Failure("Fewer than eight healthy brains are no norm. Give more.");
  const std::size_t regions = healthy.front().volumes_ml.size();
  for (const HealthyVolumes& one : healthy)
    if (one.volumes_ml.size() != regions) throw Failure("The brains of a norm must have the same regions.");
  const vnl_matrix<double> design = design_of(healthy);
  // A direction without spread (one sex only) gets no weight.
  const vnl_svd<double> solver(design, -1e-9);
  std::vector<RegionNorm> norms;
  for (std::size_t region = 0; region < regions; ++region) {
    vnl_vector<double> volumes(design.rows());
    for (unsigned n = 0; n < design.rows(); ++n) volumes[n] = healthy[n].volumes_ml[region];
    const vnl_vector<double> beta = solver.solve(volumes);
    const double left = (volumes - design * beta).squared_magnitude();
    const double deviation = std::sqrt(left / (design.rows() - kTerms));
    norms.push_back(
        {beta[0], beta[1], beta[2], beta[3] / 100, deviation > 0 ? deviation : 1e-9, static_cast<int>(healthy.size())});
  }
  return norms;
}

double percentile_of_z(double z) { return 50 * std::erfc(-z / std::sqrt(2.0)); }

std::vector<NormPoint> norm_curve(const RegionNorm& norm, bool is_female, double skull_ml, double from, double to,
                                  double step) {
  std::vector<NormPoint> curve;
  for (double age = from; age <= to + 1e-9; age += step) {
    const double mean = norm.expected(age, is_female, skull_ml);
    curve.push_back({age, mean, mean - 1.959964 * norm.deviation, mean + 1.959964 * norm.deviation});
  }
  return curve;
}

const RegionNorm* RegionalNorms::of(std::string_view region) const {
  const auto found = std::find(regions.begin(), regions.end(), region);
  const auto place = static_cast<std::size_t>(found - regions.begin());
  return place < norms.size() ? &norms[place] : nullptr;
}

std::string RegionalNorms::reference() const {
  char text[64];
  std::snprintf(text, sizeof text, "%d healthy, %.0f to %.0f y", n, youngest, oldest);
  return text + (cohort.empty() ? std::string() : ", " + cohort);
}

const RegionalNorms* norms_of(const std::vector<RegionalNorms>& all, std::string_view method) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const RegionalNorms& norms) { return norms.method == method; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace longview

#include "networks/evaluation/regional_norms.h"

#include <array>
#include <cmath>

#include "imaging/core/failure.h"

namespace longview {

namespace {
constexpr std::size_t kTerms = 4;
constexpr double kMiddleAge = 50, kMiddleSkull = 1400;
using Row = std::array<double, kTerms>;

Row row_of(double age_years, bool female, double skull_ml) {
  return {1, age_years - kMiddleAge, female ? 1.0 : 0.0, (skull_ml - kMiddleSkull) / 100};
}

// Gauss-Jordan with pivots of a small positive matrix; a direction without spread (one sex only) gets 0.
Row solve(std::array<Row, kTerms> a, Row b) {
  std::array<bool, kTerms> used{};
  for (std::size_t step = 0; step < kTerms; ++step) {
    std::size_t pivot = kTerms;
    for (std::size_t r = 0; r < kTerms; ++r)
      if (!used[r] && (pivot == kTerms || a[r][r] > a[pivot][pivot])) pivot = r;
    used[pivot] = true;
    if (a[pivot][pivot] < 1e-9) {
      b[pivot] = 0;
      continue;
    }
    const double scale = 1 / a[pivot][pivot];
    for (double& value : a[pivot]) value *= scale;
    b[pivot] *= scale;
    for (std::size_t r = 0; r < kTerms; ++r) {
      if (r == pivot) continue;
      const double factor = a[r][pivot];
      for (std::size_t c = 0; c < kTerms; ++c) a[r][c] -= factor * a[pivot][c];
      b[r] -= factor * b[pivot];
    }
  }
  return b;
}

double dot(const Row& a, const Row& b) {
  double sum = 0;
  for (std::size_t c = 0; c < kTerms; ++c) sum += a[c] * b[c];
  return sum;
}
}  // namespace

double RegionNorm::expected(double age_years, bool is_female, double skull_ml) const {
  return dot({intercept, age, female, 100 * skull}, row_of(age_years, is_female, skull_ml));
}

double RegionNorm::z(double volume_ml, double age_years, bool is_female, double skull_ml) const {
  return (volume_ml - expected(age_years, is_female, skull_ml)) / deviation;
}

std::vector<RegionNorm> fit_regional_norms(const std::vector<HealthyVolumes>& healthy) {
  if (healthy.size() < 8) throw Failure("Fewer than eight healthy brains are no norm. Give more.");
  const std::size_t regions = healthy.front().volumes_ml.size();
  std::array<Row, kTerms> squares{};
  for (const HealthyVolumes& one : healthy) {
    if (one.volumes_ml.size() != regions) throw Failure("The brains of a norm must have the same regions.");
    const Row x = row_of(one.age_years, one.female, one.skull_ml);
    for (std::size_t r = 0; r < kTerms; ++r)
      for (std::size_t c = 0; c < kTerms; ++c) squares[r][c] += x[r] * x[c];
  }
  std::vector<RegionNorm> norms;
  for (std::size_t region = 0; region < regions; ++region) {
    Row right{};
    for (const HealthyVolumes& one : healthy) {
      const Row x = row_of(one.age_years, one.female, one.skull_ml);
      for (std::size_t r = 0; r < kTerms; ++r) right[r] += x[r] * one.volumes_ml[region];
    }
    const Row beta = solve(squares, right);
    double left = 0;
    for (const HealthyVolumes& one : healthy) {
      const double rest = one.volumes_ml[region] - dot(beta, row_of(one.age_years, one.female, one.skull_ml));
      left += rest * rest;
    }
    const auto n = static_cast<double>(healthy.size());
    const double deviation = std::sqrt(left / (n - kTerms));
    norms.push_back(
        {beta[0], beta[1], beta[2], beta[3] / 100, deviation > 0 ? deviation : 1e-9, static_cast<int>(healthy.size())});
  }
  return norms;
}

std::vector<NormPoint> norm_curve(const RegionNorm& norm, bool is_female, double skull_ml, double from, double to,
                                  double step) {
  std::vector<NormPoint> curve;
  for (double age = from; age <= to + 1e-9; age += step) {
    const double mean = norm.expected(age, is_female, skull_ml);
    curve.push_back({age, mean, mean - 1.959964 * norm.deviation, mean + 1.959964 * norm.deviation});
  }
  return curve;
}

}  // namespace longview

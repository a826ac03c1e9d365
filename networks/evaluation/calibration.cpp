#include "networks/evaluation/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"

namespace longview {

namespace {
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
}

Judged growth_band(const Volume& probability, const Volume& truth, const Volume& baseline, double reach_mm) {
  if (!same_grid(probability.grid, truth.grid) || !same_grid(truth.grid, baseline.grid))
    throw Failure("Probability, truth and baseline lie on different grids. Resample them first.");
  const Volume distance = signed_distance(baseline), p = as_float(probability), t = as_float(truth);
  const auto d = voxels_of<float>(distance), values = voxels_of<float>(p), came = voxels_of<float>(t);
  Judged judged;
  for (std::size_t i = 0; i < d.size(); ++i) {
    if (d[i] <= 0 || d[i] > reach_mm) continue;
    judged.probability.push_back(values[i]);
    judged.truth.push_back(came[i] > 0.5F);
  }
  return judged;
}

std::vector<ReliabilityBin> reliability(const Judged& judged, int bins) {
  std::vector<ReliabilityBin> table(static_cast<std::size_t>(std::max(1, bins)));
  for (std::size_t i = 0; i < judged.probability.size(); ++i) {
    const double p = std::clamp(double(judged.probability[i]), 0.0, 1.0);
    ReliabilityBin& bin = table[std::min(table.size() - 1, static_cast<std::size_t>(p * double(table.size())))];
    bin.mean_probability += p;
    bin.share_true += judged.truth[i];
    ++bin.n;
  }
  for (ReliabilityBin& bin : table)
    if (bin.n > 0) bin.mean_probability /= double(bin.n), bin.share_true /= double(bin.n);
  return table;
}

double calibration_error(const Judged& judged, int bins) {
  if (judged.probability.empty()) return undefined;
  double sum = 0;
  for (const ReliabilityBin& bin : reliability(judged, bins))
    sum += double(bin.n) * std::abs(bin.mean_probability - bin.share_true);
  return sum / double(judged.probability.size());
}

double brier_score(const Judged& judged) {
  if (judged.probability.empty()) return undefined;
  double sum = 0;
  for (std::size_t i = 0; i < judged.probability.size(); ++i)
    sum += std::pow(double(judged.probability[i]) - double(judged.truth[i]), 2);
  return sum / double(judged.probability.size());
}

double average_precision(const Judged& judged) {
  const auto positives = std::count(judged.truth.begin(), judged.truth.end(), true);
  if (positives == 0) return undefined;
  std::vector<std::size_t> order(judged.probability.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return judged.probability[a] > judged.probability[b]; });
  double area = 0, hits = 0;
  for (std::size_t i = 0; i < order.size();) {
    const float p = judged.probability[order[i]];
    double new_hits = 0;
    for (; i < order.size() && judged.probability[order[i]] == p; ++i) new_hits += judged.truth[order[i]];
    hits += new_hits;
    area += new_hits / double(positives) * hits / double(i);
  }
  return area;
}

double prevalence(const Judged& judged) {
  if (judged.truth.empty()) return undefined;
  return double(std::count(judged.truth.begin(), judged.truth.end(), true)) / double(judged.truth.size());
}

}  // namespace longview

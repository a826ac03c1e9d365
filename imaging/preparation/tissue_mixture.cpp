#include "imaging/preparation/private/tissue_mixture.h"

#include <algorithm>
#include <cmath>

#include "imaging/preparation/private/statistics.h"

namespace longview {

namespace {
constexpr std::size_t kBins = 256;
// The shares of CSF, grey and white matter in an adult's skull, roughly: a prior for scans whose grey and white look
// alike.
constexpr std::array<double, 3> kUsual{0.15, 0.47, 0.38};

struct Histogram {
  double low = 0, width = 1;
  std::array<double, kBins> count{};

  double value(std::size_t bin) const { return low + (static_cast<double>(bin) + 0.5) * width; }
};

Histogram histogram_of(std::vector<float>& values) {
  Histogram histogram;
  histogram.low = percentile(values, 0.005);
  // Contrast agent brightens vessels and lesions far beyond white matter: they are no fourth tissue to be fitted.
  const Typical brain = typical(values);
  const double high = std::min(percentile(values, 0.995), brain.middle + 3 * brain.spread);
  histogram.width = std::max((high - histogram.low) / kBins, 1e-9 * std::max(1.0, std::abs(high)));
  for (const float v : values) {
    const double bin = std::floor((v - histogram.low) / histogram.width);
    if (bin >= 0 && bin < kBins) histogram.count[static_cast<std::size_t>(bin)] += 1;
  }
  return histogram;
}

// k-means from spread-out starts: where the mixture begins.
TissueMixture start_of(const Histogram& histogram) {
  TissueMixture start;
  const double range = histogram.width * kBins;
  start.mean = {histogram.low + 0.2 * range, histogram.low + 0.5 * range, histogram.low + 0.75 * range};
  for (int round = 0; round < 50; ++round) {
    std::array<double, 3> sum{}, square{}, total{};
    for (std::size_t b = 0; b < kBins; ++b) {
      const double v = histogram.value(b);
      std::size_t near = 0;
      for (std::size_t t = 1; t < 3; ++t)
        if (std::abs(v - start.mean[t]) < std::abs(v - start.mean[near])) near = t;
      total[near] += histogram.count[b];
      sum[near] += histogram.count[b] * v;
      square[near] += histogram.count[b] * v * v;
    }
    const double all = total[0] + total[1] + total[2];
    for (std::size_t t = 0; t < 3; ++t) {
      if (total[t] > 0) start.mean[t] = sum[t] / total[t];
      const double variance = total[t] > 0 ? square[t] / total[t] - start.mean[t] * start.mean[t] : 0;
      start.deviation[t] = std::max(std::sqrt(std::max(variance, 0.0)), 2 * histogram.width);
      start.weight[t] = std::max(total[t] / std::max(all, 1.0), 0.02);
    }
  }
  return start;
}

std::array<double, 3> densities(const TissueMixture& mixture, double value) {
  std::array<double, 3> result{};
  for (std::size_t t = 0; t < 3; ++t) {
    const double z = (value - mixture.mean[t]) / mixture.deviation[t];
    result[t] = mixture.weight[t] / mixture.deviation[t] * std::exp(-0.5 * z * z) + 1e-30;
  }
  return result;
}

TissueMixture improved(const TissueMixture& old, const Histogram& histogram) {
  std::array<double, 3> total{}, sum{}, square{};
  for (std::size_t b = 0; b < kBins; ++b) {
    const double v = histogram.value(b);
    const auto share = densities(old, v);
    const double all = share[0] + share[1] + share[2];
    for (std::size_t t = 0; t < 3; ++t) {
      const double part = histogram.count[b] * share[t] / all;
      total[t] += part;
      sum[t] += part * v;
      square[t] += part * v * v;
    }
  }
  TissueMixture next = old;
  const double all = total[0] + total[1] + total[2];
  double variance = 0;
  for (std::size_t t = 0; t < 3; ++t) {
    if (!(total[t] > 1e-6 * all)) continue;
    next.weight[t] = 0.3 * total[t] / all + 0.7 * kUsual[t];
    next.mean[t] = sum[t] / total[t];
    variance += (square[t] - total[t] * next.mean[t] * next.mean[t]) / all;
  }
  // One deviation for all: with contrast agent grey and white lie so near each other that a class with a deviation of
  // its own would widen until it has swallowed both.
  next.deviation.fill(std::max(std::sqrt(std::max(variance, 0.0)), 2 * histogram.width));
  return next;
}
}  // namespace

std::array<double, 3> TissueMixture::likelihoods(double value) const {
  return densities(*this, std::clamp(value, mean[0], mean[2]));
}

TissueMixture fit_tissues(std::vector<float> values) {
  const Histogram histogram = histogram_of(values);
  TissueMixture mixture = start_of(histogram);
  for (int round = 0; round < 15; ++round) mixture = improved(mixture, histogram);
  return mixture;
}

}  // namespace longview

// Scores of probabilistic forecasts (networks.md 0.5).
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "networks/u_hpnet/judge.h"

namespace longview::u_hpnet {

namespace {
constexpr int draws = 2000;

double count(const at::Tensor& mask) { return mask.sum().item<double>(); }

double distance(const at::Tensor& a, const at::Tensor& b) {
  const double either = count(a.logical_or(b));
  return either > 0 ? 1 - count(a.logical_and(b)) / either : 0;
}

double mean_distance(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) {
  double sum = 0;
  for (const at::Tensor& x : a)
    for (const at::Tensor& y : b) sum += distance(x, y);
  return sum / static_cast<double>(a.size() * b.size());
}

double dice(const at::Tensor& a, const at::Tensor& b) {
  const double both = count(a) + count(b);
  return both > 0 ? 2 * count(a.logical_and(b)) / both : std::numeric_limits<double>::quiet_NaN();
}
}  // namespace

double energy_distance(const std::vector<at::Tensor>& samples, const std::vector<at::Tensor>& truths) {
  if (samples.empty() || truths.empty()) return std::numeric_limits<double>::quiet_NaN();
  return 2 * mean_distance(samples, truths) - mean_distance(samples, samples) - mean_distance(truths, truths);
}

double crps_of(const std::vector<double>& values, double truth) {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sorted.size());
  double error = 0, spread = 0;  // spread: sum over pairs i < j of x_j - x_i
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    error += std::abs(sorted[i] - truth) / n;
    spread += sorted[i] * (2 * static_cast<double>(i) - n + 1);
  }
  return n > 1 ? error - spread / (n * (n - 1)) : error;
}

double balanced_accuracy(const std::vector<double>& scores, const std::vector<bool>& truth) {
  double hits = 0, growing = 0, rejections = 0, others = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    (truth[i] ? growing : others) += 1;
    if (truth[i] && scores[i] >= 0.5) hits += 1;
    if (!truth[i] && scores[i] < 0.5) rejections += 1;
  }
  return (hits / growing + rejections / others) / 2;
}

Interval bootstrap_balanced_accuracy(const std::vector<double>& scores, const std::vector<bool>& truth) {
  Draw draw(0, "u_hpnet balanced accuracy");
  std::vector<double> drawn;
  for (int i = 0; i < draws; ++i) {
    std::vector<double> some;
    std::vector<bool> came;
    for (std::size_t j = 0; j < scores.size(); ++j) {
      const auto k = static_cast<std::size_t>(draw.whole(std::ssize(scores)));
      some.push_back(scores[k]);
      came.push_back(truth[k]);
    }
    if (const double value = balanced_accuracy(some, came); !std::isnan(value)) drawn.push_back(value);
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (drawn.empty()) return {nan, nan, nan};
  return {balanced_accuracy(scores, truth), quantile(drawn, 0.025), quantile(drawn, 0.975)};
}

std::map<std::string, double> scores_of(const Forecast& forecast, double change_mm,
                                        const std::vector<at::Tensor>& truths) {
  std::map<std::string, double> scores;
  if (forecast.mask.defined()) {
    double sum = 0;
    for (const at::Tensor& reader : truths) sum += dice(forecast.mask, reader);
    scores["dice"] = sum / static_cast<double>(truths.size());
    scores["ged2"] = energy_distance(forecast.masks, truths);
  }
  if (forecast.changes_mm.empty()) return scores;
  const auto& changes = forecast.changes_mm;
  const double mean = std::accumulate(changes.begin(), changes.end(), 0.0) / static_cast<double>(changes.size());
  const double low = quantile(changes, 0.05), high = quantile(changes, 0.95);
  scores["size_error_mm"] = std::abs(mean - change_mm);
  scores["crps_mm"] = crps_of(changes, change_mm);
  scores["within_90"] = change_mm >= low && change_mm <= high ? 1 : 0;
  scores["width_90_mm"] = high - low;
  return scores;
}

at::Tensor grown_mask(const at::Tensor& distance, double change_mm) {
  const double voxels = count(distance < 0);
  const double diameter = std::cbrt(6 / std::numbers::pi * voxels) + change_mm;
  const double wanted = std::numbers::pi / 6 * std::pow(std::max(0.0, diameter), 3);
  const auto kept =
      static_cast<std::int64_t>(std::clamp(std::round(wanted), 1.0, static_cast<double>(distance.numel())));
  return distance <= std::get<0>(distance.flatten().kthvalue(kept));
}

}  // namespace longview::u_hpnet

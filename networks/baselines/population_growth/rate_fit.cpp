#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "networks/baselines/baseline.h"
#include "networks/baselines/masks.h"
#include "networks/baselines/population_growth/population_rate.h"

namespace longview {

namespace {

constexpr double bin_mm = 0.05, furthest_mm = 30;
constexpr std::size_t bins = static_cast<std::size_t>(furthest_mm / bin_mm) + 1;

// 0.002 to about 0.5 mm a day in steps of a tenth.
std::vector<double> candidates() {
  std::vector<double> rates;
  for (double rate = 0.002; rate < 0.5; rate *= 1.1) rates.push_back(rate);
  return rates;
}

// How many voxels lie within each distance of the lesion before, and how many of those the lesion had reached after.
struct Pair {
  std::string patient;
  double days = 0, grown = 0;
  std::vector<double> within = std::vector<double>(bins), reached = std::vector<double>(bins);

  double growth_dice(double rate) const {
    const auto bin = static_cast<std::size_t>(std::min(rate * days, furthest_mm) / bin_mm);
    return 2 * reached[bin] / (within[bin] + grown);
  }
};

std::optional<Pair> pair_of(const History& history) {
  if (history.timepoints.size() < 2) return {};
  const PreparedTimepoint& before = history.timepoints[history.timepoints.size() - 2];
  const PreparedTimepoint& after = history.timepoints.back();
  if (before.lesion_ml <= 0 || after.lesion_ml <= 0 || !before.day || !after.day || *after.day <= *before.day)
    return {};
  Pair pair{history.patient, last_interval_days(history)};
  const Volume distance = signed_distance(level_set(negated(before.lesion), -0.5));
  const auto d = voxels_of<float>(distance), lesion = voxels_of<float>(after.lesion);
  for (std::size_t v = 0; v < d.size(); ++v) {
    if (!(d[v] > 0)) continue;
    pair.grown += lesion[v] > 0.5F;
    if (!(d[v] <= furthest_mm)) continue;
    const auto bin = std::min(bins - 1, static_cast<std::size_t>(std::ceil(d[v] / bin_mm)));
    pair.within[bin] += 1;
    pair.reached[bin] += lesion[v] > 0.5F;
  }
  if (pair.grown == 0) return {};
  std::partial_sum(pair.within.begin(), pair.within.end(), pair.within.begin());
  std::partial_sum(pair.reached.begin(), pair.reached.end(), pair.reached.begin());
  return pair;
}

// The best rate over the pairs but those of `left_out`.
double best_rate(const std::vector<Pair>& pairs, const std::string& left_out) {
  double best = 0, most = -1;
  for (const double rate : candidates()) {
    double sum = 0;
    for (const Pair& pair : pairs)
      if (pair.patient != left_out) sum += pair.growth_dice(rate);
    if (sum > most) most = sum, best = rate;
  }
  return best;
}

PopulationRate rate_of(const std::vector<Pair>& pairs, const PopulationRate& before, const std::string& kind) {
  if (pairs.empty()) return before;
  PopulationRate rate{
      best_rate(pairs, {}),
      {},
      std::to_string(pairs.size()) + " pairs of dates of " + kind + " patients, by their mean growth Dice"};
  if (pairs.size() > 1)
    for (const Pair& pair : pairs) rate.without[patient_key(pair.patient)] = best_rate(pairs, pair.patient);
  return rate;
}

}  // namespace

PopulationRates fit_rates(const std::vector<History>& cohort, const PopulationRates& before) {
  std::vector<Pair> real, simulated;
  for (const History& history : cohort)
    if (auto pair = pair_of(history)) (history.simulated ? simulated : real).push_back(std::move(*pair));
  if (real.empty() && simulated.empty())
    throw Failure(
        "No patient of the cohort has a lesion at its last two dates and days between them, so no rate can be "
        "chosen. Give such patients.");
  return {rate_of(real, before.real, "real"), rate_of(simulated, before.simulated, "simulated")};
}

}  // namespace longview

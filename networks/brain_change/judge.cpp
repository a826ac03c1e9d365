#include "networks/brain_change/judge.h"

#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/structure_volumes.h"
#include "networks/brain_change/rates.h"
#include "networks/evaluation/bootstrap.h"

namespace longview::brain_change {

namespace {
struct Case {
  std::vector<double> first, last, truth;  // ml by structure
  double years_before = 0, years_ahead = 0;
};

bool usable(const History& history) {
  if (history.timepoints.size() < 3) return false;
  for (const PreparedTimepoint& date : history.timepoints)
    if (!date.day || !are_brain_structures(date.labels)) return false;
  return true;
}

Case case_of(const History& history) {
  const auto& dates = history.timepoints;
  const auto volumes = [&](std::size_t n) { return structure_volumes(brain_structures_from(dates[n].labels).voxels); };
  const std::size_t n = dates.size();
  return {volumes(0), volumes(n - 2), volumes(n - 1), (*dates[n - 2].day - *dates[0].day) / 365.25,
          (*dates[n - 1].day - *dates[n - 2].day) / 365.25};
}

// Mean over structures of |predicted - true| / true, in percent.
double error_of(const Case& one, const Rates& rates) {
  const std::vector<double> factor = factors(rates, one.years_ahead);
  double sum = 0, n = 0;
  for (std::size_t value = 1; value < factor.size(); ++value) {
    if (!(factor[value] > 0) || !(one.truth[value] > 0) || !(one.last[value] > 0)) continue;
    sum += 100 * std::abs(one.last[value] * factor[value] - one.truth[value]) / one.truth[value];
    ++n;
  }
  return n > 0 ? sum / n : std::nan("");
}
}  // namespace

Judgement judge(const std::vector<History>& cohort, const Progress& progress) {
  std::map<std::string, std::vector<double>> errors;
  const Rates population = population_rates();
  double done = 0;
  for (const History& history : cohort) {
    progress.report(done++ / static_cast<double>(cohort.size()), history.patient);
    if (!usable(history)) continue;
    const Case one = case_of(history);
    const Rates own = own_rates(one.first, one.last, one.years_before);
    Rates alone = own;
    for (double& rate : alone) rate = std::isfinite(rate) ? rate : 0;
    errors["brain-change"].push_back(error_of(one, continued(own, population, one.last, one.years_before)));
    errors["own-rate"].push_back(error_of(one, alone));
    errors["population-rate"].push_back(error_of(one, population));
    errors["nothing-changes"].push_back(error_of(one, Rates(population.size(), 0)));
  }
  if (errors.empty())
    throw Failure("No patient of this cohort has three dates with days and labels of brain structures.");
  nlohmann::ordered_json report{{"model", "brain-change"}, {"metric", "mean absolute volume error, percent"}};
  std::string text = "| method | mean volume error % | 95 % | n |\n|---|---|---|---|\n";
  for (const auto& [method, values] : errors) {
    const Interval mean = bootstrap_mean(values);
    report["methods"][method] = {{"mean", mean.mean}, {"low", mean.low}, {"high", mean.high}, {"n", values.size()}};
    char line[160];
    std::snprintf(line, sizeof line, "| %s | %.2f | %.2f to %.2f | %zu |\n", method.c_str(), mean.mean, mean.low,
                  mean.high, values.size());
    text += line;
  }
  return {report.dump(2), text};
}

}  // namespace longview::brain_change

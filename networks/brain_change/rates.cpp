#include "networks/brain_change/rates.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/brain_structures.h"

namespace longview::brain_change {

namespace {
// Relative error of a volume at 2 mm: voxels on the surface are right or wrong by chance; 2 % for 4 ml (ours).
double volume_error(double ml) { return 0.02 * std::cbrt(4 / std::max(ml, 0.05)); }
}  // namespace

Rates population_rates() {
  Rates rates(1 + kBrainStructures, 0);
  for (const BrainStructure& structure : brain_structures()) {
    double percent = -0.45;
    if (structure.tissue == Tissue::fluid || structure.lobe == "brainstem") percent = 0;
    if (structure.name == "Hippocampus" || structure.name == "Amygdala") percent = -0.85;
    if (structure.name == "Medial temporal grey") percent = -1.4;
    if (structure.lobe == "cerebellum") percent = -0.3;
    if (structure.lobe == "temporal" && percent == -0.45) percent = -0.5;
    rates[static_cast<std::size_t>(structure.value)] = percent / 100;
  }
  return rates;
}

Rates own_rates(const std::vector<double>& earlier_ml, const std::vector<double>& later_ml, double years) {
  Rates rates(1 + kBrainStructures, std::nan(""));
  for (std::size_t value = 1; value < rates.size(); ++value)
    if (earlier_ml.at(value) > 0 && later_ml.at(value) > 0)
      rates[value] = std::log(later_ml[value] / earlier_ml[value]) / years;
  return rates;
}

Rates continued(const Rates& own, const Rates& population, const std::vector<double>& volumes_ml, double years) {
  Rates rates = population;
  for (const BrainStructure& structure : brain_structures()) {
    const auto value = static_cast<std::size_t>(structure.value);
    if (structure.tissue == Tissue::fluid || !std::isfinite(own[value])) continue;
    const double persons = std::max(0.005, std::hypot(0.35, 0.15) * std::abs(population[value]));
    const double error = std::sqrt(2.0) * volume_error(volumes_ml[value]) / years;
    const double trust = persons * persons / (persons * persons + error * error);
    rates[value] += trust * (own[value] - population[value]);
  }
  return rates;
}

std::vector<double> factors(const Rates& rates, double years) {
  std::vector<double> all(1 + kBrainStructures, 0);
  for (const BrainStructure& structure : brain_structures()) {
    const auto value = static_cast<std::size_t>(structure.value);
    if (structure.tissue != Tissue::fluid) all[value] = std::clamp(std::exp(rates[value] * years), 0.4, 1.5);
  }
  return all;
}

}  // namespace longview::brain_change

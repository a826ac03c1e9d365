// How fast each structure of a brain changes: the population's rate, and the person's own from two dates.
#pragma once

#include <vector>

namespace longview::brain_change {

// By structure, 0 to 46: relative change a year, -0.01 for 1 % less; 0 for fluid.
using Rates = std::vector<double>;

// Healthy ageing: hippocampus -0.85 % (Fraser 2015), whole brain and lobes as networks.md 7.2 has them for controls.
Rates population_rates();

// Volumes (ml, by structure) at two dates -> ln(V1 / V0) / years; NaN where a structure is not in both.
Rates own_rates(const std::vector<double>& earlier_ml, const std::vector<double>& later_ml, double years);

// The person's own rate where it is known well, the population's where it is not: weights by the variance of rates over
// persons (networks.md 7.2: 35 % and 15 % of it, at least half a percent) and the error of two volumes, a share of each
// that grows as structures get smaller, over the interval.
Rates continued(const Rates& own, const Rates& population, const std::vector<double>& volumes_ml, double years);

// Volumes after so many years, as factors for warp_to_volumes: 0 for fluid, which takes what is left.
std::vector<double> factors(const Rates& rates, double years);

}  // namespace longview::brain_change

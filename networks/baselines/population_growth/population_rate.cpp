#include "networks/baselines/population_growth/population_rate.h"

namespace longview {

double population_rate(const History& history) { return history.simulated ? 0.1 : 0.01; }

}  // namespace longview

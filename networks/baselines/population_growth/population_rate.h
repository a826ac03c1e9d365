// How fast the outline of a glioma moves in the population, for models that see one date only.
#pragma once

#include "networks/core/history.h"

namespace longview {

// mm a day, outward, and where the number comes from: see population_rate.cpp.
double population_rate(const History& history);

}  // namespace longview

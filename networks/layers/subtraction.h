// Registered subtraction as a map of change.
#pragma once

#include "networks/layers/change_measure.h"

namespace longview {

inline constexpr double subtraction_deviations = 6;  // of the noise, 1.4826 times the median distance: 3 mark too much

FoundChange subtracted(const ScanPair& pair);

}  // namespace longview

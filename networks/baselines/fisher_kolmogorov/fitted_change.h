// How far a fitted tumour moves each point of the outline.
#pragma once

#include "networks/baselines/fisher_kolmogorov/growth_fit.h"
#include "networks/core/history.h"

namespace longview {

struct FittedChange {
  Volume
      change;  // mm that the signed distance to the filled lesion changes in the horizon, on 1 mm cubes of study space
  GrowthFit fit;
};

// Fits the last two dates with a lesion (or the only one) on 2 mm cubes around them, and runs `days` on. Throws Failure
// where no tumour of the fit is visible at the last date.
FittedChange fitted_change(const History& history, double days, const Progress& progress = {});

}  // namespace longview

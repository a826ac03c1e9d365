// A Fisher-Kolmogorov tumour fitted to the lesions of one or two past dates (networks.md sections 7.1 and 8).
#pragma once

#include <optional>

#include "imaging/core/progress.h"
#include "imaging/simulation/glioma.h"

namespace longview {

// What a date saw: the filled lesion on the fit's grid (float, 0 to 1), and the days since the date before.
struct SeenRegion {
  Volume region;
  double days_since_before = 0;
};

struct GrowthFit {
  GliomaGrowth growth;      // until the first date that was seen
  double first_days = 0;    // from the seed to the first date
  double between_days = 0;  // from the first to the last date; 0 for one date
  double later_factor = 1;  // of D and rho from the first date on; below 0 it shrinks
  double dice = 0;          // mean soft Dice of the thresholded density with the regions
  int runs = 0;             // forward runs it took
};

// Visible where the density is above this: middle of the T1c thresholds U(0.45, 0.60) (GliODIL; networks.md 7.1).
inline constexpr double visible_density = 0.525;

// Density at the last date after `fit`, on the tissue's grid (any grid of the same space).
Volume density_now(const TissueField& tissue, const GrowthFit& fit, const Progress& progress = {});

// Density `days` later.
Volume density_later(const Volume& density, const TissueField& tissue, const GrowthFit& fit, double days,
                     const Progress& progress = {});

// Fits seed, front speed, front width and age by a bounded derivative-free search (NLopt's Nelder-Mead) over 1 - Dice
// at the past dates. With one date the front speed is not identifiable and is `population_speed` (mm/day).
// Deterministic.
GrowthFit fit_growth(const TissueField& tissue, const SeenRegion& first, const std::optional<SeenRegion>& second,
                     double population_speed, const Progress& progress = {});

}  // namespace longview

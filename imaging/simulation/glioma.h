// A glioma that grows after Fisher and Kolmogorov in a real brain, with exact truth (networks.md 7.1).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"

namespace longview {

// dc/dt = div(D grad c) + rho c (1 - c), no flux into CSF or skull; D = d_white p_white + d_grey p_grey.
struct GliomaGrowth {
  double d_white = 0.1;       // mm2 a day
  double white_to_grey = 10;  // D_white / D_grey
  double rho = 0.05;          // a day; negative for a responding (shrinking) tumour
  Vec3 seed{};                // LPS mm
  double mass_effect_mm = 0;  // peak displacement at the last date
};

struct TissueField {
  Volume white, grey;  // float, 0 to 1, one grid
};

// Cell density c in [0, 1] at a seed's first instant, on the tissue's grid.
Volume seed_density(const TissueField& tissue, const Vec3& seed);

// The density `days` later. Strang splitting, harmonic face coefficients, time step 0.8 of the stability bound.
Volume grow(const Volume& density, const TissueField& tissue, const GliomaGrowth& growth, double days,
            const Progress& progress = {});

}  // namespace longview

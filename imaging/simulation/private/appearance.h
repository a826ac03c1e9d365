// Private to simulation: what a T1 with contrast shows of a tumour.
#pragma once

#include <cstdint>

#include "imaging/simulation/private/tumour_shape.h"

namespace longview {

struct Look {
  double white = 1;  // the anatomy's intensity of white matter
  std::uint64_t seed = 1;
  GliomaThresholds thresholds;
};

// The mean intensity where white matter is nearly alone.
double white_level(const Volume& anatomy, const Volume& white);

// `anatomy` (float, as displaced) with the tumour in it. `density` and `white` are displaced too; all on one grid.
Volume with_tumour(const Volume& anatomy, const Volume& density, const Volume& white, const TumourShape& shape,
                   const Look& look);

}  // namespace longview

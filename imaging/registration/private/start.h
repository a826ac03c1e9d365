// Private to registration and preparation: a map that is near enough for the optimiser to finish.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

struct Start {
  Affine map;    // rigid, fixed points to moving points
  Vec3 about{};  // the centre of the fixed scan's foreground
};

// The best of scanner coordinates, centres of mass and grid centres, each with a grid of turns, climbed uphill from the
// few best: by mutual information at about 4 mm.
Start find_start(const Volume& fixed, const Volume& moving, const Progress& progress);

// A rough affine map between two different heads, rigid start included: for laying an atlas over a scan. No ITK, about
// 0.3 s; to some millimetres.
Affine rough_affine(const Volume& fixed, const Volume& moving, const Progress& progress);

}  // namespace longview

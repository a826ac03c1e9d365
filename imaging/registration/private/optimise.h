// Private to registration: the map that makes two volumes agree best, by ITK, from a start that is near.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

struct OptimiseOptions {
  bool affine = false;
  Vec3 about{};                // turns are about this point of the fixed scan
  double sampling = 0.02;      // share of the fixed voxels looked at
  double step_mm = 1;          // first step
  double last_step_mm = 0.01;  // stops below
  int threads = 0;
};

// Mattes mutual information, 32 bins, regular sampling, gradient filters off, regular steps downhill, parameters scaled
// by the shift they cause (stack.md 3.4). Throws Stopped between iterations.
Affine optimise(const Volume& fixed, const Volume& moving, const Affine& start, const OptimiseOptions& options,
                const Progress& progress);

}  // namespace longview

// Where one scan lies in another: rigid, then affine where it helps.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

struct RegistrationOptions {
  bool affine = false;  // a second, affine stage after the rigid one
  int threads = 0;      // 0: all
};

// Maps points of `fixed` to points of `moving` (ITK's direction). Mattes mutual information, 32 bins, three resolution
// levels, started from centres of mass where that scores better than scanner coordinates. Recovers 30 mm and
// 20 degrees. A result that scores below the start is never delivered: then the start is, with trusted = false.
Transform register_rigid_affine(const Volume& fixed, const Volume& moving, const RegistrationOptions& options = {},
                                const Progress& progress = {});

}  // namespace longview

// Which voxels of a head scan are brain.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"

namespace longview {

// A uint8 mask on the scan's grid, holes filled, one piece; brain with its CSF spaces. Works on T1 with or without
// contrast, thick slices, and scans whose skull was removed before (then it is what is not background).
// Throws Failure if nothing like a head is found.
Volume brain_mask(const Volume& scan, const Progress& progress = {});

}  // namespace longview

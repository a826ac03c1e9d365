// How much of each voxel is white matter, grey matter and cerebrospinal fluid.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"

namespace longview {

struct TissueMaps {
  Volume white, grey, csf;  // float, 0 to 1; their sum is 1 inside the brain, 0 outside
};

// From a T1 scan (bias corrected) and its brain mask (uint8): a three-class Gaussian mixture with a neighbourhood
// prior. Voxels where `lesion` (optional, uint8; default Volume for none) is set take the classes of what surrounds
// them.
TissueMaps tissue_maps(const Volume& scan, const Volume& brain, const Volume& lesion = {},
                       const Progress& progress = {});

}  // namespace longview

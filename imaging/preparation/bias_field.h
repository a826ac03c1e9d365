// The slow shading of an MR scan, taken out: N4 (Tustison 2010, doi 10.1109/TMI.2010.2046908).
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"

namespace longview {

// The scan divided by its bias field, fitted inside `mask` (uint8) on a grid shrunk to about 4 mm. Float voxels.
Volume correct_bias_field(const Volume& scan, const Volume& mask, const Progress& progress = {});

}  // namespace longview

// Private to registration: cubic B-spline interpolation by ITK.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

// As resample(); linear where the volume is thinner than the four voxels that the spline needs.
Volume resample_bspline(const Volume& volume, const Grid& grid, const Affine& grid_to_volume, double outside,
                        const Progress& progress);

}  // namespace longview

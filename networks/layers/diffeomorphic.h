// One brain's shape laid on another's: a smooth displacement without folds, by demons on several images at once
// (Thirion 1998; symmetric forces and composed updates as Vercauteren 2009, doi 10.1016/j.neuroimage.2008.10.040).
#pragma once

#include <ATen/ATen.h>

#include "imaging/core/progress.h"

namespace longview {

// Displacements are [1, 3, z, y, x] in voxels, channels x, y, z: the voxel p of the fixed image looks at p + u(p) of
// the moving one.

// `image` [1, C, z, y, x] seen through u: linear, the border's values beyond it.
at::Tensor warped(const at::Tensor& image, const at::Tensor& displacement);
// First `inner`, then `outer`, as looks: p -> p + inner(p) -> and from there by outer.
at::Tensor composed(const at::Tensor& outer, const at::Tensor& inner);
// v with v(p) = -u(p + v(p)), by fixed-point steps.
at::Tensor inverted(const at::Tensor& displacement, int steps = 12);
// Determinant of the map's derivative, [1, 1, z, y, x]; central differences.
at::Tensor jacobian(const at::Tensor& displacement);

struct DemonsOptions {
  int coarse_steps = 40, fine_steps = 12;                 // at half the resolution, then at all of it
  double smooth_update = 1.0, smooth_displacement = 1.0;  // Gaussian sigma, voxels of the level
};
// u that lays `moving` on `fixed`, both [1, C, z, y, x] with values 0 to 1. Throws Stopped.
at::Tensor demons(const at::Tensor& fixed, const at::Tensor& moving, const DemonsOptions& options = {},
                  const Progress& progress = {});

}  // namespace longview

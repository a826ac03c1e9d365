// A volume seen on another grid: the one place where voxels are interpolated onto a new geometry.
#pragma once

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

enum class Interpolation { nearest, linear, bspline };

// `grid_to_volume` maps a point of `grid`'s space to the same place in `volume`'s space. Linear and B-spline give float
// voxels, nearest keeps the voxel type. `outside` is the value beyond the volume. All cores are used.
Volume resample(const Volume& volume, const Grid& grid, const Affine& grid_to_volume = {},
                Interpolation interpolation = Interpolation::linear, double outside = 0, const Progress& progress = {});

// A mask (uint8, 0 or 1) moved by its signed distance (networks.md 0.1): smooth where nearest would give steps.
Volume resample_mask(const Volume& mask, const Grid& grid, const Affine& grid_to_volume = {},
                     const Progress& progress = {});

// Labels, nearest neighbour.
LabelMap resample_labels(const LabelMap& labels, const Grid& grid, const Affine& grid_to_volume = {});

}  // namespace longview

// Labels on another grid, smooth where the nearest neighbour would give steps.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

// `labels` (uint8): each voxel of `grid` takes the label that most of its eight neighbours have, by their linear
// weights; 0 beyond. `grid_to_labels` maps a point of `grid`'s space to the labels'. All cores are used.
Volume vote_labels(const Volume& labels, const Grid& grid, const Affine& grid_to_labels = {},
                   const Progress& progress = {});

}  // namespace longview

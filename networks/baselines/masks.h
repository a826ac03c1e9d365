// Outlines as signed distances: what the baselines move.
#pragma once

#include "imaging/core/label_map.h"
#include "networks/core/history.h"

namespace longview {

// Signed distance (mm, negative inside) to the followed lesion; infinite where the voxel has another label, such as a
// core, which stays what it is.
Volume lesion_distance(const LabelMap& lesion);

// 1 where the distance is at most `level_mm`, else 0 (uint8).
Volume level_set(const Volume& distance, double level_mm);

// The level set of that volume, to the voxel: of equally far voxels those that lie more inside are taken first. 0 or
// less gives an empty mask.
Volume level_set_of_volume(const Volume& distance, double volume_ml);

// The mask with its cavity, also where the rim around it has gaps: a voxel is inside if it meets the mask in 7 of the 8
// directions of a plane of the grid, or in 19 of all 26.
Volume filled(const Volume& mask);

// The values with their sign turned, so that level_set finds what is above a threshold (float).
Volume negated(const Volume& values);

// 1 where `a` is and `b` is not (uint8).
Volume without(const Volume& a, const Volume& b);

// 1 where `a` or `b` is (uint8).
Volume either(const Volume& a, const Volume& b);

// The sum of a distance on the last scan's grid and a change of distance on a grid of study space; voxels beyond that
// grid keep their distance.
Volume changed_distance(const Volume& distance, const Volume& change, const Affine& scan_to_study);

}  // namespace longview

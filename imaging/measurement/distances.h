// Distances to and between surfaces of masks, in mm, from an exact Euclidean distance map (networks.md 0.5).
#pragma once

#include "imaging/core/volume.h"

namespace longview {

// Signed distance of voxel centres to the mask's border: negative inside, positive outside, never 0 (|d| >= half the
// smallest spacing). Float voxels. An empty mask gives +infinity everywhere.
Volume signed_distance(const Volume& mask);

// The larger of the two directed 95th percentiles of surface distances (linear interpolation between ranks). Surface =
// mask voxels with a 6-neighbour outside. NaN if either mask is empty. Same grid, else Failure.
double hd95_mm(const Volume& a, const Volume& b);

// Mean distance of all surface voxels of both to the other surface. NaN if either is empty.
double assd_mm(const Volume& a, const Volume& b);

}  // namespace longview

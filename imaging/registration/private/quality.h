// Private to registration: what can be said about a found map.
#pragma once

#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

// The share of the smaller scan's foreground that lies within the other scan's grid.
double overlap_of(const Volume& fixed, const Volume& moving, const Affine& fixed_to_moving);

// At the fixed scan's strongest edges, the two scans are read along the edge's normal and slid against each other until
// their slopes agree best; the median over the edges of how far they had to be slid, in mm (at most 6).
double residual_of(const Volume& fixed, const Volume& moving, const Affine& fixed_to_moving);

}  // namespace longview

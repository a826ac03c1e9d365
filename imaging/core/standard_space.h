// Where the standard brain lies; see imaging/preparation/standard_brain.h for how a brain gets there.
#pragma once

#include "imaging/core/grid.h"

namespace longview {

// 76 x 94 x 76 cubes of 2 mm, axes along L, P, S, in MNI152 space turned into LPS: the middle of the brain's halves is
// x = 0. As a tensor [z, y, x] = [76, 94, 76] without a copy.
Grid standard_grid();

// White matter's mode in standard intensities.
inline constexpr double kStandardWhite = 0.75;

}  // namespace longview

// How well two masks agree. Masks are uint8 or float volumes on one grid, inside above 0.5 (else Failure).
#pragma once

#include "imaging/core/volume.h"

namespace longview {

// 2|A and B| / (|A| + |B|), Dice 1945. NaN if both are empty.
double dice(const Volume& a, const Volume& b);

// Dice of what was added to `baseline`: Dice(P \ B, T \ B), networks.md 0.5, the primary growth measure. NaN if neither
// grew anywhere.
double growth_dice(const Volume& predicted, const Volume& truth, const Volume& baseline);

}  // namespace longview

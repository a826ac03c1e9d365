// Private to simulation: random fields without a scale of their own.
#pragma once

#include <vector>

#include "imaging/core/grid.h"
#include "imaging/simulation/private/draws.h"

namespace longview {

// One value a voxel, mean 0, sd 1 over draws: white noise on a lattice of `correlation_mm`, joined by cubic B-splines.
std::vector<float> smooth_noise(const Grid& grid, double correlation_mm, Draws draws);

}  // namespace longview

// Private to measurement: a mask as bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "imaging/core/volume.h"

namespace longview {

// 1 where the voxel is above 0.5, else 0 (not a number is outside).
std::vector<std::uint8_t> inside_of(const Volume& mask);

// Throws Failure, naming what was to be computed, if the grids differ.
void need_same_grid(const Volume& a, const Volume& b, const std::string& what);

}  // namespace longview

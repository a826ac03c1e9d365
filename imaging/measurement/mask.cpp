#include "imaging/measurement/private/mask.h"

#include <algorithm>

#include "imaging/core/failure.h"

namespace longview {

std::vector<std::uint8_t> inside_of(const Volume& mask) {
  return visit_voxels(mask, [](auto voxels) {
    std::vector<std::uint8_t> inside(voxels.size());
    std::transform(voxels.begin(), voxels.end(), inside.begin(),
                   [](auto value) { return static_cast<std::uint8_t>(static_cast<double>(value) > 0.5); });
    return inside;
  });
}

void need_same_grid(const Volume& a, const Volume& b, const std::string& what) {
  if (same_grid(a.grid, b.grid)) return;
  throw Failure("The " + what +
                " of two masks was asked for, but they lie on different grids; resample one onto the other first.");
}

}  // namespace longview

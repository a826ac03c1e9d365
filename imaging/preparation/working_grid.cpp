#include <algorithm>
#include <cmath>
#include <limits>

#include "imaging/core/failure.h"
#include "imaging/preparation/recipe.h"

namespace longview {

Grid working_grid(const Volume& brain_mask, const Affine& study_to_scan, double spacing_mm) {
  constexpr double margin_mm = 8, none = std::numeric_limits<double>::infinity();
  const auto inside = voxels_of<std::uint8_t>(brain_mask);
  const Affine scan_to_study = inverse(study_to_scan);
  Vec3 low{none, none, none}, high{-none, -none, -none};
  const auto& size = brain_mask.grid.size;
  const auto take = [&](int i, int j, int k) {
    const Vec3 p = map_point(scan_to_study, point_at(brain_mask.grid, {double(i), double(j), double(k)}));
    for (int c = 0; c < 3; ++c) {
      low[c] = std::min(low[c], p[c]);
      high[c] = std::max(high[c], p[c]);
    }
  };
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j) {
      const auto row = inside.subspan(
          (static_cast<std::size_t>(k) * static_cast<std::size_t>(size[1]) + static_cast<std::size_t>(j)) *
              static_cast<std::size_t>(size[0]),
          static_cast<std::size_t>(size[0]));
      const auto set = [](auto v) { return v != 0; };
      const auto first = std::find_if(row.begin(), row.end(), set);
      if (first == row.end()) continue;
      const auto last = std::find_if(row.rbegin(), row.rend(), set);
      take(static_cast<int>(first - row.begin()), j, k);
      take(static_cast<int>(row.rend() - last) - 1, j, k);
    }
  if (low[0] > high[0]) throw Failure("The brain mask is empty, so there is nothing to lay a working grid around.");
  Grid grid;
  for (int c = 0; c < 3; ++c) {
    const double extent = high[c] - low[c] + 2 * margin_mm;
    grid.size[c] = static_cast<int>(std::ceil(extent / spacing_mm - 1e-6)) + 1;
    grid.spacing[c] = spacing_mm;
    grid.origin[c] = (low[c] + high[c]) / 2 - (grid.size[c] - 1) * spacing_mm / 2;
  }
  return grid;
}

}  // namespace longview

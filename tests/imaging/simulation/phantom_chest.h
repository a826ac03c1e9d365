// A lung made of planes: aerated at -860 HU, chest wall beyond x = `wall`, a vessel of 3 mm along z, cubes of 1 mm.
#pragma once

#include <cmath>
#include <vector>

#include "imaging/core/volume.h"

namespace longview {

struct PhantomChest {
  int edge = 81;        // voxels
  double wall = 1e9;    // LPS mm; the middle of the lung is (0, 0, 0)
  double vessel = 1e9;  // x of its axis, at y = 0
  double slice = 1;     // mm
};

inline Volume phantom_chest(const PhantomChest& chest = {}) {
  const double half = (chest.edge - 1) / 2.0;
  const int slices = static_cast<int>(chest.edge / chest.slice);
  const Grid grid{
      {chest.edge, chest.edge, slices}, {1, 1, chest.slice}, {-half, -half, -(slices - 1) / 2.0 * chest.slice}};
  std::vector<float> hu;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        const Vec3 p = point_at(grid, {i + 0.0, j + 0.0, k + 0.0});
        const bool vessel = std::hypot(p[0] - chest.vessel, p[1]) < 1.6;
        hu.push_back(p[0] > chest.wall ? 40.0F : vessel ? 0.0F : -860.0F);
      }
  return make_volume(grid, std::move(hu), "HU");
}

}  // namespace longview

// A head without symmetry, as smooth functions of the point: any grid can look at it, so that truth is exact.
#pragma once

#include <cmath>
#include <vector>

#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

inline double ball(const Vec3& p, const Vec3& middle, const Vec3& radius, double edge_mm = 2) {
  const double r =
      std::hypot((p[0] - middle[0]) / radius[0], (p[1] - middle[1]) / radius[1], (p[2] - middle[2]) / radius[2]);
  return 1 / (1 + std::exp((r - 1) * radius[0] / edge_mm * 2));
}

inline double phantom_at(const Vec3& p) {
  double value = 900 * ball(p, {0, 0, 0}, {75, 92, 82}) - 650 * ball(p, {0, 0, 0}, {69, 86, 76}) +
                 450 * ball(p, {0, 2, 0}, {64, 81, 71}) + 150 * ball(p, {-10, 5, 8}, {48, 60, 50});
  value -= 450 * ball(p, {12, -6, 10}, {9, 28, 14}) + 450 * ball(p, {-14, 0, 12}, {7, 24, 12});
  // Folds: without them three nested ellipsoids can be turned a good way unseen.
  for (int n = 0; n < 40; ++n) {
    const Vec3 middle{45 * std::sin(1.7 * n), 60 * std::sin(2.3 * n + 1), 50 * std::sin(3.1 * n + 2)};
    value += (n % 2 ? 160 : -160) * ball(p, middle, {9, 11, 8});
  }
  return value + 300 * ball(p, {35, 30, 20}, {12, 10, 14}) - 200 * ball(p, {-30, -40, -25}, {15, 12, 9});
}

// The phantom as a scan on `grid` sees it whose points lie at map(point) in the phantom's own space.
inline Volume phantom_scan(const Grid& grid, const Affine& map = {}) {
  std::vector<float> values;
  values.reserve(voxel_count(grid));
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i)
        values.push_back(
            static_cast<float>(phantom_at(map_point(map, point_at(grid, {double(i), double(j), double(k)})))));
  return make_volume(grid, std::move(values));
}

inline Grid phantom_grid(double spacing_mm) {
  Grid grid;
  grid.size = {int(180 / spacing_mm), int(210 / spacing_mm), int(190 / spacing_mm)};
  grid.spacing = {spacing_mm, spacing_mm, spacing_mm};
  grid.origin = {-90, -105, -95};
  return grid;
}

}  // namespace longview

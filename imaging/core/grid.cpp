#include "imaging/core/grid.h"

#include <algorithm>
#include <cmath>

namespace longview {

std::size_t voxel_count(const Grid& grid) {
  return static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]) *
         static_cast<std::size_t>(grid.size[2]);
}

double voxel_volume_mm3(const Grid& grid) { return grid.spacing[0] * grid.spacing[1] * grid.spacing[2]; }

Vec3 axis(const Grid& grid, int c) { return {grid.direction[c], grid.direction[3 + c], grid.direction[6 + c]}; }

Vec3 point_at(const Grid& grid, const Vec3& index) {
  Vec3 point = grid.origin;
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 3; ++c) point[r] += grid.direction[3 * r + c] * grid.spacing[c] * index[c];
  return point;
}

Vec3 index_at(const Grid& grid, const Vec3& point) {
  Vec3 index{};
  for (int c = 0; c < 3; ++c) {
    double along = 0;
    for (int r = 0; r < 3; ++r) along += grid.direction[3 * r + c] * (point[r] - grid.origin[r]);
    index[c] = along / grid.spacing[c];
  }
  return index;
}

Vec3 centre(const Grid& grid) {
  return point_at(grid, {(grid.size[0] - 1) / 2.0, (grid.size[1] - 1) / 2.0, (grid.size[2] - 1) / 2.0});
}

bool contains(const Grid& grid, const Vec3& index) {
  for (int c = 0; c < 3; ++c)
    if (!(index[c] >= -0.5 && index[c] <= grid.size[c] - 0.5)) return false;
  return true;
}

namespace {
// Corner n of the box of voxel centres, n = 0 ... 7.
Vec3 corner(const Grid& grid, int n, double beyond = 0) {
  Vec3 index{};
  for (int c = 0; c < 3; ++c) index[c] = (n >> c & 1) ? grid.size[c] - 1 + beyond : -beyond;
  return point_at(grid, index);
}
}  // namespace

bool same_grid(const Grid& a, const Grid& b, double tolerance_mm) {
  if (a.size != b.size) return false;
  for (int n = 0; n < 8; ++n) {
    const Vec3 p = corner(a, n), q = corner(b, n);
    for (int r = 0; r < 3; ++r)
      if (!(std::abs(p[r] - q[r]) <= tolerance_mm)) return false;
  }
  return true;
}

Grid upright_grid(const Grid& grid, double spacing_mm, double margin_mm) {
  Vec3 low = corner(grid, 0, 0.5), high = low;
  for (int n = 1; n < 8; ++n) {
    const Vec3 p = corner(grid, n, 0.5);
    for (int r = 0; r < 3; ++r) {
      low[r] = std::min(low[r], p[r]);
      high[r] = std::max(high[r], p[r]);
    }
  }
  Grid upright;
  for (int r = 0; r < 3; ++r) {
    const double extent = high[r] - low[r] + 2 * margin_mm;
    upright.size[r] = std::max(1, static_cast<int>(std::ceil(extent / spacing_mm - 1e-6)));
    upright.spacing[r] = spacing_mm;
    upright.origin[r] = (low[r] + high[r]) / 2 - (upright.size[r] - 1) * spacing_mm / 2;
  }
  return upright;
}

Grid sub_grid(const Grid& grid, const Size3& first, const Size3& last) {
  Grid part = grid;
  Vec3 start{};
  for (int c = 0; c < 3; ++c) {
    const int from = std::clamp(first[c], 0, grid.size[c] - 1);
    const int to = std::clamp(last[c], from, grid.size[c] - 1);
    part.size[c] = to - from + 1;
    start[c] = from;
  }
  part.origin = point_at(grid, start);
  return part;
}

}  // namespace longview

#include "imaging/reading/shear.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "imaging/reading/parallel.h"

namespace longview {
namespace {

Vec3 column(const Matrix3& m, std::size_t c) { return {m[c], m[3 + c], m[6 + c]}; }
double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
double length(const Vec3& a) { return std::sqrt(dot(a, a)); }
Vec3 scaled(const Vec3& a, double f) { return {a[0] * f, a[1] * f, a[2] * f}; }
Vec3 minus(const Vec3& a, const Vec3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

// Gram-Schmidt from the first axis; the third keeps the handedness of the map.
std::array<Vec3, 3> right_angles(const Affine& map) {
  const Vec3 first = scaled(column(map.linear, 0), 1 / length(column(map.linear, 0)));
  Vec3 second = minus(column(map.linear, 1), scaled(first, dot(first, column(map.linear, 1))));
  second = scaled(second, 1 / length(second));
  Vec3 third = cross(first, second);
  if (dot(third, column(map.linear, 2)) < 0) third = scaled(third, -1);
  return {first, second, third};
}

void set_axes(Grid& grid, const std::array<Vec3, 3>& axes) {
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t r = 0; r < 3; ++r) grid.direction[3 * r + c] = axes[c][r];
}

}  // namespace

double shear_of(const Affine& map) {
  double worst = 0;
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = a + 1; b < 3; ++b) {
      const Vec3 p = column(map.linear, a), q = column(map.linear, b);
      worst = std::max(worst, std::abs(dot(p, q)) / (length(p) * length(q)));
    }
  return worst;
}

Grid nearest_grid(const Size3& size, const Affine& map) {
  Grid grid;
  grid.size = size;
  for (std::size_t c = 0; c < 3; ++c) grid.spacing[c] = length(column(map.linear, c));
  grid.origin = map.offset;
  set_axes(grid, right_angles(map));
  return grid;
}

Grid grid_around(const Size3& size, const Affine& map) {
  const auto axes = right_angles(map);
  Vec3 low, high;
  low.fill(std::numeric_limits<double>::infinity());
  high.fill(-low[0]);
  for (int corner = 0; corner < 8; ++corner) {
    Vec3 index;
    for (std::size_t c = 0; c < 3; ++c) index[c] = (corner >> c) & 1 ? size[c] - 1 : 0;
    const Vec3 point = map_point(map, index);
    for (std::size_t c = 0; c < 3; ++c) {
      low[c] = std::min(low[c], dot(axes[c], point));
      high[c] = std::max(high[c], dot(axes[c], point));
    }
  }
  Grid grid;
  set_axes(grid, axes);
  grid.origin = {0, 0, 0};
  for (std::size_t c = 0; c < 3; ++c) {
    grid.spacing[c] = std::abs(dot(axes[c], column(map.linear, c)));
    // A damaged header may ask for any size; the caller holds this one against the memory.
    grid.size[c] = static_cast<int>(std::min(2e5, std::ceil((high[c] - low[c]) / grid.spacing[c] - 1e-6))) + 1;
    for (std::size_t r = 0; r < 3; ++r) grid.origin[r] += axes[c][r] * low[c];
  }
  return grid;
}

Volume straightened(const Volume& sheared, const Affine& map) {
  const Grid grid = grid_around(sheared.grid.size, map);
  const Affine back = inverse(map);
  std::vector<float> values(voxel_count(grid));
  const auto columns = static_cast<std::size_t>(grid.size[0]), rows = static_cast<std::size_t>(grid.size[1]);
  in_parallel(static_cast<std::size_t>(grid.size[2]), [&](std::size_t k) {
    for (std::size_t j = 0; j < rows; ++j)
      for (std::size_t i = 0; i < columns; ++i) {
        const Vec3 point = point_at(grid, {static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        values[i + columns * (j + rows * k)] = static_cast<float>(interpolate(sheared, map_point(back, point)));
      }
  });
  return make_volume(grid, std::move(values), sheared.unit);
}

}  // namespace longview

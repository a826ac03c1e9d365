// Private to simulation: fields that are gradients, and where they carry what flows along them.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "imaging/core/grid.h"

namespace longview {

using Field = std::vector<float>;  // a value a cell, x fastest

std::size_t cells_of(const Size3& size);

// div(open grad phi) on cells of equal or unequal edges; no flow where either cell is closed.
struct Poisson {
  Size3 size;
  std::array<std::size_t, 3> stride;
  std::array<float, 3> per;   // 1 / edge^2
  std::array<Field, 3> face;  // to the next cell: 0 where closed

  Poisson(const Size3& s, const Vec3& edge, const std::vector<bool>& open);

  // out = -div grad phi: positive semidefinite.
  void apply(const Field& phi, Field& out) const;

  // phi with -div grad phi = right, by conjugate gradients; `right` sums to 0 over each open piece.
  Field solve(const Field& right) const;

  // grad phi along `axis`, in cells: the mean of both faces' slopes over the edge.
  Field slope(const Field& phi, std::size_t axis) const;
};

// Trilinear at continuous coordinates, clamped to the border.
struct FieldSampler {
  Size3 size;
  std::size_t row, slice;

  explicit FieldSampler(const Size3& s)
      : size(s), row(static_cast<std::size_t>(s[0])), slice(row * static_cast<std::size_t>(s[1])) {}

  struct Cell {
    std::size_t n;
    std::array<std::size_t, 3> step;
    std::array<float, 3> f;
  };

  Cell cell_at(float x, float y, float z) const {
    const std::array<float, 3> p{x, y, z};
    const std::array<std::size_t, 3> stride{1, row, slice};
    Cell cell{0, {}, {}};
    for (std::size_t a = 0; a < 3; ++a) {
      const float inside = std::clamp(p[a], 0.0F, static_cast<float>(size[a] - 1));
      const auto low = static_cast<std::size_t>(inside);
      cell.f[a] = inside - static_cast<float>(low);
      cell.n += low * stride[a];
      cell.step[a] = low + 1 < static_cast<std::size_t>(size[a]) ? stride[a] : 0;
    }
    return cell;
  }

  static float value(const float* values, const Cell& cell) {
    const float* v = values + cell.n;
    const auto line = [&](std::size_t o) { return v[o] + cell.f[0] * (v[o + cell.step[0]] - v[o]); };
    const float near = line(0) + cell.f[1] * (line(cell.step[1]) - line(0));
    const float far = line(cell.step[2]) + cell.f[1] * (line(cell.step[1] + cell.step[2]) - line(cell.step[2]));
    return near + cell.f[2] * (far - near);
  }

  std::array<float, 3> at(const std::array<Field, 3>& fields, float x, float y, float z) const {
    const Cell cell = cell_at(x, y, z);
    return {value(fields[0].data(), cell), value(fields[1].data(), cell), value(fields[2].data(), cell)};
  }
};

// Where a stationary velocity carries each cell in unit time, as a displacement in cells (Arsigny 2006: scaling and
// squaring, `squarings` times), so that nothing folds.
std::array<Field, 3> exponential(const std::array<Field, 3>& velocity, const Size3& size, int squarings);

}  // namespace longview

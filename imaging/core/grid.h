// The one geometry of the program: a regular grid of voxels in DICOM patient coordinates (LPS, millimetres).
// Index (i, j, k) names voxel centres; i runs fastest in memory. The origin is the centre of voxel (0, 0, 0).
#pragma once

#include <array>
#include <cstddef>

namespace longview {

using Vec3 = std::array<double, 3>;
using Size3 = std::array<int, 3>;
using Matrix3 = std::array<double, 9>;  // row-major

struct Grid {
  Size3 size{1, 1, 1};
  Vec3 spacing{1, 1, 1};                            // mm between voxel centres along each index axis
  Vec3 origin{0, 0, 0};                             // LPS mm
  Matrix3 direction{1, 0, 0, 0, 1, 0, 0, 0, 1};     // column c is the unit vector, in LPS, of index axis c
};

std::size_t voxel_count(const Grid&);
double voxel_volume_mm3(const Grid&);

// The unit vector (LPS) along index axis 0, 1 or 2.
Vec3 axis(const Grid&, int index_axis);

// Continuous index <-> LPS point in double precision; exact inverses of each other for any orthonormal direction.
Vec3 point_at(const Grid&, const Vec3& index);
Vec3 index_at(const Grid&, const Vec3& point);

// The LPS point in the middle of the grid.
Vec3 centre(const Grid&);

// True where the continuous index lies within half a voxel of the grid.
bool contains(const Grid&, const Vec3& index);

// Equal sizes, and corner points that agree within `tolerance_mm`.
bool same_grid(const Grid& a, const Grid& b, double tolerance_mm = 1e-3);

// The smallest grid of `spacing_mm` cubes, axes along L, P and S, that covers `grid` plus `margin_mm` on each side.
Grid upright_grid(const Grid& grid, double spacing_mm, double margin_mm = 0);

// The part of `grid` between two inclusive index corners, clipped to the grid.
Grid sub_grid(const Grid& grid, const Size3& first, const Size3& last);

}  // namespace longview

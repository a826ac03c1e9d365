// Index-to-patient maps that are no grid: axes that do not stand at right angles.
#pragma once

#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

// Cosines up to this are rounding of a 32-bit header: 0.05 mm at 250 mm.
inline constexpr double most_shear_ignored = 2e-4;

// Up to 45 degrees an image is straightened; beyond that the box around it grows without bound.
inline constexpr double most_shear_straightened = 0.71;

// The largest cosine between two index axes: 0 where all stand at right angles.
double shear_of(const Affine& index_to_lps);

// The grid with the map's first axis and origin, spacing from its columns, directions made exactly orthonormal.
Grid nearest_grid(const Size3& size, const Affine& index_to_lps);

// The orthogonal grid with the map's first axis that covers the whole sheared box.
Grid grid_around(const Size3& size, const Affine& index_to_lps);

// `sheared` (its grid is ignored but for the size) on grid_around by trilinear interpolation; 0 outside.
Volume straightened(const Volume& sheared, const Affine& index_to_lps);

}  // namespace longview

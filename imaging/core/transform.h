// How one scan's space lies to another's: an affine map of LPS points, with what is known of its quality.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "imaging/core/grid.h"

namespace longview {

// p -> linear * p + offset, LPS mm.
struct Affine {
  Matrix3 linear{1, 0, 0, 0, 1, 0, 0, 0, 1};
  Vec3 offset{0, 0, 0};
};

Vec3 map_point(const Affine&, const Vec3& point);
// Throws Failure if the map is singular.
Affine inverse(const Affine&);
// First `inner`, then `outer`.
Affine compose(const Affine& outer, const Affine& inner);
double determinant(const Matrix3&);
// A turn of the angles (radians) about x, then y, then z through `about`, then a shift (mm).
Affine rigid(const Vec3& angles, const Vec3& shift, const Vec3& about = {0, 0, 0});

enum class TransformKind { same_grid, scanner_coordinates, rigid, affine, pinned };
std::string_view name_of(TransformKind);  // "same grid", "scanner coordinates", "rigid", "affine", "pinned by hand"

// What a registration says of itself.
struct RegistrationQuality {
  double similarity_before = 0;  // Mattes mutual information (nats), larger is better
  double similarity_after = 0;
  double overlap = 1;      // share of the smaller head or body that both scans see after alignment, 0 to 1
  double residual_mm = 0;  // how far apart edges still are, median over the image's edges
  double shift_mm = 0;     // how far the centre of the image moved
  double rotation_degrees = 0;
  bool trusted = true;  // false: views are not linked, models refuse
  std::string verdict;  // a sentence with the numbers that it stands on
};

struct Transform {
  TransformKind kind = TransformKind::same_grid;
  Affine from_study;     // maps a point of study space (the first date) to the same place in this scan
  std::string from, to;  // sessions: "ses-01", "ses-02"
  RegistrationQuality quality;
};

}  // namespace longview

#include "imaging/core/transform.h"

#include <cmath>

#include "imaging/core/failure.h"

namespace longview {

namespace {
Matrix3 product(const Matrix3& a, const Matrix3& b) {
  Matrix3 c{};
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      for (int k = 0; k < 3; ++k) c[3 * i + j] += a[3 * i + k] * b[3 * k + j];
  return c;
}

Vec3 product(const Matrix3& a, const Vec3& v) {
  return {a[0] * v[0] + a[1] * v[1] + a[2] * v[2], a[3] * v[0] + a[4] * v[1] + a[5] * v[2],
          a[6] * v[0] + a[7] * v[1] + a[8] * v[2]};
}
}  // namespace

Vec3 map_point(const Affine& affine, const Vec3& point) {
  const Vec3 turned = product(affine.linear, point);
  return {turned[0] + affine.offset[0], turned[1] + affine.offset[1], turned[2] + affine.offset[2]};
}

double determinant(const Matrix3& m) {
  return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
}

Affine inverse(const Affine& affine) {
  const Matrix3& m = affine.linear;
  const double d = determinant(m);
  if (!(std::abs(d) > 1e-12)) throw Failure("This transform squeezes space flat and cannot be inverted.");
  Affine back;
  back.linear = {(m[4] * m[8] - m[5] * m[7]) / d, (m[2] * m[7] - m[1] * m[8]) / d, (m[1] * m[5] - m[2] * m[4]) / d,
                 (m[5] * m[6] - m[3] * m[8]) / d, (m[0] * m[8] - m[2] * m[6]) / d, (m[2] * m[3] - m[0] * m[5]) / d,
                 (m[3] * m[7] - m[4] * m[6]) / d, (m[1] * m[6] - m[0] * m[7]) / d, (m[0] * m[4] - m[1] * m[3]) / d};
  const Vec3 moved = product(back.linear, affine.offset);
  back.offset = {-moved[0], -moved[1], -moved[2]};
  return back;
}

Affine compose(const Affine& outer, const Affine& inner) {
  return {product(outer.linear, inner.linear), map_point(outer, inner.offset)};
}

Affine rigid(const Vec3& angles, const Vec3& shift, const Vec3& about) {
  const double cx = std::cos(angles[0]), sx = std::sin(angles[0]);
  const double cy = std::cos(angles[1]), sy = std::sin(angles[1]);
  const double cz = std::cos(angles[2]), sz = std::sin(angles[2]);
  const Matrix3 x{1, 0, 0, 0, cx, -sx, 0, sx, cx}, y{cy, 0, sy, 0, 1, 0, -sy, 0, cy}, z{cz, -sz, 0, sz, cz, 0, 0, 0, 1};
  Affine turn{product(z, product(y, x)), {}};
  const Vec3 moved = product(turn.linear, about);
  for (int r = 0; r < 3; ++r) turn.offset[r] = about[r] - moved[r] + shift[r];
  return turn;
}

std::string_view name_of(TransformKind kind) {
  switch (kind) {
    case TransformKind::same_grid: return "same grid";
    case TransformKind::scanner_coordinates: return "scanner coordinates";
    case TransformKind::rigid: return "rigid";
    case TransformKind::affine: return "affine";
    case TransformKind::pinned: return "pinned by hand";
  }
  return "rigid";
}

}  // namespace longview

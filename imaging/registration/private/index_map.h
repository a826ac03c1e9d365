// Private to registration and preparation: from the index of one grid straight to the continuous index of another.
#pragma once

#include "imaging/core/transform.h"

namespace longview {

// index -> start + step[0] * i + step[1] * j + step[2] * k
struct IndexMap {
  Vec3 start{};
  Vec3 step[3]{};

  Vec3 at(double i, double j, double k) const {
    Vec3 x{};
    for (int c = 0; c < 3; ++c) x[c] = start[c] + step[0][c] * i + step[1][c] * j + step[2][c] * k;
    return x;
  }
};

// `map` takes a point of `from`'s space to the same place in `to`'s space.
inline IndexMap index_map(const Grid& from, const Grid& to, const Affine& map) {
  IndexMap result;
  result.start = index_at(to, map_point(map, point_at(from, {0, 0, 0})));
  for (int axis = 0; axis < 3; ++axis) {
    Vec3 one{};
    one[axis] = 1;
    const Vec3 there = index_at(to, map_point(map, point_at(from, one)));
    for (int c = 0; c < 3; ++c) result.step[axis][c] = there[c] - result.start[c];
  }
  return result;
}

}  // namespace longview

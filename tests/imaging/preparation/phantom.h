// A head made of nested ellipsoids whose brain, tissues and lesion are known by construction.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "imaging/core/volume.h"

namespace longview {

struct PhantomHead {
  Volume scan;                     // float
  Volume brain, white, grey, csf;  // uint8, the truth
  Volume lesion;                   // uint8; empty without one
};

inline double radius_of(const Vec3& p, const Vec3& middle, const Vec3& radii) {
  return std::hypot((p[0] - middle[0]) / radii[0], (p[1] - middle[1]) / radii[1], (p[2] - middle[2]) / radii[2]);
}

struct PhantomOptions {
  double spacing_mm = 2, slice_mm = 2;
  bool skull = true, lesion = false;
  double shading = 0;  // the field is 1 + shading at the right end, 1 - shading at the left end
};

// Scalp 900, skull 60, CSF 200, grey 550, white 800, lesion 1300, noise of deviation 20.
inline PhantomHead phantom_head(const PhantomOptions& options = {}) {
  Grid grid;
  grid.size = {int(176 / options.spacing_mm), int(210 / options.spacing_mm), int(180 / options.slice_mm)};
  grid.spacing = {options.spacing_mm, options.spacing_mm, options.slice_mm};
  for (int c = 0; c < 3; ++c) grid.origin[c] = -(grid.size[c] - 1) * grid.spacing[c] / 2;
  std::vector<float> scan;
  std::vector<std::uint8_t> brain, white, grey, csf, lesion;
  std::uint32_t state = 7;
  const auto noise = [&] {
    double sum = 0;
    for (int n = 0; n < 12; ++n) sum += ((state = state * 1664525u + 1013904223u) >> 8) / 16777216.0;
    return 20 * (sum - 6);
  };
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        const Vec3 p = point_at(grid, {double(i), double(j), double(k)});
        const bool in_head = radius_of(p, {}, {80, 97, 84}) < 1, in_skull = radius_of(p, {}, {75, 92, 79}) < 1;
        const bool in_brain = radius_of(p, {}, {68, 84, 71}) < 1, in_grey = radius_of(p, {}, {65, 81, 68}) < 1;
        const bool in_white = radius_of(p, {}, {57, 72, 59}) < 1;
        const bool ventricle = radius_of(p, {10, 0, 5}, {8, 26, 14}) < 1 || radius_of(p, {-10, 0, 5}, {8, 26, 14}) < 1;
        const bool sick = options.lesion && radius_of(p, {35, 25, 15}, {12, 12, 13}) < 1;
        const bool w = in_white && !ventricle, g = in_grey && !in_white, c = in_brain && !w && !g;
        double value = sick ? 1300 : w ? 800 : g ? 550 : c ? 200 : 0;
        if (!in_brain && options.skull) value = in_skull ? 60 : in_head ? 900 : 0;
        if (in_brain || options.skull) value = std::max(0.0, value * (1 + options.shading * p[0] / 80) + noise());
        scan.push_back(static_cast<float>(value));
        brain.push_back(in_brain);
        white.push_back(w);
        grey.push_back(g);
        csf.push_back(c);
        lesion.push_back(sick);
      }
  return {make_volume(grid, std::move(scan)),  make_volume(grid, std::move(brain)),
          make_volume(grid, std::move(white)), make_volume(grid, std::move(grey)),
          make_volume(grid, std::move(csf)),   make_volume(grid, std::move(lesion))};
}

}  // namespace longview

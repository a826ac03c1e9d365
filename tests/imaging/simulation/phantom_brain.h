// A brain made of ellipsoids: white matter in a grey rind, two ventricles, fluid around, no skull.
#pragma once

#include <cstdint>
#include <vector>

#include "imaging/simulation/glioma_study.h"

namespace longview {

struct PhantomBrain {
  Volume scan, brain;
  TissueField tissue;
};

inline PhantomBrain phantom_brain(double spacing = 1.5) {
  const auto voxels = [&](double mm) { return static_cast<int>(mm / spacing); };
  Grid grid{{voxels(120), voxels(144), voxels(108)}, {spacing, spacing, spacing}, {-60, -72, -54}};
  std::vector<float> scan, white, grey;
  std::vector<std::uint8_t> brain;
  const auto within = [](const Vec3& p, double x, double y, double z, double middle = 0) {
    return (p[0] - middle) * (p[0] - middle) / (x * x) + p[1] * p[1] / (y * y) + p[2] * p[2] / (z * z) < 1;
  };
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        const Vec3 p = point_at(grid, {static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        const bool head = within(p, 56, 68, 50), rind = within(p, 53, 65, 47), core = within(p, 48, 60, 42);
        const bool ventricle = within(p, 5, 18, 9, 9) || within(p, 5, 18, 9, -9);
        brain.push_back(head);
        white.push_back(core && !ventricle ? 1.0F : 0.0F);
        grey.push_back(rind && !core ? 1.0F : 0.0F);
        scan.push_back(!head ? 0.0F : white.back() > 0 ? 100.0F : grey.back() > 0 ? 75.0F : 30.0F);
      }
  return {make_volume(grid, std::move(scan)),
          make_volume(grid, std::move(brain)),
          {make_volume(grid, std::move(white)), make_volume(grid, std::move(grey))}};
}

}  // namespace longview

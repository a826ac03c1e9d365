#include <algorithm>
#include <cmath>

#include "app/window/scene_steps.h"

namespace longview {
namespace {

struct SliceSum {
  std::size_t count = 0;
  double i = 0, j = 0;
};

// The slice along the third index axis in which `inside` is true most often, as a point of the scan's space.
template <class Inside>
std::optional<Vec3> fullest_slice(const Grid& grid, Inside inside) {
  SliceSum best;
  int best_k = -1;
  std::size_t place = 0;
  for (int k = 0; k < grid.size[2]; ++k) {
    SliceSum sum;
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i, ++place)
        if (inside(place)) {
          ++sum.count;
          sum.i += i;
          sum.j += j;
        }
    if (sum.count > best.count) {
      best = sum;
      best_k = k;
    }
  }
  if (best_k < 0) return std::nullopt;
  const double n = static_cast<double>(best.count);
  return point_at(grid, {best.i / n, best.j / n, static_cast<double>(best_k)});
}

const LabelMap* labels_of(const Timepoint& timepoint) {
  for (const auto& mask : timepoint.masks)
    if (mask.labels) return &*mask.labels;
  return nullptr;
}

}  // namespace

std::optional<Vec3> largest_lesion_slice(const Timepoint& timepoint) {
  const LabelMap* labels = labels_of(timepoint);
  if (!labels) return std::nullopt;
  const auto point = visit_voxels(labels->voxels, [&](auto voxels) {
    return fullest_slice(labels->grid(), [&](std::size_t at) { return voxels[at] != 0; });
  });
  if (!point) return std::nullopt;
  return to_study(timepoint, *point);
}

std::optional<Vec3> largest_disagreement(const Timepoint& predicted, const Timepoint& truth) {
  const LabelMap* own = labels_of(predicted);
  const LabelMap* real = labels_of(truth);
  if (!own || !real) return std::nullopt;
  const Grid& grid = own->grid();
  // The truth is looked up through both transforms: the two need not share a grid.
  const Affine to_study_space = predicted.from_study ? inverse(predicted.from_study->from_study) : Affine{};
  const Affine map = truth.from_study ? compose(truth.from_study->from_study, to_study_space) : to_study_space;
  const auto real_at = [&](std::size_t place) {
    const auto row = static_cast<std::size_t>(grid.size[0]), slice = row * static_cast<std::size_t>(grid.size[1]);
    const Vec3 index{static_cast<double>(place % row), static_cast<double>(place % slice / row),
                     static_cast<double>(place / slice)};
    return value_near(real->voxels, map_point(map, point_at(grid, index))).value_or(0) != 0;
  };
  const auto point = visit_voxels(own->voxels, [&](auto voxels) {
    return fullest_slice(grid, [&](std::size_t at) { return (voxels[at] != 0) != real_at(at); });
  });
  if (!point) return std::nullopt;
  return to_study(predicted, *point);
}

}  // namespace longview

#include <algorithm>
#include <cmath>

#include "app/pipeline/timepoints.h"
#include "app/window/scene_steps.h"
#include "viewer/scene/slice_geometry.h"
#include "viewer/scene/volume_facts.h"

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

// Whether a voxel's value is what is followed of a lesion.
bool followed(double value, const std::optional<int>& wanted) { return wanted ? value == *wanted : value != 0; }

}  // namespace

std::optional<Vec3> largest_lesion_slice(const Timepoint& timepoint) {
  const LabelMap* labels = lesion_of(timepoint);
  if (!labels) return std::nullopt;
  const auto wanted = followed_value(*labels);
  const auto point = visit_voxels(labels->voxels, [&](auto voxels) {
    return fullest_slice(labels->grid(),
                         [&](std::size_t at) { return followed(static_cast<double>(voxels[at]), wanted); });
  });
  if (!point) return std::nullopt;
  return to_study(timepoint, *point);
}

std::optional<Vec3> largest_disagreement(const Timepoint& predicted, const Timepoint& truth) {
  const LabelMap* own = lesion_of(predicted);
  const LabelMap* real = lesion_of(truth);
  if (!own || !real) return std::nullopt;
  const Grid& grid = own->grid();
  const auto of_own = followed_value(*own), of_truth = followed_value(*real);
  // The truth is looked up through both transforms: the two need not share a grid.
  const Affine to_study_space = predicted.from_study ? inverse(predicted.from_study->from_study) : Affine{};
  const Affine map = truth.from_study ? compose(truth.from_study->from_study, to_study_space) : to_study_space;
  const auto real_at = [&](std::size_t place) {
    const auto row = static_cast<std::size_t>(grid.size[0]), slice = row * static_cast<std::size_t>(grid.size[1]);
    const Vec3 index{static_cast<double>(place % row), static_cast<double>(place % slice / row),
                     static_cast<double>(place / slice)};
    return followed(value_near(real->voxels, map_point(map, point_at(grid, index))).value_or(0), of_truth);
  };
  const auto point = visit_voxels(own->voxels, [&](auto voxels) {
    return fullest_slice(
        grid, [&](std::size_t at) { return followed(static_cast<double>(voxels[at]), of_own) != real_at(at); });
  });
  if (!point) return std::nullopt;
  return to_study(predicted, *point);
}

namespace {

// The box of what is followed of all dates' lesions, study space; nothing without any.
struct Box {
  Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
};

std::optional<Box> lesions_box(const Study& study) {
  Box box;
  for (const Timepoint& timepoint : study.timepoints) {
    const LabelMap* labels = lesion_of(timepoint);
    const auto own = labels ? box_above(shown_mask(*labels, followed_value(*labels)), 1) : std::nullopt;
    if (!own) continue;
    for (int corner = 0; corner < 8; ++corner) {
      Vec3 index{};
      for (std::size_t c = 0; c < 3; ++c) index[c] = (corner >> c & 1) ? own->size[c] - 0.5 : -0.5;
      const Vec3 point = to_study(timepoint, point_at(*own, index));
      for (std::size_t c = 0; c < 3; ++c) {
        box.low[c] = std::min(box.low[c], point[c]);
        box.high[c] = std::max(box.high[c], point[c]);
      }
    }
  }
  return box.low[0] <= box.high[0] ? std::optional(box) : std::nullopt;
}

}  // namespace

Scene with_lesion_in_view(Scene scene, const Study& study) {
  const auto box = lesions_box(study);
  if (!box) return scene;
  const BodyExtent body = body_extent(study);
  double longest = 1;
  for (std::size_t c = 0; c < 3; ++c) longest = std::max(longest, box->high[c] - box->low[c]);
  // The largest extent gets two fifths of a view, most sections a third; of a small lesion enough head stays to know
  // where it is.
  scene.zoom = std::clamp(std::min(body.size[1], body.size[2]) / (2.3 * longest), 1.0, 2.4);
  for (std::size_t c = 0; c < 3; ++c) scene.pan[c] = (box->low[c] + box->high[c]) / 2 - body.middle[c];
  // No further than the body's end: a lesion at its rim leaves no black half.
  for (std::size_t c = 0; c < 3; ++c) {
    const double room = std::max(0.0, body.size[c] / 2 * (1 - 1 / scene.zoom));
    scene.pan[c] = std::clamp(scene.pan[c], -room, room);
  }
  return scene;
}

}  // namespace longview

#include "networks/training/course.h"

#include <algorithm>
#include <cmath>

#include "imaging/measurement/distances.h"

namespace longview {

namespace {
constexpr double steps_per_mm = 64, largest_mm = 500, rim_mm = 3;

struct Box {
  Size3 first, last;
};

std::size_t offset(const Grid& grid, int x, int y, int z) {
  return static_cast<std::size_t>(x) +
         static_cast<std::size_t>(grid.size[0]) *
             (static_cast<std::size_t>(y) + static_cast<std::size_t>(grid.size[1]) * static_cast<std::size_t>(z));
}

// The voxels of the box, x fastest, each turned by `convert`.
template <class Out, class Convert>
std::vector<Out> cut(const Volume& volume, const Box& box, Convert convert) {
  std::vector<Out> out;
  visit_voxels(volume, [&](auto voxels) {
    for (int z = box.first[2]; z <= box.last[2]; ++z)
      for (int y = box.first[1]; y <= box.last[1]; ++y)
        for (int x = box.first[0]; x <= box.last[0]; ++x)
          out.push_back(static_cast<Out>(convert(static_cast<double>(voxels[offset(volume.grid, x, y, z)]))));
  });
  return out;
}

Volume inside_of(const Volume& lesion) {
  std::vector<std::uint8_t> mask(voxel_count(lesion.grid));
  visit_voxels(lesion, [&](auto voxels) {
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = static_cast<double>(voxels[i]) > 0.5;
  });
  return make_volume(lesion.grid, std::move(mask));
}

Box box_around(const std::vector<Volume>& masks, const Grid& grid, double margin_mm) {
  Box box{grid.size, {-1, -1, -1}};
  for (const Volume& mask : masks) {
    const auto voxels = voxels_of<std::uint8_t>(mask);
    std::size_t i = 0;
    for (int z = 0; z < grid.size[2]; ++z)
      for (int y = 0; y < grid.size[1]; ++y)
        for (int x = 0; x < grid.size[0]; ++x, ++i)
          if (voxels[i])
            for (int axis = 0; axis < 3; ++axis) {
              const int at = axis == 0 ? x : axis == 1 ? y : z;
              box.first[axis] = std::min(box.first[axis], at);
              box.last[axis] = std::max(box.last[axis], at);
            }
  }
  for (int axis = 0; axis < 3; ++axis) {
    const int margin = static_cast<int>(std::lround(margin_mm / grid.spacing[axis]));
    box.first[axis] = std::max(0, box.first[axis] - margin);
    box.last[axis] = std::min(grid.size[axis] - 1, box.last[axis] + margin);
  }
  return box;
}

double share(double v) { return std::lround(255 * std::clamp(v, 0.0, 1.0)); }
}  // namespace

Course course_of(const History& history, double least_ml, double margin_mm) {
  Course course;
  course.patient = history.patient;
  course.simulated = history.simulated;
  std::vector<const PreparedTimepoint*> kept;
  std::vector<Volume> masks;
  for (const PreparedTimepoint& timepoint : history.timepoints) {
    if (!timepoint.day) continue;
    Volume mask = inside_of(timepoint.lesion);
    const auto voxels = voxels_of<std::uint8_t>(mask);
    const auto count = std::count(voxels.begin(), voxels.end(), std::uint8_t{1});
    if (static_cast<double>(count) * voxel_volume_mm3(history.grid) < 1000 * least_ml) continue;
    kept.push_back(&timepoint);
    masks.push_back(std::move(mask));
  }
  if (kept.empty()) return course;
  const Box box = box_around(masks, history.grid, margin_mm);
  for (int axis = 0; axis < 3; ++axis) course.size[axis] = box.last[axis] - box.first[axis] + 1;
  course.white = cut<std::uint8_t>(kept.back()->white, box, share);
  course.grey = cut<std::uint8_t>(kept.back()->grey, box, share);
  course.csf = cut<std::uint8_t>(kept.back()->csf, box, share);
  course.brain = cut<std::uint8_t>(kept.back()->brain, box, [](double v) { return v > 0.5; });
  for (std::size_t i = 0; i < kept.size(); ++i) {
    CourseDate date{*kept[i]->day, {}, {}};
    date.image = cut<std::uint8_t>(kept[i]->image, box,
                                   [](double v) { return std::lround((std::clamp(v, -1.0, 1.0) + 1) * 127.5); });
    date.distance = cut<std::int16_t>(signed_distance(masks[i]), box, [](double v) {
      return std::lround(std::clamp(v, -largest_mm, largest_mm) * steps_per_mm);
    });
    course.dates.push_back(std::move(date));
  }
  for (std::size_t v = 0; v < course.brain.size(); ++v)
    for (const CourseDate& date : course.dates) {
      if (std::abs(date.distance[v]) < rim_mm * steps_per_mm) course.rim.push_back(static_cast<std::uint32_t>(v));
      if (date.distance[v] < 0) course.inside.push_back(static_cast<std::uint32_t>(v));
    }
  return course;
}

}  // namespace longview

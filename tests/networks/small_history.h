// A small made-up patient: a ball of brain, halved in white and grey, a ball of tumour that grows from date to date.
#pragma once

#include <cmath>
#include <vector>

#include "networks/core/history.h"

namespace longview {

struct SmallHistoryOptions {
  double spacing = 1;               // mm; cubes
  Size3 size{67, 61, 35};           // odd on purpose
  std::vector<double> radii{5, 7};  // mm, a date each
  double days_between = 90;
  double slice_mm = 3;  // of the last scan
};

inline Volume ball(const Grid& grid, const Vec3& middle, double radius) {
  std::vector<std::uint8_t> inside;
  inside.reserve(voxel_count(grid));
  for (int z = 0; z < grid.size[2]; ++z)
    for (int y = 0; y < grid.size[1]; ++y)
      for (int x = 0; x < grid.size[0]; ++x) {
        const Vec3 p = point_at(grid, {double(x), double(y), double(z)});
        inside.push_back(std::hypot(p[0] - middle[0], p[1] - middle[1], p[2] - middle[2]) <= radius);
      }
  return make_volume(grid, std::move(inside));
}

inline History small_history(const SmallHistoryOptions& options = {}) {
  History history;
  history.patient = "made-up";
  history.grid.size = options.size;
  history.grid.spacing = {options.spacing, options.spacing, options.spacing};
  history.grid.origin = {-20, 30, 5};
  const Vec3 middle = centre(history.grid);
  const Vec3 tumour{middle[0] + 6, middle[1] - 4, middle[2]};
  const Volume brain = ball(history.grid, middle, options.size[0] * options.spacing * 0.45);
  const auto in_brain = voxels_of<std::uint8_t>(brain);
  std::vector<float> image(in_brain.size()), white(in_brain.size()), grey(in_brain.size()), none(in_brain.size(), 0);
  for (std::size_t i = 0; i < image.size(); ++i) {
    const bool left = static_cast<int>(i) % options.size[0] < options.size[0] / 2;
    image[i] = in_brain[i] ? (left ? 0.2f : -0.1f) + 0.01f * static_cast<float>(i % 7) : -1.f;
    white[i] = in_brain[i] && left;
    grey[i] = in_brain[i] && !left;
  }
  for (std::size_t date = 0; date < options.radii.size(); ++date) {
    PreparedTimepoint timepoint;
    timepoint.session = "ses-0" + std::to_string(date + 1);
    timepoint.modality = "MR";
    timepoint.sequence = "ce-T1w";
    timepoint.day = options.days_between * static_cast<double>(date);
    timepoint.image = make_volume(history.grid, image);
    timepoint.brain = brain;
    timepoint.white = make_volume(history.grid, white);
    timepoint.grey = make_volume(history.grid, grey);
    timepoint.csf = make_volume(history.grid, none);
    timepoint.lesion = as_float(ball(history.grid, tumour, options.radii[date]));
    timepoint.native_grid = history.grid;
    timepoint.lesion_given = true;
    timepoint.lesion_ml = 4 / 3.0 * M_PI * std::pow(options.radii[date], 3) / 1000;
    history.timepoints.push_back(std::move(timepoint));
  }
  Grid scan = history.grid;  // the last scan as acquired: thicker slices, a little off
  scan.spacing[2] = options.slice_mm;
  scan.size[2] = static_cast<int>(options.size[2] * options.spacing / options.slice_mm);
  scan.origin[0] += 0.3;
  history.timepoints.back().native_grid = scan;
  std::vector<std::int16_t> raw(voxel_count(scan));
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::int16_t>(100 + i % 50);
  history.last_scan = make_volume(scan, std::move(raw));
  history.last_lesion = label_map_of(ball(scan, tumour, options.radii.back()), Label{});
  history.raw_mean = 125;
  history.raw_deviation = 20;
  history.simulated = true;
  return history;
}

// A hash of every voxel that a model is shown.
inline std::uint64_t hash_of(const History& history) {
  std::uint64_t hash = content_hash(history.last_scan) ^ content_hash(history.last_lesion.voxels);
  for (const PreparedTimepoint& date : history.timepoints)
    for (const Volume* volume : {&date.image, &date.brain, &date.white, &date.grey, &date.csf, &date.lesion})
      hash = hash * 1099511628211ull + content_hash(*volume);
  return hash;
}

}  // namespace longview

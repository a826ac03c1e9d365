// Scans made by construction: an oblique anisotropic grid with one bright point, a lesion, a predicted date.
#pragma once

#include <cmath>
#include <memory>

#include "imaging/core/study.h"

namespace longview::phantom {

// Turned about all axes, 0.8 x 1.1 x 2.5 mm, sagittal memory order, none of its axes along the patient's.
inline Grid oblique_grid() {
  Grid grid;
  grid.size = {60, 80, 90};
  grid.spacing = {2.5, 1.1, 0.8};
  const Matrix3 sagittal{1, 0, 0, 0, 1, 0, 0, 0, -1};  // third axis runs towards the feet
  grid.direction = compose(rigid({0.12, -0.09, 0.15}, {0, 0, 0}), Affine{sagittal, {}}).linear;
  grid.origin = {-70, -40, 45};
  return grid;
}

// A head of 100 in air of 0 with a ball of `radius` mm and value 1000 around an LPS point.
inline Volume ball(const Grid& grid, const Vec3& point, double radius) {
  std::vector<float> values;
  const Vec3 middle = centre(grid);
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        const Vec3 p = point_at(grid, {double(i), double(j), double(k)});
        const double to_ball = std::hypot(p[0] - point[0], p[1] - point[1], p[2] - point[2]);
        const double to_middle = std::hypot(p[0] - middle[0], p[1] - middle[1], p[2] - middle[2]);
        values.push_back(to_ball <= radius ? 1000 : to_middle < 38 ? 100 : 0);
      }
  return make_volume(grid, std::move(values));
}

inline Volume mask(const Grid& grid, const Vec3& point, double radius) {
  std::vector<std::uint8_t> values;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        const Vec3 p = point_at(grid, {double(i), double(j), double(k)});
        values.push_back(std::hypot(p[0] - point[0], p[1] - point[1], p[2] - point[2]) <= radius);
      }
  return make_volume(grid, std::move(values));
}

inline Timepoint date(const Volume& volume, double day, TimepointKind kind = TimepointKind::acquired) {
  Timepoint timepoint;
  timepoint.session = "ses-" + std::to_string(static_cast<int>(day)) + std::string(name_of(kind));
  timepoint.day = day;
  timepoint.kind = kind;
  Series series;
  series.modality = "MR";
  series.grid = volume.grid;
  series.volume = volume;
  timepoint.series.push_back(series);
  return timepoint;
}

inline Segmentation lesion(const Volume& mask) {
  Segmentation segmentation;
  segmentation.labels = label_map_of(mask, Label{});
  return segmentation;
}

// Two acquired dates and a prediction from them, lesions of 8, 11 and 14 mm around `point`.
inline std::shared_ptr<const Study> glioma(const Grid& grid, const Vec3& point) {
  auto study = std::make_shared<Study>();
  study->simulated = true;
  study->patient.id = "PHANTOM-7";
  for (int n = 0; n < 3; ++n) {
    Timepoint timepoint =
        date(ball(grid, point, 5), 90.0 * n, n == 2 ? TimepointKind::predicted : TimepointKind::acquired);
    timepoint.masks.push_back(lesion(mask(grid, point, 8 + 3 * n)));
    if (n == 2) {
      timepoint.provenance = Provenance{};
      timepoint.provenance->horizon_days = 90;
      timepoint.provenance->inputs = {study->timepoints[0].session, study->timepoints[1].session};
    }
    study->timepoints.push_back(timepoint);
  }
  return study;
}

}  // namespace longview::phantom

// Histories whose lesions are spheres, so that the right forecast can be written down.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "imaging/measurement/volumes.h"
#include "networks/core/history.h"

namespace longview {

inline Grid cubes(int size, double spacing) {
  const double corner = -spacing * (size - 1) / 2;
  return {{size, size, size}, {spacing, spacing, spacing}, {corner, corner, corner}, {1, 0, 0, 0, 1, 0, 0, 0, 1}};
}

template <class T>
Volume ball(const Grid& grid, double radius, const Vec3& middle = {}, double hole = 0, const Affine& to_study = {}) {
  std::vector<T> values;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        const Vec3 p = map_point(to_study, point_at(grid, {double(i), double(j), double(k)}));
        const double r = std::hypot(p[0] - middle[0], p[1] - middle[1], p[2] - middle[2]);
        values.push_back(T(r <= radius && r >= hole));
      }
  return make_volume(grid, std::move(values));
}

struct Sphere {
  double day = 0, radius = 0, hole = 0;
};

// White matter everywhere on a working grid of 1 mm cubes; the last scan on `native` cubes that lie `to_study`.
inline History history_of_spheres(const std::vector<Sphere>& spheres, const Grid& native, const Affine& to_study = {}) {
  History history;
  history.patient = "phantom";
  history.simulated = true;
  history.grid = cubes(81, 1);
  for (std::size_t i = 0; i < spheres.size(); ++i) {
    PreparedTimepoint date;
    date.session = "ses-0" + std::to_string(i + 1);
    date.modality = "MR";
    date.sequence = "ce-T1w";
    date.day = spheres[i].day;
    date.lesion = ball<float>(history.grid, spheres[i].radius, {}, spheres[i].hole);
    date.lesion_ml = volume_ml(ball<std::uint8_t>(history.grid, spheres[i].radius, {}, spheres[i].hole));
    date.lesion_given = true;
    date.white = ball<float>(history.grid, 1000);
    date.grey = ball<float>(history.grid, -1);
    date.csf = date.grey;
    date.image = date.grey;
    date.brain = ball<std::uint8_t>(history.grid, 1000);
    date.native_grid = native;
    history.timepoints.push_back(date);
  }
  history.last_scan = make_volume(native, std::vector<float>(voxel_count(native), 100.F));
  history.last_lesion =
      label_map_of(ball<std::uint8_t>(native, spheres.back().radius, {}, spheres.back().hole, to_study), Label{});
  history.last_to_study = to_study;
  return history;
}

inline Label label(int value, const std::string& name) {
  Label one;
  one.value = value;
  one.name = name;
  return one;
}

// Radius of the sphere of the mask's volume.
inline double radius_of(const LabelMap& labels) {
  return std::cbrt(3 * 1000 * volume_ml(mask_of(labels)) / (4 * std::acos(-1.0)));
}

}  // namespace longview

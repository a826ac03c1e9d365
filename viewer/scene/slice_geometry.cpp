#include "viewer/scene/slice_geometry.h"

#include <algorithm>
#include <cmath>

#include "viewer/scene/volume_facts.h"

namespace longview {
namespace {

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vec3 along(const Vec3& from, const Vec3& direction, double mm) {
  return {from[0] + mm * direction[0], from[1] + mm * direction[1], from[2] + mm * direction[2]};
}
Vec3 negative(const Vec3& v) { return {-v[0], -v[1], -v[2]}; }

// Index axes sorted as L, P, S and turned to point that way.
std::array<Vec3, 3> patient_axes(const Grid& grid) {
  constexpr int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  const int* best = orders[0];
  double best_sum = -1;
  for (const auto& order : orders) {
    double sum = 0;
    for (int p = 0; p < 3; ++p) sum += std::abs(axis(grid, order[p])[static_cast<std::size_t>(p)]);
    if (sum > best_sum + 1e-9) {
      best_sum = sum;
      best = order;
    }
  }
  std::array<Vec3, 3> axes;
  for (std::size_t p = 0; p < 3; ++p) {
    const Vec3 a = axis(grid, best[p]);
    axes[p] = a[p] < 0 ? negative(a) : a;
  }
  return axes;
}

const Series* main_of(const Timepoint& timepoint) {
  const Series* best = shown_series_of(timepoint);
  if (best) return best;
  const int main = main_series(timepoint);
  return main < 0 ? nullptr : &timepoint.series[static_cast<std::size_t>(main)];
}

const Timepoint* first_with_image(const Study& study) {
  for (const bool acquired_only : {true, false})
    for (const Timepoint& timepoint : study.timepoints)
      if (main_of(timepoint) && (!acquired_only || timepoint.kind == TimepointKind::acquired)) return &timepoint;
  return nullptr;
}

// The body's box in the axes of a plane, mm from the box's middle; study space.
struct Extent {
  Vec3 middle{};
  double right = 200, down = 200, deep = 200;
};

Extent extent_of(const Study& study, const PlaneAxes& axes) {
  const Timepoint* timepoint = first_with_image(study);
  if (!timepoint) return {};
  const Series& series = *main_of(*timepoint);
  const Grid grid = series.volume ? body_box(*series.volume) : series.grid;
  const Affine to_study = inverse(to_scan_map(*timepoint));
  Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
  const Vec3* directions[3] = {&axes.right, &axes.down, &axes.normal};
  for (int n = 0; n < 8; ++n) {
    Vec3 index{};
    for (std::size_t c = 0; c < 3; ++c) index[c] = (n >> c & 1) ? grid.size[c] - 0.5 : -0.5;
    const Vec3 point = map_point(to_study, point_at(grid, index));
    for (std::size_t c = 0; c < 3; ++c) {
      const double place = dot(point, *directions[c]);
      low[c] = std::min(low[c], place);
      high[c] = std::max(high[c], place);
    }
  }
  Extent extent;
  for (std::size_t c = 0; c < 3; ++c) extent.middle = along(extent.middle, *directions[c], (low[c] + high[c]) / 2);
  extent.right = std::max(1.0, high[0] - low[0]);
  extent.down = std::max(1.0, high[1] - low[1]);
  extent.deep = std::max(1.0, high[2] - low[2]);
  return extent;
}

struct SliceAxis {
  int index_axis = 2;
  double sign = 1;
};

// The index axis of a date's grid that runs closest to the plane's normal.
SliceAxis slice_axis(const Grid& grid, const Affine& to_scan, const Vec3& normal) {
  const Vec3 turned{dot({to_scan.linear[0], to_scan.linear[1], to_scan.linear[2]}, normal),
                    dot({to_scan.linear[3], to_scan.linear[4], to_scan.linear[5]}, normal),
                    dot({to_scan.linear[6], to_scan.linear[7], to_scan.linear[8]}, normal)};
  SliceAxis best;
  double most = -1;
  for (int c = 0; c < 3; ++c) {
    const double share = dot(axis(grid, c), turned);
    if (std::abs(share) > most) {
      most = std::abs(share);
      best = {c, share < 0 ? -1.0 : 1.0};
    }
  }
  return best;
}

}  // namespace

BodyExtent body_extent(const Study& study) {
  const Extent extent = extent_of(study, PlaneAxes{});
  return {extent.middle, {extent.right, extent.down, extent.deep}};
}

PlaneAxes plane_axes(const Grid& reference, Plane plane) {
  const auto axes = patient_axes(reference);
  switch (plane) {
    case Plane::coronal: return {axes[0], negative(axes[2]), axes[1]};
    case Plane::sagittal: return {axes[1], negative(axes[2]), axes[0]};
    default: return {axes[0], axes[1], axes[2]};
  }
}

Grid reference_grid(const Study& study) {
  const Timepoint* timepoint = first_with_image(study);
  return timepoint ? main_of(*timepoint)->grid : Grid{};
}

SliceGeometry slice_geometry(const Study& study, const Scene& scene, Plane plane, int width, int height) {
  SliceGeometry geometry;
  geometry.width = std::max(1, width);
  geometry.height = std::max(1, height);
  geometry.axes = plane_axes(reference_grid(study), plane);
  const Extent extent = extent_of(study, geometry.axes);
  // A rim of 3 % for frame and letters.
  geometry.mm_per_pixel = std::max(extent.right / geometry.width, extent.down / geometry.height) * 1.06 /
                          std::clamp(scene.zoom, 0.05, 200.0);
  Vec3 middle = extent.middle;
  for (std::size_t c = 0; c < 3; ++c) middle[c] += scene.pan[c];
  const Vec3& normal = geometry.axes.normal;
  middle = along(middle, normal, dot(scene.cursor, normal) - dot(middle, normal));
  geometry.corner = along(along(middle, geometry.axes.right, -geometry.mm_per_pixel * geometry.width / 2),
                          geometry.axes.down, -geometry.mm_per_pixel * geometry.height / 2);
  return geometry;
}

Vec3 study_point(const SliceGeometry& g, double x, double y) {
  return along(along(g.corner, g.axes.right, x * g.mm_per_pixel), g.axes.down, y * g.mm_per_pixel);
}

std::array<double, 2> pixel_of(const SliceGeometry& g, const Vec3& point) {
  const Vec3 from{point[0] - g.corner[0], point[1] - g.corner[1], point[2] - g.corner[2]};
  return {dot(from, g.axes.right) / g.mm_per_pixel, dot(from, g.axes.down) / g.mm_per_pixel};
}

double distance_to(const SliceGeometry& g, const Vec3& point) {
  return dot(point, g.axes.normal) - dot(g.corner, g.axes.normal);
}

Affine to_scan_map(const Timepoint& timepoint) {
  return timepoint.from_study ? timepoint.from_study->from_study : Affine{};
}

Sampling sampling_of(const SliceGeometry& g, const Affine& to_scan, const Grid& grid) {
  const auto index_of = [&](double x, double y) { return index_at(grid, map_point(to_scan, study_point(g, x, y))); };
  // Far ends, so that steps keep their precision over the whole picture.
  const double w = g.width, h = g.height;
  const Vec3 start = index_of(0.5, 0.5), right = index_of(0.5 + w, 0.5), down = index_of(0.5, 0.5 + h);
  Sampling sampling{start, {}, {}};
  for (std::size_t c = 0; c < 3; ++c) {
    sampling.right[c] = (right[c] - start[c]) / w;
    sampling.down[c] = (down[c] - start[c]) / h;
  }
  return sampling;
}

std::string direction_letters(const Vec3& direction) {
  constexpr char positive[] = "LPS", opposite[] = "RAI";
  std::array<std::size_t, 3> order{0, 1, 2};
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return std::abs(direction[a]) > std::abs(direction[b]); });
  const double length = std::sqrt(dot(direction, direction));
  std::string letters;
  for (std::size_t n = 0; n < 2; ++n) {
    const double share = direction[order[n]] / (length > 0 ? length : 1);
    if (n > 0 && std::abs(share) < 0.342) break;  // sin 20 degrees
    letters += share < 0 ? opposite[order[n]] : positive[order[n]];
  }
  return letters;
}

SlicePosition slice_position(const Study& study, const Scene& scene, Plane plane, int timepoint) {
  SlicePosition position;
  if (timepoint < 0 || timepoint >= static_cast<int>(study.timepoints.size())) return position;
  const Timepoint& date = study.timepoints[static_cast<std::size_t>(timepoint)];
  const Series* series = main_of(date);
  if (!series) return position;
  const Affine to_scan = to_scan_map(date);
  const SliceAxis slices = slice_axis(series->grid, to_scan, plane_axes(reference_grid(study), plane).normal);
  const auto c = static_cast<std::size_t>(slices.index_axis);
  const Vec3 index = index_at(series->grid, map_point(to_scan, scene.cursor));
  position.slices = series->grid.size[c];
  position.thickness_mm = series->grid.spacing[c];
  position.continuous = slices.sign > 0 ? index[c] : position.slices - 1 - index[c];
  position.slice = std::clamp(static_cast<int>(std::lround(position.continuous)) + 1, 1, position.slices);
  position.inside = contains(series->grid, index);
  return position;
}

Scene at_slice(const Study& study, Scene scene, Plane plane, int timepoint, double slice) {
  if (timepoint < 0 || timepoint >= static_cast<int>(study.timepoints.size())) return scene;
  const SlicePosition now = slice_position(study, scene, plane, timepoint);
  const double wanted = std::clamp(slice, 0.0, now.slices - 1.0);
  const Vec3 normal = plane_axes(reference_grid(study), plane).normal;
  // How much the index grows with a mm along the normal; 1 / thickness but for oblique dates.
  Scene ahead = scene;
  ahead.cursor = along(scene.cursor, normal, 1.0);
  const double step = slice_position(study, ahead, plane, timepoint).continuous - now.continuous;
  if (std::abs(step) < 1e-9) return scene;
  scene.cursor = along(scene.cursor, normal, (wanted - now.continuous) / step);
  return scene;
}

Scene with_slices(const Study& study, Scene scene, Plane plane, int timepoint, int slices) {
  const SlicePosition now = slice_position(study, scene, plane, timepoint);
  // From the middle of a slice to the middle of another: never between two.
  return at_slice(study, std::move(scene), plane, timepoint, std::round(now.continuous) + slices);
}

}  // namespace longview

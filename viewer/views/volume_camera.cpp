#include "viewer/views/volume_camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "viewer/scene/slice_geometry.h"
#include "viewer/scene/volume_facts.h"

namespace longview {
namespace {

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

BodyExtent shown_extent(const ViewModel& model) {
  for (const auto& [date, mask] : model.brain_masks) {
    const auto box = box_above(mask, 0.5);
    if (!box || date < 0 || date >= static_cast<int>(model.study->timepoints.size())) continue;
    const Affine to_study = inverse(to_scan_map(model.study->timepoints[static_cast<std::size_t>(date)]));
    BodyExtent extent{map_point(to_study, centre(*box)), {1, 1, 1}};
    for (int n = 0; n < 8; ++n) {
      Vec3 index{};
      for (std::size_t c = 0; c < 3; ++c) index[c] = (n >> c & 1) ? box->size[c] - 1 : 0;
      const Vec3 corner = map_point(to_study, point_at(*box, index));
      for (std::size_t c = 0; c < 3; ++c)
        extent.size[c] = std::max(extent.size[c], 2 * std::abs(corner[c] - extent.middle[c]));
    }
    return extent;
  }
  return body_extent(*model.study);
}

}  // namespace

QPointF VolumeCamera::pixel_of(const Vec3& point) const {
  const Vec3 from{point[0] - focus[0], point[1] - focus[1], point[2] - focus[2]};
  return {width / 2.0 + dot(from, right) / mm_per_pixel, height / 2.0 - dot(from, up) / mm_per_pixel};
}

Vec3 VolumeCamera::point_under(const QPointF& pixel) const {
  const double x = (pixel.x() - width / 2.0) * mm_per_pixel, y = (height / 2.0 - pixel.y()) * mm_per_pixel;
  Vec3 point = focus;
  for (std::size_t c = 0; c < 3; ++c) point[c] += x * right[c] + y * up[c];
  return point;
}

VolumeCamera volume_camera(const ViewModel& model, int width, int height) {
  const Scene& scene = model.scene;
  VolumeCamera camera;
  camera.width = std::max(1, width);
  camera.height = std::max(1, height);
  const double turn = scene.camera[0] * std::numbers::pi / 180;
  const double rise = std::clamp(scene.camera[1], -89.0, 89.0) * std::numbers::pi / 180;
  // LPS: the front is -y, left is +x, up is +z.
  camera.towards = {std::sin(turn) * std::cos(rise), -std::cos(turn) * std::cos(rise), std::sin(rise)};
  // Seen from the front, the patient's left is at the right.
  camera.right = {std::cos(turn), std::sin(turn), 0};
  camera.up = {-std::sin(turn) * std::sin(rise), std::cos(turn) * std::sin(rise), std::cos(rise)};

  const BodyExtent body = shown_extent(model);
  camera.focus = body.middle;
  // Heads are round: their largest measures suffice for all directions, and the scale stays while they turn.
  const double wide = std::max(body.size[0], body.size[1]), high = std::max(wide, body.size[2]);
  camera.mm_per_pixel =
      std::max(wide / camera.width, high / camera.height) * 1.14 / std::clamp(scene.camera_zoom, 0.05, 100.0);
  return camera;
}

}  // namespace longview

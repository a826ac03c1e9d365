// The camera of 3D views: parallel, turned about the patient's long axis and up, the same for all views of a scene.
#pragma once

#include <QPointF>
#include <array>

#include "viewer/views/view_model.h"

namespace longview {

struct VolumeCamera {
  Vec3 focus{};                   // study point in the middle of the view
  Vec3 right{}, up{}, towards{};  // unit vectors; `towards` points from the patient to the eye
  double mm_per_pixel = 1;
  int width = 1, height = 1;

  QPointF pixel_of(const Vec3& point) const;
  // The study point under a pixel, in the plane of the focus.
  Vec3 point_under(const QPointF& pixel) const;
};

// For a view of that many pixels; zoom 1 shows the whole brain, or head where no brain is known, from every side.
// The model must have a study.
VolumeCamera volume_camera(const ViewModel& model, int width, int height);

}  // namespace longview

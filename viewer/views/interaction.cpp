#include "viewer/views/interaction.h"

#include <algorithm>
#include <cmath>

#include "viewer/scene/slice_geometry.h"
#include "viewer/scene/volume_facts.h"
#include "viewer/views/corner_text.h"

namespace longview {
namespace {

SliceGeometry geometry_of(const Study& study, const Scene& scene, const ViewPlace& place) {
  return slice_geometry(study, scene, place.plane, place.rect.width(), place.rect.height());
}

Scene windowed(const Study& study, Scene scene, const ViewPlace& place, const QPointF& by) {
  const Timepoint& date = study.timepoints[static_cast<std::size_t>(place.timepoint)];
  const Series* series = shown_series_of(date);
  if (!series) return scene;
  const GreyWindow now = shown_window(scene, place.timepoint, *series->volume);
  // The whole width of the automatic window in 300 pixels: the same feel for CT and any MR.
  const VolumeFacts facts = volume_facts(*series->volume);
  const double per_pixel = (facts.high - facts.low) / 300;
  const GreyWindow next{now.centre + by.y() * per_pixel, std::max(per_pixel * 0.5, now.width + by.x() * per_pixel)};
  scene.windows[place.timepoint] = next;
  if (!scene.linked) return scene;
  // Linked dates of the same modality and sequence keep looking alike: the change is carried over by their scales.
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const Series* other = shown_series_of(study.timepoints[i]);
    if (static_cast<int>(i) == place.timepoint || !other || other->modality != series->modality ||
        other->sequence != series->sequence)
      continue;
    const VolumeFacts theirs = volume_facts(*other->volume);
    const double scale =
        series->modality == "CT" ? 1 : (theirs.high - theirs.low) / std::max(1e-30, facts.high - facts.low);
    const double offset = series->modality == "CT" ? 0 : theirs.low - scale * facts.low;
    scene.windows[static_cast<int>(i)] = {scale * next.centre + offset, scale * next.width};
  }
  return scene;
}

Scene measured(const Study& study, Scene scene, const ViewPlace& place, const QPointF& from, const QPointF& to,
               bool ellipse) {
  if ((to - from).manhattanLength() < 3) return scene;
  scene.measurements.push_back({ellipse, place.timepoint, place.plane, point_under(study, scene, place, from),
                                point_under(study, scene, place, to)});
  return scene;
}

}  // namespace

int WheelSteps::add(int units, unsigned long time_ms) {
  const bool pause = !any_ || time_ms - last_ms_ > 400;
  if (pause || (rest_ > 0) != (units > 0)) rest_ = 0;
  continues_ = !pause;
  any_ = true;
  last_ms_ = time_ms;
  rest_ += units;
  const int steps = rest_ / 120;
  rest_ -= 120 * steps;
  return steps;
}

Vec3 point_under(const Study& study, const Scene& scene, const ViewPlace& place, const QPointF& at) {
  return study_point(geometry_of(study, scene, place), at.x() - place.rect.left(), at.y() - place.rect.top());
}

Scene zoomed_about(const Study& study, Scene scene, const ViewPlace& place, const QPointF& at, double factor) {
  const double zoom = std::clamp(scene.zoom * factor, 0.25, 60.0);
  const Vec3 before = point_under(study, scene, place, at);
  scene.zoom = zoom;
  const Vec3 after = point_under(study, scene, place, at);
  for (std::size_t c = 0; c < 3; ++c) scene.pan[c] += before[c] - after[c];
  return scene;
}

Scene with_date_step(const Study& study, Scene scene, const ViewPlace& place, int step) {
  const int count = static_cast<int>(study.timepoints.size());
  int* shown = &scene.timepoint;
  if (place.column >= 0 && place.column < static_cast<int>(scene.columns.size()))
    shown = &scene.columns[static_cast<std::size_t>(place.column)];
  for (int next = *shown + step; next >= 0 && next < count; next += step)
    if (!study.timepoints[static_cast<std::size_t>(next)].series.empty()) {
      *shown = next;
      break;
    }
  return scene;
}

Scene with_wheel(const Study& study, const Scene& scene, const ViewPlace& place, const QPointF& at, int steps,
                 Qt::KeyboardModifiers keys) {
  if (steps == 0) return scene;
  if (keys & Qt::AltModifier) return with_date_step(study, scene, place, steps > 0 ? 1 : -1);
  if (place.plane == Plane::surfaces) {
    Scene zoomed = scene;
    zoomed.camera_zoom = std::clamp(scene.camera_zoom * std::pow(1.1, steps), 0.2, 20.0);
    return zoomed;
  }
  if (keys & Qt::ControlModifier) return zoomed_about(study, scene, place, at, std::pow(1.1, steps));
  return with_slices(study, scene, place.plane, place.timepoint, keys & Qt::ShiftModifier ? 10 * steps : steps);
}

Drag drag_for(const Scene& scene, const ViewPlace& place, const QPointF& at, Qt::MouseButton button,
              Qt::KeyboardModifiers keys) {
  if (place.plane == Plane::surfaces) {
    if (button == Qt::LeftButton) return keys & Qt::ShiftModifier ? Drag::cursor : Drag::camera;
    return button == Qt::RightButton ? Drag::camera_zoom : Drag::none;
  }
  if (button == Qt::MiddleButton) return Drag::pan;
  if (button == Qt::RightButton) return scene.tool == Tool::window_level ? Drag::zoom : Drag::window_level;
  if (button != Qt::LeftButton) return Drag::none;
  // Easier to hit than it is wide.
  if (QRectF(slice_bar(place.rect)).adjusted(-6, -4, 8, 4).contains(at)) return Drag::slice_bar;
  if (keys & Qt::ShiftModifier) return Drag::cursor;
  switch (scene.tool) {
    case Tool::crosshair: return Drag::cursor;
    case Tool::window_level: return Drag::window_level;
    case Tool::pan: return Drag::pan;
    case Tool::zoom: return Drag::zoom;
    case Tool::length: return Drag::length;
    case Tool::ellipse: return Drag::ellipse;
  }
  return Drag::none;
}

Scene dragged(const Study& study, const Scene& start, const ViewPlace& place, Drag drag, const QPointF& from,
              const QPointF& to) {
  Scene scene = start;
  const QPointF by = to - from;
  switch (drag) {
    case Drag::none: break;
    case Drag::cursor:
      if (place.plane != Plane::surfaces) scene.cursor = point_under(study, start, place, to);
      break;
    case Drag::window_level: return windowed(study, start, place, by);
    case Drag::pan: {
      const Vec3 a = point_under(study, start, place, from), b = point_under(study, start, place, to);
      for (std::size_t c = 0; c < 3; ++c) scene.pan[c] -= b[c] - a[c];
      break;
    }
    case Drag::zoom: return zoomed_about(study, start, place, from, std::pow(1.01, -by.y()));
    case Drag::length: return measured(study, start, place, from, to, false);
    case Drag::ellipse: return measured(study, start, place, from, to, true);
    case Drag::slice_bar: {
      const QRect bar = slice_bar(place.rect);
      const int slices = slice_position(study, start, place.plane, place.timepoint).slices;
      const double share = std::clamp((bar.bottom() - to.y()) / std::max(1, bar.height()), 0.0, 1.0);
      return at_slice(study, start, place.plane, place.timepoint, std::round(share * (slices - 1)));
    }
    case Drag::camera:
      scene.camera[0] = std::remainder(start.camera[0] - by.x() * 0.5, 360.0);
      scene.camera[1] = std::clamp(start.camera[1] + by.y() * 0.5, -89.0, 89.0);
      break;
    case Drag::camera_zoom:
      scene.camera_zoom = std::clamp(start.camera_zoom * std::pow(1.01, -by.y()), 0.2, 20.0);
      break;
  }
  return scene;
}

}  // namespace longview

// What gestures do to a scene: plain functions, so that every view and every test does the same (window.md section 8).
#pragma once

#include <QPointF>
#include <Qt>

#include "imaging/core/study.h"
#include "viewer/scene/scene.h"
#include "viewer/views/view_layout.h"

namespace longview {

// Wheel events are summed to whole steps of 120 units; the rest waits for the next event of the same turn.
class WheelSteps {
 public:
  // Whole steps that this event completes. A pause of 0.4 s or a change of direction drops the rest.
  int add(int units, unsigned long time_ms);
  // True if the last add() went on with the turn before: one undo step.
  bool continues() const { return continues_; }

 private:
  int rest_ = 0;
  unsigned long last_ms_ = 0;
  bool any_ = false, continues_ = false;
};

// Steps of the wheel over a view: slices, 10 slices (Shift), zoom about the pointer (Ctrl), dates (Alt).
// `at` in logical pixels of the grid.
Scene with_wheel(const Study& study, const Scene& scene, const ViewPlace& place, const QPointF& at, int steps,
                 Qt::KeyboardModifiers keys);

// What a drag does, decided when the button goes down.
enum class Drag { none, cursor, window_level, pan, zoom, length, ellipse, slice_bar, camera, camera_zoom };
Drag drag_for(const Scene& scene, const ViewPlace& place, const QPointF& at, Qt::MouseButton button,
              Qt::KeyboardModifiers keys);

// The scene when the pointer, pressed at `from` in the scene `start`, has come to `to`.
Scene dragged(const Study& study, const Scene& start, const ViewPlace& place, Drag drag, const QPointF& from,
              const QPointF& to);

// Later (+1) or earlier (-1) date in this view: its column in compare, all views elsewhere.
Scene with_date_step(const Study& study, Scene scene, const ViewPlace& place, int step);

// Zooms so that the study point under `at` stays there.
Scene zoomed_about(const Study& study, Scene scene, const ViewPlace& place, const QPointF& at, double factor);

// The study point under a place of the grid, in the view's plane.
Vec3 point_under(const Study& study, const Scene& scene, const ViewPlace& place, const QPointF& at);

}  // namespace longview

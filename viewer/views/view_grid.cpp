#include "viewer/views/view_grid.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "viewer/scene/colours.h"
#include "viewer/scene/linking.h"
#include "viewer/views/draw.h"
#include "viewer/views/interaction.h"
#include "viewer/views/prepare_application.h"
#include "viewer/views/slice_view.h"
#include "viewer/views/view_marks.h"
#include "viewer/views/volume_marks.h"
#include "viewer/views/volume_view.h"

namespace longview {

// The widgets and the gesture that is going on. Widgets are kept from layout to layout.
struct ViewGrid::Parts {
  std::vector<SliceView*> slices;
  std::vector<VolumeView*> volumes;
  std::vector<QWidget*> shown;  // one for each of places().views

  Drag drag = Drag::none;
  ViewPlace place;  // that the drag started in
  Scene start;
  QPointF from;
  Qt::MouseButton button = Qt::NoButton;
  bool moved = false, asked = false;

  WheelSteps wheel;
  QElapsedTimer flicker_held;
  bool flicker_waits = false;
};

ViewGrid::ViewGrid(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>()) {
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMinimumSize(320, 240);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Views"));
}

ViewGrid::~ViewGrid() = default;

void ViewGrid::set(ViewModel model) {
  model_ = std::move(model);
  place_views();
}

void ViewGrid::place_views() {
  places_ = model_.study ? view_places(*model_.study, model_.scene, size()) : ViewPlaces{};
  Parts& parts = *parts_;
  parts.shown.clear();
  std::size_t slices = 0, volumes = 0;
  const bool in_3d = can_show_3d();
  for (const ViewPlace& place : places_.views) {
    QWidget* widget = nullptr;
    if (place.plane == Plane::surfaces && in_3d) {
      if (volumes == parts.volumes.size()) {
        parts.volumes.push_back(new VolumeView(this));
        parts.volumes.back()->installEventFilter(this);
      }
      VolumeView* view = parts.volumes[volumes++];
      view->show_place(model_, place);
      widget = view;
    } else {
      if (slices == parts.slices.size()) {
        parts.slices.push_back(new SliceView(model_, this));
        parts.slices.back()->installEventFilter(this);
      }
      SliceView* view = parts.slices[slices++];
      view->show_place(place);
      widget = view;
    }
    widget->setAccessibleName(accessible_words(model_, place));
    widget->show();
    parts.shown.push_back(widget);
  }
  for (; slices < parts.slices.size(); ++slices) parts.slices[slices]->hide();
  for (; volumes < parts.volumes.size(); ++volumes) parts.volumes[volumes]->hide();
  update();
}

void ViewGrid::resizeEvent(QResizeEvent*) { place_views(); }

void ViewGrid::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colours::window);
  if (!model_.study) return;
  for (const ColumnHeader& header : places_.headers) draw_column_header(painter, *model_.study, header);
  if (places_.views.size() > 1)
    for (const ViewPlace& place : places_.views)
      if (place.view == model_.scene.active_view) draw_active_line(painter, place.rect);
}

Scene ViewGrid::scene_at(const ViewPlace& place) const {
  return scene_of_date(*model_.study, model_.scene, place.timepoint);
}

void ViewGrid::ask_at(const ViewPlace& place, const Scene& of_date, bool continues) {
  ask(with_scene_of_date(*model_.study, model_.scene, of_date, place.timepoint), continues);
}

void ViewGrid::ask(const Scene& scene, bool continues) {
  if (scene == model_.scene) return;
  parts_->asked = true;
  Q_EMIT scene_changed(scene, continues);
}

bool ViewGrid::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyRelease && parts_->flicker_waits) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Space && !key->isAutoRepeat()) flicker_released();
    return false;
  }
  const auto found = std::find(parts_->shown.begin(), parts_->shown.end(), watched);
  if (found == parts_->shown.end() || !model_.study) return false;
  const ViewPlace place = places_.views[static_cast<std::size_t>(found - parts_->shown.begin())];
  switch (event->type()) {
    case QEvent::MouseButtonPress: press(place, *static_cast<QMouseEvent*>(event)); return true;
    case QEvent::MouseMove: move(place, *static_cast<QMouseEvent*>(event)); return true;
    case QEvent::MouseButtonRelease: release(*static_cast<QMouseEvent*>(event)); return true;
    case QEvent::MouseButtonDblClick: {
      if (static_cast<QMouseEvent*>(event)->button() != Qt::LeftButton) return true;
      Scene next = model_.scene;
      next.maximised_view = next.maximised_view == place.view ? -1 : place.view;
      next.active_view = place.view;
      ask(next, false);
      return true;
    }
    case QEvent::Wheel: turn(place, *static_cast<QWheelEvent*>(event)); return true;
    case QEvent::Leave: Q_EMIT pointed_at({}, -1); return false;
    default: return false;
  }
}

void ViewGrid::press(const ViewPlace& place, const QMouseEvent& event) {
  Parts& parts = *parts_;
  setFocus(Qt::MouseFocusReason);
  if (parts.button != Qt::NoButton) return;  // one button at a time
  parts.from = event.position() + place.rect.topLeft();
  parts.button = event.button();
  parts.place = place;
  parts.moved = parts.asked = false;
  parts.drag = drag_for(model_.scene, place, parts.from, event.button(), event.modifiers());
  Scene next = scene_at(place);
  next.active_view = place.view;
  if (parts.drag == Drag::cursor || parts.drag == Drag::slice_bar)
    next = dragged(*model_.study, next, place, parts.drag, parts.from, parts.from);
  parts.start = next;
  ask_at(place, next, false);
}

void ViewGrid::move(const ViewPlace& place, const QMouseEvent& event) {
  Parts& parts = *parts_;
  if (parts.button == Qt::NoButton) {
    if (place.plane != Plane::surfaces)
      Q_EMIT pointed_at(point_under(*model_.study, scene_at(place), place, event.position() + place.rect.topLeft()),
                        place.timepoint);
    return;
  }
  // The drag belongs to the view that it started in, wherever the pointer is by now.
  const QPointF to = event.position() + place.rect.topLeft();
  if ((to - parts.from).manhattanLength() > 3) parts.moved = true;
  if (!parts.moved || parts.drag == Drag::none) return;
  ask_at(parts.place, dragged(*model_.study, parts.start, parts.place, parts.drag, parts.from, to), parts.asked);
  if (parts.drag == Drag::cursor) Q_EMIT pointed_at(scene_at(parts.place).cursor, parts.place.timepoint);
}

void ViewGrid::release(const QMouseEvent& event) {
  Parts& parts = *parts_;
  if (event.button() != parts.button) return;
  parts.button = Qt::NoButton;
  const Drag drag = std::exchange(parts.drag, Drag::none);
  if (parts.moved) return;
  if (event.button() == Qt::RightButton) Q_EMIT menu_asked(parts.place.view, event.globalPosition().toPoint());
  if (event.button() == Qt::LeftButton && parts.place.plane == Plane::surfaces &&
      (drag == Drag::camera || drag == Drag::cursor))
    for (VolumeView* view : parts.volumes)
      if (view->isVisible() && view->geometry() == parts.place.rect)
        if (const auto point = view->point_under(event.position())) {
          Scene next = model_.scene;
          next.cursor = *point;
          ask(next, parts.asked);
        }
}

void ViewGrid::turn(const ViewPlace& place, const QWheelEvent& event) {
  // Slices never run on after the finger has stopped.
  if (event.phase() == Qt::ScrollMomentum) return;
  // With Alt, some platforms turn the wheel sideways.
  const int units = event.angleDelta().y() ? event.angleDelta().y() : event.angleDelta().x();
  const int steps = parts_->wheel.add(units, static_cast<unsigned long>(event.timestamp()));
  const Scene next = with_wheel(*model_.study, scene_at(place), place, event.position() + place.rect.topLeft(), steps,
                                event.modifiers());
  ask_at(place, next, parts_->wheel.continues());
}

void ViewGrid::flicker_pressed() {
  if (parts_->flicker_waits || !model_.study) return;
  Scene next = model_.scene;
  const bool on = next.flicker_view < 0;
  next.flicker_view = on ? next.active_view : -1;
  if (on) {
    // Wherever the focus is, letting Space go ends it.
    parts_->flicker_held.start();
    parts_->flicker_waits = true;
    QCoreApplication::instance()->installEventFilter(this);
  }
  ask(next, true);
}

void ViewGrid::flicker_released() {
  if (!parts_->flicker_waits) return;
  parts_->flicker_waits = false;
  QCoreApplication::instance()->removeEventFilter(this);
  if (parts_->flicker_held.elapsed() < 300) return;  // a short press: it stays
  Scene next = model_.scene;
  next.flicker_view = -1;
  ask(next, true);
}

namespace {

// The marks belong over the 3D picture, too.
void draw_volume(QPainter& painter, const ViewModel& model, ViewPlace place, const QImage& picture) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(place.rect.topLeft());
  place.rect = QRect(QPoint(0, 0), place.rect.size());
  painter.setClipRect(place.rect);
  painter.drawImage(place.rect, picture);
  draw_volume_marks(painter, model, place);
  painter.restore();
}

}  // namespace

QImage ViewGrid::picture(int view, bool with_patient) {
  ViewModel shown = model_;
  if (!with_patient) shown.scene.hide_patient = true;
  const double ratio = devicePixelRatioF();
  QImage picture = draw(shown, size(), ratio);
  QPainter painter(&picture);
  for (std::size_t i = 0; i < parts_->shown.size() && i < places_.views.size(); ++i)
    if (auto* volume = dynamic_cast<VolumeView*>(parts_->shown[i]))
      draw_volume(painter, shown, places_.views[i], volume->grabFramebuffer());
  painter.end();
  for (const ViewPlace& place : places_.views)
    if (place.view == view)
      return picture.copy(QRectF(place.rect.topLeft() * ratio, QSizeF(place.rect.size()) * ratio).toRect());
  return picture;
}

bool ViewGrid::finished() const {
  for (const VolumeView* view : parts_->volumes)
    if (view->isVisible() && !view->finished()) return false;
  return true;
}

}  // namespace longview

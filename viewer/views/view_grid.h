// All views of a scene: layouts, headers of columns, mouse and wheel (window.md sections 4, 5 and 8).
// The window gives it a model; it answers gestures with the scene that should come next and shows nothing by itself.
#pragma once

#include <QImage>
#include <QPoint>
#include <QWidget>
#include <map>
#include <memory>
#include <optional>

#include "viewer/views/view_layout.h"
#include "viewer/views/view_model.h"

namespace longview {

class ViewGrid : public QWidget {
  Q_OBJECT

 public:
  explicit ViewGrid(QWidget* parent = nullptr);
  ~ViewGrid() override;

  // What to draw from now on; all views repaint in the next pass of the event loop, in one go.
  void set(ViewModel model);
  const ViewModel& model() const { return model_; }
  // What each visible view shows, with its place in this widget.
  const ViewPlaces& places() const { return places_; }

  // The views as they are on the screen, with plates and frames; one view, or all with -1. For copy and export.
  // Patient data is left out unless `with_patient`.
  QImage picture(int view = -1, bool with_patient = false);
  // True once every surface that 3D views show is made: what a picture test waits for.
  bool finished() const;

 Q_SIGNALS:
  // A gesture wants this scene. `continues`: the same undo step as the one before (later parts of a drag, or of a run
  // of the wheel): hand both to SceneHistory::record.
  void scene_changed(const longview::Scene& scene, bool continues);
  // The pointer is over this LPS point of study space in a view of `timepoint`; timepoint -1: over no view.
  void pointed_at(const longview::Vec3& study_point, int timepoint);
  // Right click without moving: the window shows its menu for this view there (global position).
  void menu_asked(int view, const QPoint& where);

 public Q_SLOTS:
  // Space: the active view shows the date before while held; a short press leaves it so until the next one.
  void flicker_pressed();
  void flicker_released();

 protected:
  void resizeEvent(QResizeEvent*) override;
  void paintEvent(QPaintEvent*) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place_views();
  void press(const ViewPlace& place, const QMouseEvent& event);
  void move(const ViewPlace& place, const QMouseEvent& event);
  void release(const QMouseEvent& event);
  void turn(const ViewPlace& place, const QWheelEvent& event);
  void ask(const Scene& scene, bool continues);
  // The scene as a view's date shows it, and what a gesture there made of it.
  Scene scene_at(const ViewPlace& place) const;
  void ask_at(const ViewPlace& place, const Scene& of_date, bool continues);
  struct Parts;
  ViewModel model_;
  ViewPlaces places_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace longview

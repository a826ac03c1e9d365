// One 3D view: surfaces of the head and of each date's lesion, or the scan itself as a volume; cursor, legend and
// orientation cube over it (window.md section 11).
#pragma once

#include <QOpenGLWidget>
#include <memory>
#include <optional>

#include "viewer/views/view_layout.h"
#include "viewer/views/view_model.h"

namespace longview {

class VolumeView : public QOpenGLWidget {
  Q_OBJECT

 public:
  explicit VolumeView(QWidget* parent = nullptr);
  ~VolumeView() override;

  void show_place(const ViewModel& model, const ViewPlace& place);
  // False while a surface is being made.
  bool finished() const;
  // The nearest point of a visible surface under a place of this widget, study space.
  std::optional<Vec3> point_under(const QPointF& at) const;
  // "llvmpipe ..., fixed-point mapper": known after the first picture.
  QString renderer_words() const;
  // True when the last picture was drawn in full detail.
  bool refined() const;
  // Pictures drawn so far: what benchmarks count.
  int frames() const;

 protected:
  void initializeGL() override;
  void paintGL() override;
  void resizeEvent(QResizeEvent*) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace longview

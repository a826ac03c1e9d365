#include "viewer/views/slice_view.h"

#include <QPainter>

#include "viewer/panels/words.h"
#include "viewer/scene/slice_geometry.h"
#include "viewer/views/corner_text.h"
#include "viewer/views/slice_paint.h"

namespace longview {

SliceView::SliceView(const ViewModel& model, QWidget* parent) : QWidget(parent), model_(model) {
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMouseTracking(true);
}

void SliceView::show_place(const ViewPlace& place) {
  place_ = place;
  if (geometry() != place.rect) setGeometry(place.rect);
  update();
}

void SliceView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (!model_.study || place_.timepoint >= static_cast<int>(model_.study->timepoints.size())) {
    painter.fillRect(rect(), Qt::black);
    return;
  }
  ViewPlace own = place_;
  own.rect = rect();
  paint_slice(painter, model_, own);
}

QString accessible_words(const ViewModel& model, const ViewPlace& place) {
  const auto index = static_cast<std::size_t>(place.timepoint);
  const Timepoint& date = model.study->timepoints[index];
  QString text = QString::fromStdString(badge(*model.study, index)) + ", " + kind_words(date.kind) + ", " +
                 date_words(date) + ", " + plane_words(place.plane).toLower();
  if (place.plane == Plane::surfaces) return text;
  const SlicePosition position = slice_position(*model.study, model.scene, place.plane, place.timepoint);
  return text + QObject::tr(", slice %1 of %2").arg(position.slice).arg(position.slices);
}

}  // namespace longview

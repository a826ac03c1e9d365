#include "viewer/views/draw.h"

#include <QPainter>

#include "viewer/scene/colours.h"
#include "viewer/views/corner_text.h"
#include "viewer/views/slice_paint.h"
#include "viewer/views/view_marks.h"

namespace longview {

QImage draw(const ViewModel& model, const QSize& size, double device_pixel_ratio) {
  QImage picture(size * device_pixel_ratio, QImage::Format_RGB32);
  picture.setDevicePixelRatio(device_pixel_ratio);
  picture.fill(colours::window);
  if (!model.study) return picture;
  QPainter painter(&picture);
  const ViewPlaces places = view_places(*model.study, model.scene, size);
  for (const ColumnHeader& header : places.headers) draw_column_header(painter, *model.study, header);
  for (const ViewPlace& place : places.views) {
    if (place.plane != Plane::surfaces) {
      paint_slice(painter, model, place);
      continue;
    }
    painter.fillRect(place.rect, Qt::black);
    draw_short_corners(painter, model, place);
    draw_prediction_marks(painter, *model.study, place.timepoint, place.rect);
  }
  if (places.views.size() > 1)
    for (const ViewPlace& place : places.views)
      if (place.view == model.scene.active_view) draw_active_line(painter, place.rect);
  return picture;
}

QImage draw(const std::shared_ptr<const Study>& study, const Scene& scene, const QSize& size) {
  return draw({study, scene, {}}, size);
}

}  // namespace longview

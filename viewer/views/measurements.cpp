#include "viewer/views/measurements.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "viewer/panels/badge.h"
#include "viewer/scene/colours.h"
#include "viewer/scene/slice_geometry.h"
#include "viewer/scene/volume_facts.h"
#include "viewer/views/edge_text.h"

namespace longview {
namespace {

Vec3 minus(const Vec3& a, const Vec3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

QString ellipse_words(const Study& study, const Measurement& m) {
  const PlaneAxes axes = plane_axes(reference_grid(study), m.plane);
  const Vec3 across = minus(m.b, m.a);
  const double a = std::abs(dot(across, axes.right)) / 2, b = std::abs(dot(across, axes.down)) / 2;
  QString text = QString::number(std::numbers::pi * a * b / 100, 'f', 2) + QStringLiteral(" cm²");
  const Timepoint& date = study.timepoints[static_cast<std::size_t>(m.timepoint)];
  const Series* series = shown_series_of(date);
  if (!series || a <= 0 || b <= 0) return text;
  // Sampled on 61 x 61 points of the ellipse's box.
  double n = 0, sum = 0, squares = 0;
  for (int y = -30; y <= 30; ++y)
    for (int x = -30; x <= 30; ++x) {
      if (x * x + y * y > 900) continue;
      Vec3 point{};
      for (std::size_t c = 0; c < 3; ++c)
        point[c] = (m.a[c] + m.b[c]) / 2 + axes.right[c] * a * x / 30 + axes.down[c] * b * y / 30;
      const double v =
          interpolate(*series->volume, index_at(series->grid, map_point(to_scan_map(date), point)), std::nan(""));
      if (!std::isfinite(v)) continue;
      n += 1;
      sum += v;
      squares += v * v;
    }
  if (n < 2) return text;
  const double mean = sum / n, deviation = std::sqrt(std::max(0.0, squares / n - mean * mean));
  return text + ", " + QString::number(mean, 'g', 4) + QStringLiteral(" ± ") + QString::number(deviation, 'g', 3);
}

}  // namespace

QString measurement_words(const Study& study, const Measurement& measurement) {
  if (measurement.timepoint < 0 || measurement.timepoint >= static_cast<int>(study.timepoints.size())) return {};
  if (measurement.ellipse) return ellipse_words(study, measurement);
  const Vec3 along = minus(measurement.b, measurement.a);
  return QString::number(std::sqrt(dot(along, along)), 'f', 1) + QStringLiteral(" mm");
}

void draw_measurements(QPainter& painter, const ViewModel& model, const ViewPlace& place) {
  const SliceGeometry geometry =
      slice_geometry(*model.study, model.scene, place.plane, place.rect.width(), place.rect.height());
  const double half_slice =
      slice_position(*model.study, model.scene, place.plane, place.timepoint).thickness_mm / 2 + 1e-6;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  for (const Measurement& m : model.scene.measurements) {
    if (m.plane != place.plane || m.timepoint != place.timepoint) continue;
    if (std::abs(distance_to(geometry, m.a)) > half_slice) continue;
    const auto a = pixel_of(geometry, m.a), b = pixel_of(geometry, m.b);
    const QPointF corner = place.rect.topLeft();
    const QPointF from = corner + QPointF(a[0], a[1]), to = corner + QPointF(b[0], b[1]);
    painter.setBrush(Qt::NoBrush);
    if (m.ellipse) {
      painter.setPen(QPen(QColor(0, 0, 0, 170), 3));
      painter.drawEllipse(QRectF(from, to).normalized());
      painter.setPen(QPen(colours::text, 1.4));
      painter.drawEllipse(QRectF(from, to).normalized());
    } else
      draw_edge_line(painter, from, to, colours::text, 1.4);
    const QPointF right = from.x() > to.x() ? from : to;
    draw_edge_text(painter, QRectF(right.x() + 8, right.y() - 8, 200, 16), Qt::AlignLeft | Qt::AlignVCenter,
                   measurement_words(*model.study, m), text_font(12, 500), colours::text);
  }
  painter.restore();
}

}  // namespace longview

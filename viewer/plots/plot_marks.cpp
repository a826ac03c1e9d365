#include "viewer/plots/plot_marks.h"

#include <algorithm>
#include <cmath>

#include "viewer/scene/colours.h"

namespace longview {

namespace {
constexpr double mark_size = 6;
}  // namespace

double nice_step(double span, int wanted) {
  const double rough = span / wanted, power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0})
    if (factor * power >= rough) return factor * power;
  return 10 * power;
}

QRectF mark_box(const QPointF& place) {
  return {place.x() - mark_size, place.y() - mark_size, 2 * mark_size, 2 * mark_size};
}

QRectF place_beside(const QPointF& mark, const QSizeF& size, bool predicted, const QRectF& room,
                    const std::vector<QRectF>& taken) {
  const double w = size.width(), h = size.height(), gap = mark_size + 2;
  const QPointF right(mark.x() + gap, mark.y() - h / 2), left(mark.x() - gap - w, mark.y() - h / 2),
      above_left(mark.x() - w + 1, mark.y() - gap - h), above(mark.x() - w / 2, mark.y() - gap - h),
      below_right(mark.x() + 2, mark.y() + gap - 2), below_left(mark.x() - w - 2, mark.y() + gap - 2);
  const std::vector<QPointF> order = predicted ? std::vector{right, below_right, above, left, below_left, above_left}
                                               : std::vector{above_left, above, below_right, right, left, below_left};
  for (const QPointF& corner : order) {
    const QRectF box(corner, size);
    const bool free =
        std::none_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(box); });
    if (free && room.contains(box)) return box;
  }
  return {above_left, size};
}

void draw_plot_mark(QPainter& painter, const QPointF& place, TimepointKind kind, const QColor& predicted) {
  if (kind == TimepointKind::acquired) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours::acquired);
    painter.drawEllipse(place, 4.5, 4.5);
    return;
  }
  const bool backtest = kind == TimepointKind::backtest;
  QColor colour = predicted;
  if (backtest) colour.setAlphaF(0.65);
  const double size = backtest ? 4.5 : 5.5;
  QPen pen(colour, 1.5);
  if (backtest) pen.setDashPattern({1, 1});
  painter.setPen(pen);
  painter.setBrush(colours::predicted_ground);
  painter.drawPolygon(QPolygonF() << place + QPointF(0, -size) << place + QPointF(size, 0) << place + QPointF(0, size)
                                  << place + QPointF(-size, 0));
}

void draw_mark_name(QPainter& painter, const QRectF& place, const QString& name) {
  QColor ground = colours::panel;
  ground.setAlphaF(0.75f);
  painter.fillRect(place.adjusted(0, 1, 0, -1), ground);
  painter.drawText(place, Qt::AlignCenter, name);
}

}  // namespace longview

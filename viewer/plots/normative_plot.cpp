#include "viewer/plots/normative_plot.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/panels/words.h"
#include "viewer/plots/plot_marks.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr int plot_height = 226, words_height = 18;
const QColor band_colour(0x8A, 0x95, 0xA1);

QString percentile_words(double percentile) {
  if (percentile < 1) return QCoreApplication::translate("NormativePlot", "below the 1st percentile");
  if (percentile > 99) return QCoreApplication::translate("NormativePlot", "above the 99th percentile");
  return QCoreApplication::translate("NormativePlot", "percentile %1").arg(std::lround(percentile));
}

}  // namespace

QString normative_words(const NormativePoint& point) {
  QString words = QStringLiteral("%1, %2 y: %3")
                      .arg(point.badge, QString::number(point.age_years, 'f', 1),
                           with_unit(point.volume_ml, "mL", point.kind != TimepointKind::acquired));
  if (point.percentile) words += ", " + percentile_words(*point.percentile);
  return words;
}

struct NormativePlot::Axes {
  QRectF box;
  double first = 20, last = 85, bottom = 0, top = 1;
  QPointF at(double age, double ml) const {
    return {box.left() + (age - first) / (last - first) * box.width(),
            box.bottom() - (ml - bottom) / (top - bottom) * box.height()};
  }
};

NormativePlot::NormativePlot(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setAccessibleName(tr("Volume by age, beside the healthy"));
  set({});
}

void NormativePlot::set(const NormativeContent& content) {
  content_ = content;
  const int lines =
      static_cast<int>(content.points.size()) + 2 * !content.reference.isEmpty() + 2 * !content.missing.isEmpty();
  setFixedHeight((content.points.empty() ? 0 : plot_height) + lines * words_height + 8);
  QStringList words;
  for (const NormativePoint& point : content.points) words << normative_words(point);
  setAccessibleDescription(content.region + ": " + words.join("; "));
  update();
}

NormativePlot::Axes NormativePlot::axes() const {
  Axes axes;
  axes.box = QRectF(46, 12, width() - 46 - 40, plot_height - 12 - 42);
  double low = 1e300, high = -1e300;
  const auto take = [&](double age, double ml) {
    axes.first = std::min(axes.first, std::floor(age / 5) * 5);
    axes.last = std::max(axes.last, std::ceil(age / 5) * 5);
    low = std::min(low, ml);
    high = std::max(high, ml);
  };
  for (const NormPoint& point : content_.band) {
    take(point.age_years, point.low);
    take(point.age_years, point.high);
  }
  for (const NormativePoint& point : content_.points) take(point.age_years, point.volume_ml);
  if (low > high) return axes;
  const double span = std::max(high - low, 0.05 * std::abs(high) + 1e-3);
  const double step = nice_step(1.1 * span, 5);
  axes.bottom = std::max(0.0, std::floor((low - 0.05 * span) / step) * step);
  axes.top = std::ceil((high + 0.05 * span) / step) * step;
  return axes;
}

QPointF NormativePlot::place_of(const NormativePoint& point) const {
  return axes().at(point.age_years, point.volume_ml);
}

void NormativePlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!content_.points.empty()) {
    const Axes plot = axes();
    paint_grid(painter, plot);
    paint_band(painter, plot);
    paint_points(painter, plot);
  }
  paint_words(painter);
}

void NormativePlot::paint_grid(QPainter& painter, const Axes& axes) const {
  painter.setFont(text_font(11));
  const double step = nice_step(axes.top - axes.bottom, 5);
  for (double ml = axes.bottom; ml <= axes.top + 1e-9; ml += step) {
    const double y = std::round(axes.at(axes.first, ml).y()) + 0.5;
    painter.setPen(QPen(ml == axes.bottom ? colours::strong_line : colours::line, 1));
    painter.drawLine(QPointF(axes.box.left(), y), QPointF(axes.box.right(), y));
    painter.setPen(colours::text_third);
    painter.drawText(QRectF(0, y - 8, 37, 16), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(ml, 'f',
                                     step < 0.1 ? 2
                                     : step < 1 ? 1
                                                : 0));
  }
  painter.drawText(axes.box.topLeft() + QPointF(6, 12), "mL");
  for (double age = std::ceil(axes.first / 10) * 10; age <= axes.last; age += 10) {
    const QPointF place(axes.at(age, 0).x(), axes.box.bottom());
    painter.setPen(QPen(colours::strong_line, 1));
    painter.drawLine(place, place + QPointF(0, 3));
    painter.setPen(colours::text_third);
    painter.drawText(QRectF(place.x() - 30, place.y() + 4, 60, 14), Qt::AlignCenter, QString::number(age));
  }
  painter.drawText(QRectF(axes.box.left(), axes.box.bottom() + 18, axes.box.width(), 16), Qt::AlignRight,
                   tr("years of age"));
}

void NormativePlot::paint_band(QPainter& painter, const Axes& axes) const {
  if (content_.band.empty()) return;
  QPolygonF low, high, mean;
  for (const NormPoint& point : content_.band) {
    low << axes.at(point.age_years, point.low);
    high << axes.at(point.age_years, point.high);
    mean << axes.at(point.age_years, point.mean);
  }
  QPolygonF area = low;
  for (qsizetype i = high.size(); i-- > 0;) area << high[i];
  painter.save();
  painter.setClipRect(axes.box);
  QColor ground = band_colour;
  ground.setAlphaF(0.2f);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawPolygon(area);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(band_colour, 1));
  painter.drawPolyline(low);
  painter.drawPolyline(high);
  painter.setPen(QPen(band_colour, 1.6));
  painter.drawPolyline(mean);
  painter.restore();
  painter.setFont(text_font(11));
  painter.setPen(colours::text_second);
  const std::pair<QPointF, QString> names[] = {
      {high.back(), "97.5 %"}, {mean.back(), tr("mean")}, {low.back(), "2.5 %"}};
  for (const auto& [end, name] : names)
    painter.drawText(QRectF(end.x() + 4, end.y() - 8, 44, 16), Qt::AlignLeft | Qt::AlignVCenter, name);
}

void NormativePlot::paint_points(QPainter& painter, const Axes& axes) const {
  QPolygonF acquired;
  std::vector<QRectF> taken;
  for (const NormativePoint& point : content_.points) {
    const QPointF place = axes.at(point.age_years, point.volume_ml);
    taken.push_back(mark_box(place));
    if (point.kind == TimepointKind::acquired) acquired << place;
  }
  painter.setPen(QPen(colours::acquired, 1.8));
  painter.drawPolyline(acquired);
  QPen dashed(colours::predicted, 1.8);
  dashed.setDashPattern({3.5, 2});
  painter.setPen(dashed);
  for (const NormativePoint& point : content_.points)
    if (point.kind == TimepointKind::predicted && !acquired.isEmpty())
      painter.drawLine(acquired.back(), axes.at(point.age_years, point.volume_ml));
  painter.setFont(text_font(11, 600));
  const QRectF room(axes.box.left(), 0, width() - axes.box.left(), axes.box.bottom());
  for (const NormativePoint& point : content_.points) {
    const QPointF place = axes.at(point.age_years, point.volume_ml);
    const bool made_up = point.kind != TimepointKind::acquired;
    draw_plot_mark(painter, place, point.kind, colours::predicted);
    const QSizeF size(painter.fontMetrics().horizontalAdvance(point.badge) + 2, 13);
    const QRectF words = place_beside(place, size, made_up, room, taken);
    taken.push_back(words);
    painter.setPen(made_up ? colours::predicted : colours::acquired);
    draw_mark_name(painter, words, point.badge);
  }
}

void NormativePlot::paint_words(QPainter& painter) const {
  int y = content_.points.empty() ? 2 : plot_height - 4;
  const auto line = [&](const QString& text, const QColor& colour, int rows) {
    painter.setFont(text_font(12));
    painter.setPen(colour);
    painter.drawText(QRect(12, y, width() - 24, rows * words_height), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     text);
    y += rows * words_height;
  };
  for (const NormativePoint& point : content_.points)
    line(normative_words(point), point.kind == TimepointKind::acquired ? colours::text : colours::predicted, 1);
  if (!content_.reference.isEmpty()) line(content_.reference, colours::text_third, 2);
  if (!content_.missing.isEmpty()) line(content_.missing, colours::warning, 2);
}

const NormativePoint* NormativePlot::point_at(const QPointF& place) const {
  const Axes plot = axes();
  for (const NormativePoint& point : content_.points) {
    const QPointF mark = plot.at(point.age_years, point.volume_ml);
    if (std::hypot(mark.x() - place.x(), mark.y() - place.y()) < 12) return &point;
  }
  return nullptr;
}

void NormativePlot::mousePressEvent(QMouseEvent* event) {
  if (const NormativePoint* point = point_at(event->position())) Q_EMIT date_chosen(point->timepoint);
}

void NormativePlot::mouseMoveEvent(QMouseEvent* event) {
  const NormativePoint* point = point_at(event->position());
  setToolTip(point ? normative_words(*point) : QString());
}

}  // namespace longview

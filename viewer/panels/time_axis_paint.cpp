#include <QPainter>
#include <QPainterPath>
#include <QToolButton>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/panels/time_axis.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

constexpr double line_y = 61, narrow_line_y = 38;

QPolygonF diamond(const QPointF& middle, double size) {
  return QPolygonF() << middle + QPointF(0, -size) << middle + QPointF(size, 0) << middle + QPointF(0, size)
                     << middle + QPointF(-size, 0);
}

Date day_zero(const Study& study) {
  for (const auto& timepoint : study.timepoints)
    if (timepoint.date && timepoint.day)
      return *timepoint.date - std::chrono::days(static_cast<long>(std::lround(*timepoint.day)));
  return {};
}

bool dated(const Study& study) {
  for (const auto& timepoint : study.timepoints)
    if (!timepoint.date) return false;
  return !study.timepoints.empty();
}

}  // namespace

QPointF TimeAxis::place_of(const AxisMark& mark) const {
  double y = narrow_ ? narrow_line_y : line_y;
  // A back-test or synthetic mark hangs below the acquired date it belongs to.
  if (mark.kind == TimepointKind::synthetic) y += 16;
  return {scale_.x_of(mark.day), y};
}

void TimeAxis::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), colours::panel);
  painter.fillRect(0, height() - 1, width(), 1, colours::line);
  if (!narrow_) {
    painter.setFont(text_font(12, 600));
    painter.setPen(colours::text_second);
    painter.drawText(QPointF(14, 21), tr("Time axis"));
  }
  if (marks_.empty()) {
    painter.setPen(QPen(colours::strong_line, 1.5));
    painter.drawLine(QPointF(scale_.left, line_y), QPointF(width() - 92, line_y));
    return;
  }
  paint_grounds(painter);
  paint_ticks(painter);
  paint_line(painter);
  paint_trained(painter);
  if (!narrow_) paint_arc(painter);
  paint_marks(painter);
  paint_labels(painter);
}

void TimeAxis::paint_grounds(QPainter& painter) const {
  const AxisMark* newest = last_acquired();
  if (!newest || !has_days_) return;
  const double x = scale_.x_of(newest->day);
  const QRectF future(x, 0, width() - x, height() - 1);
  QColor ground = colours::predicted_ground;
  ground.setAlphaF(0.5);
  painter.fillRect(future, ground);
  draw_hatch(painter, future, 0.05);
  QColor edge = colours::predicted;
  edge.setAlphaF(0.7);
  QPen pen(edge, 1);
  pen.setDashPattern({2, 2.5});
  painter.setPen(pen);
  painter.drawLine(QPointF(x + 0.5, 0), QPointF(x + 0.5, height()));
  if (narrow_) return;
  painter.setFont(text_font(11, 600));
  painter.setPen(colours::predicted);
  painter.drawText(QPointF(x + 12, 16), tr("PREDICTED — research only"));
  painter.setPen(colours::acquired);
  painter.drawText(QRectF(x - 140, 3, 130, 18), Qt::AlignRight | Qt::AlignVCenter, tr("ACQUIRED"));
  painter.setFont(text_font(11));
  painter.setPen(colours::text_third);
  painter.drawText(QPointF(14, 99), tr("to scale"));
}

void TimeAxis::paint_line(QPainter& painter) const {
  const double y = narrow_ ? narrow_line_y : line_y;
  const AxisMark* newest = last_acquired();
  const double split = newest && has_days_ ? scale_.x_of(newest->day) : scale_.right;
  painter.setPen(QPen(colours::acquired, 2));
  painter.drawLine(QPointF(scale_.left, y), QPointF(split, y));
  if (!has_days_) {
    painter.setFont(text_font(11));
    painter.setPen(colours::text_third);
    painter.drawText(QPointF(14, narrow_ ? 50 : 99), tr("order only, no dates"));
    return;
  }
  // Beyond what the model was trained on the line is drawn as an error.
  const double reach = trained_high_ > 0 && newest ? scale_.x_of(newest->day + trained_high_) : scale_.right;
  const auto dashed = [&](const QColor& colour, double from, double to) {
    QPen pen(colour, 1.6);
    pen.setDashPattern({3.5, 2.5});
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    if (to > from) painter.drawLine(QPointF(from, y), QPointF(to, y));
  };
  dashed(colours::predicted, split, std::min(reach, scale_.right));
  dashed(colours::error, std::max(split, reach), scale_.right);
  if (reach < scale_.right - 30 && !narrow_) {
    painter.setFont(text_font(11));
    painter.setPen(colours::error);
    painter.drawText(QPointF(reach + 6, y - 7), tr("not trained beyond +%1 d").arg(std::lround(trained_high_)));
  }
}

void TimeAxis::paint_ticks(QPainter& painter) const {
  if (narrow_ || !has_days_ || !study_) return;
  painter.setFont(text_font(11));
  const auto tick = [&](double day, const QString& words) {
    const double x = scale_.x_of(day);
    if (x < scale_.left + 4 || x > scale_.right) return;
    painter.setPen(QPen(colours::strong_line, 1));
    painter.drawLine(QPointF(x, line_y - 3), QPointF(x, line_y + 3));
    painter.drawLine(QPointF(x, 86), QPointF(x, 90));
    painter.setPen(colours::text_third);
    painter.drawText(QRectF(x - 50, 91, 100, 18), Qt::AlignCenter, words);
  };
  if (!dated(*study_)) {
    const double span = scale_.last_day - scale_.first_day;
    const double step = span > 3000 ? 365 : span > 900 ? 180 : span > 300 ? 90 : 30;
    for (double day = 0; day < scale_.last_day; day += step) tick(day, tr("day %1").arg(day));
    return;
  }
  const Date zero = day_zero(*study_);
  const double span = scale_.last_day - scale_.first_day;
  const int months = span > 3 * 365 ? 12 : span > 500 ? 3 : 1;
  using namespace std::chrono;
  const year_month_day start{zero + days(static_cast<long>(scale_.first_day))};
  year_month month{start.year(), months == 12 ? January : start.month()};
  static const char* const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  bool first = true;
  for (; sys_days(month / 1) < zero + days(static_cast<long>(scale_.last_day)); month += std::chrono::months(months)) {
    const double day = days_between(zero, sys_days(month / 1));
    if (scale_.x_of(day) < scale_.left + 4) continue;
    const unsigned index = static_cast<unsigned>(month.month());
    const QString year = QString::number(static_cast<int>(month.year()));
    const QString name = QString::fromLatin1(names[index - 1]);
    tick(day, months == 12 ? year : first || index == 1 ? name + " " + year : name);
    first = false;
  }
}

void TimeAxis::paint_trained(QPainter& painter) const {
  const AxisMark* newest = last_acquired();
  if (!newest || !has_days_ || narrow_) return;
  painter.setFont(text_font(11));
  QColor colour = colours::predicted;
  colour.setAlphaF(0.75);
  for (const int days : {30, 60, 90, 180, 365}) {
    if (trained_high_ > 0 && (days < trained_low_ || days > trained_high_)) continue;
    const double x = scale_.x_of(newest->day + days);
    bool taken = x > scale_.right;
    for (const auto& mark : marks_) taken |= std::abs(place_of(mark).x() - x) < 30;
    if (taken || (days == 30 && x - scale_.x_of(newest->day) < 50)) continue;
    painter.setPen(QPen(colour, 1));
    painter.setBrush(colours::predicted_ground);
    painter.drawPolygon(diamond({x, line_y}, 4));
    painter.drawText(QRectF(x - 40, line_y + 6, 80, 16), Qt::AlignCenter, QString("+%1 d").arg(days));
  }
  // The horizon that Predict... would start with, where no prediction stands yet.
  for (const auto& mark : marks_)
    if (mark.kind == TimepointKind::predicted && std::abs(mark.day - newest->day - horizon_) < 0.5) return;
  const double x = scale_.x_of(newest->day + horizon_);
  painter.setPen(QPen(colours::predicted, 1.4));
  painter.setBrush(colours::predicted_ground);
  painter.drawPolygon(diamond({x, line_y}, 6));
}

void TimeAxis::paint_arc(QPainter& painter) const {
  for (const auto& mark : marks_) {
    if (mark.kind != TimepointKind::backtest) continue;
    const Timepoint& timepoint = study_->timepoints[static_cast<std::size_t>(mark.timepoint)];
    const double days = timepoint.provenance ? timepoint.provenance->horizon_days : 0;
    const double from = scale_.x_of(mark.day - days) + 8, to = scale_.x_of(mark.day) - 8;
    QString input, target;
    for (const auto& other : marks_) {
      if (other.kind != TimepointKind::acquired) continue;
      if (std::abs(other.day - (mark.day - days)) < 0.5) input = other.badge;
      if (std::abs(other.day - mark.day) < 0.5) target = other.badge;
    }
    QString words = tr("%1  back-test of %2 from %3").arg(mark.badge, target, input);
    if (!backtest_.isEmpty()) words += " · " + backtest_;
    QFontMetrics size(text_font(11));
    if (size.horizontalAdvance(words) > to - from - 40) words = mark.badge;
    QColor colour = colours::predicted;
    colour.setAlphaF(0.85);
    QPen pen(colour, 1.2);
    pen.setDashPattern({1, 2.6});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    QPainterPath path(QPointF(from, line_y + 5));
    path.cubicTo(QPointF(from + 24, line_y + 14), QPointF(to - 24, line_y + 14), QPointF(to, line_y + 6));
    painter.drawPath(path);
    painter.setPen(QPen(colour, 1.2));
    painter.drawPolyline(QPolygonF() << QPointF(to - 6, line_y + 5) << QPointF(to, line_y + 6)
                                     << QPointF(to - 3, line_y + 11));
    const double middle = (from + to) / 2, width = size.horizontalAdvance(words) + 12;
    const QRectF ground(middle - width / 2, line_y + 5, width, 15);
    painter.fillRect(ground, colours::panel);
    painter.setFont(text_font(11));
    painter.drawText(ground, Qt::AlignCenter, words);
  }
}

void TimeAxis::paint_marks(QPainter& painter) const {
  for (const auto& mark : marks_) {
    const QPointF place = place_of(mark);
    const bool shown = mark.timepoint == shown_;
    if (mark.kind == TimepointKind::acquired) {
      painter.setPen(shown ? QPen(colours::text, 1.6) : QPen(colours::panel, 2));
      painter.setBrush(colours::acquired);
      painter.drawEllipse(place, shown ? 7 : 6, shown ? 7 : 6);
    } else if (mark.kind != TimepointKind::backtest) {
      const double size = shown ? 11 : 9;
      painter.setPen(Qt::NoPen);
      painter.setBrush(colours::predicted_ground);
      painter.drawPolygon(diamond(place, size + 4));
      painter.save();
      QPainterPath inside;
      inside.addPolygon(diamond(place, size));
      painter.setClipPath(inside);
      draw_hatch(painter, QRectF(place.x() - size, place.y() - size, 2 * size, 2 * size), 1);
      painter.restore();
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(colours::predicted, 1.5));
      painter.drawPolygon(diamond(place, size));
      if (shown) {
        painter.setPen(QPen(QColor(Qt::white), 1.6));
        painter.drawPolygon(diamond(place, size + 4.5));
      }
    }
    if (hasFocus() && shown) {
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(colours::acquired, 2));
      painter.drawRect(QRectF(place.x() - 17, place.y() - 17, 34, 34));
    }
  }
}

void TimeAxis::paint_labels(QPainter& painter) const {
  std::vector<QRectF> taken;
  const QFontMetrics bold(text_font(13, 600)), plain(text_font(13)), small(text_font(12));
  if (!narrow_ && control_->isVisible()) taken.emplace_back(control_->geometry().adjusted(-8, 0, 0, 0));
  for (const auto& mark : marks_) {
    if (mark.kind == TimepointKind::backtest) continue;
    const bool predicted = mark.kind != TimepointKind::acquired;
    const QPointF place = place_of(mark);
    const double base = narrow_ ? 18 : predicted ? 38 : 41;
    for (int variant = 0; variant < 4; ++variant) {
      // From the whole label on its own row to the badge alone with a leader.
      const QString date = variant < 3 ? mark.date : QString();
      const QString interval = variant < 2 ? mark.interval : QString();
      const double width = bold.horizontalAdvance(mark.badge) +
                           (date.isEmpty() ? 0 : 7 + plain.horizontalAdvance(date)) +
                           (interval.isEmpty() ? 0 : 7 + small.horizontalAdvance(interval));
      const double baseline = variant == 1 || variant == 3 ? base - (narrow_ ? 0 : 16) : base;
      double x = std::max(14.0, place.x() - width / 2);
      if (const AxisMark* newest = last_acquired(); newest && !predicted && has_days_)
        x = std::min(x, scale_.x_of(newest->day) - width - 10);
      if (!predicted && x + width / 2 < place.x() - 90) x = place.x() - width / 2;
      const QRectF box(x, baseline - 13, width, 17);
      bool free = true;
      for (const auto& other : taken) free = free && !other.intersects(box.adjusted(-8, 0, 8, 0));
      if (!free && variant < 3) continue;
      taken.push_back(box);
      if (variant == 1 || variant == 3) {
        painter.setPen(QPen(colours::strong_line, 1));
        painter.drawLine(QPointF(place.x(), baseline + 4), QPointF(place.x(), place.y() - 8));
      }
      painter.setFont(text_font(13, 600));
      painter.setPen(predicted ? colours::predicted : colours::acquired);
      painter.drawText(QPointF(x, baseline), mark.badge);
      x += bold.horizontalAdvance(mark.badge) + 7;
      painter.setFont(text_font(13));
      painter.setPen(predicted ? colours::predicted : colours::text);
      painter.drawText(QPointF(x, baseline), date);
      x += plain.horizontalAdvance(date) + 7;
      painter.setFont(text_font(12));
      painter.setPen(predicted ? colours::predicted : colours::text_second);
      painter.drawText(QPointF(x, baseline), interval);
      break;
    }
  }
}

}  // namespace longview

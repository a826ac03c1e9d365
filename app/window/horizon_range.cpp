#include "app/window/horizon_range.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "viewer/panels/badge.h"
#include "viewer/scene/colours.h"

namespace longview {

HorizonRange::HorizonRange(QWidget* parent) : QWidget(parent) { setFixedHeight(36); }

void HorizonRange::set(int days, double trained_low, double trained_high) {
  days_ = days;
  low_ = trained_low;
  high_ = trained_high;
  update();
}

int HorizonRange::end() const {
  const double wanted = std::max({360.0, 1.5 * high_, 1.1 * days_});
  return static_cast<int>(std::ceil(wanted / 60) * 60);
}

double HorizonRange::x_of(double days) const { return 4 + days / end() * (width() - 40); }

void HorizonRange::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double y = 10;
  painter.setPen(QPen(colours::strong_line, 2));
  painter.drawLine(QPointF(x_of(0), y), QPointF(x_of(end()), y));
  painter.setFont(text_font(11));
  const auto number = [&](double days, const QString& words, const QColor& colour) {
    painter.setPen(colour);
    painter.drawText(QRectF(x_of(days) - 60, 19, 120, 15), Qt::AlignCenter, words);
  };
  painter.setPen(colours::text_third);
  painter.drawText(QRectF(0, 19, 20, 15), Qt::AlignLeft, "0");
  painter.drawText(QRectF(width() - 90, 19, 78, 15), Qt::AlignRight, tr("%1 d").arg(end()));
  const bool outside = high_ > 0 && (days_ < low_ || days_ > high_);
  const QColor colour = outside ? colours::error : colours::predicted;
  if (high_ > 0) {
    painter.setPen(QPen(colours::predicted, 2));
    painter.drawLine(QPointF(x_of(low_), y), QPointF(x_of(high_), y));
    if (low_ > 0.04 * end()) number(low_, QString::number(low_), colours::text_third);
    number(high_, tr("%1 d").arg(high_), colours::text_third);
    if (x_of(high_) - x_of(low_) > 130) number((low_ + high_) / 2, tr("trained range"), colours::predicted);
  }
  const QPointF at(x_of(days_), y);
  painter.setPen(QPen(colour, 1.5));
  painter.setBrush(colours::predicted_ground);
  painter.drawPolygon(QPolygonF{at + QPointF(0, -7), at + QPointF(7, 0), at + QPointF(0, 7), at + QPointF(-7, 0)});
}

void HorizonRange::mousePressEvent(QMouseEvent* event) { mouseMoveEvent(event); }

void HorizonRange::mouseMoveEvent(QMouseEvent* event) {
  const double days = (event->position().x() - 4) / (width() - 40) * end();
  Q_EMIT days_changed(std::clamp(static_cast<int>(std::lround(days)), 1, end()));
}

}  // namespace longview

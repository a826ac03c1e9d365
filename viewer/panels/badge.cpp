#include "viewer/panels/badge.h"

#include <QFontMetrics>

#include "viewer/scene/colours.h"

namespace longview {

QFont text_font(int pixels, int weight) {
  QFont font("Inter");
  font.setStyleHint(QFont::SansSerif);
  font.setPixelSize(pixels);
  // Qt blends text without gamma: light letters on a dark ground come out one weight bolder than asked for, and closer.
  font.setWeight(static_cast<QFont::Weight>(weight - 100));
  font.setLetterSpacing(QFont::AbsoluteSpacing, 0.15);
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

int badge_width(const QString& text) { return QFontMetrics(text_font(11, 600)).horizontalAdvance(text) + 10; }

int draw_badge(QPainter& painter, int x, int middle_y, const QString& text, TimepointKind kind) {
  const QRectF box(x + 0.5, middle_y - badge_height / 2 - 0.5, badge_width(text) - 1, badge_height - 1);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  if (kind == TimepointKind::acquired) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x2A, 0x5C, 0x84));
    painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2);
    painter.setPen(QColor(0xEE, 0xF5, 0xFB));
  } else {
    QPen pen(colours::predicted, 1.2);
    pen.setDashPattern(kind == TimepointKind::backtest ? QVector<qreal>{1, 1.3} : QVector<qreal>{3, 2});
    painter.setPen(pen);
    painter.setBrush(colours::predicted_ground);
    painter.drawRoundedRect(box, 2, 2);
    painter.setPen(colours::predicted);
  }
  painter.setFont(text_font(11, 600));
  painter.drawText(box, Qt::AlignCenter, text);
  painter.restore();
  return badge_width(text);
}

void draw_hatch(QPainter& painter, const QRectF& where, double opacity) {
  QColor colour = colours::predicted;
  colour.setAlphaF(opacity);
  painter.fillRect(where, colours::hatch(colour, painter.device()->devicePixelRatioF()));
}

}  // namespace longview

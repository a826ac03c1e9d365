#include "viewer/views/edge_text.h"

namespace longview {

void draw_edge_text(QPainter& painter, const QRectF& where, int flags, const QString& text, const QFont& font,
                    const QColor& colour) {
  painter.setFont(font);
  painter.setPen(QColor(0, 0, 0, 150));
  for (const QPointF shift : {QPointF(-1, 0), QPointF(1, 0), QPointF(0, -1), QPointF(0, 1)})
    painter.drawText(where.translated(shift), flags | Qt::TextDontClip, text);
  painter.setPen(colour);
  painter.drawText(where, flags | Qt::TextDontClip, text);
}

void draw_edge_line(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& colour, double width) {
  painter.setPen(QPen(QColor(0, 0, 0, 170), width + 2));
  painter.drawLine(from, to);
  painter.setPen(QPen(colour, width));
  painter.drawLine(from, to);
}

}  // namespace longview

// Text over scans: a soft black edge makes it readable on white bone and black air alike; never a box.
#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>

namespace longview {

// `flags` as for QPainter::drawText: where in `where` the text stands.
void draw_edge_text(QPainter& painter, const QRectF& where, int flags, const QString& text, const QFont& font,
                    const QColor& colour);

// A line with a dark edge on both sides.
void draw_edge_line(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& colour, double width);

}  // namespace longview

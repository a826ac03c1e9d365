// The mark of a date, A1 or P1, wherever panels draw one: filled blue for acquired, dashed amber for predicted, dotted
// amber for back-tests (window.md section 2); and the hatch that goes with everything predicted.
#pragma once

#include <QFont>
#include <QPainter>
#include <QString>

#include "imaging/core/study.h"

namespace longview {

// Inter at `pixels`, drawn to look like weight 400, 500 or 600 on the dark grounds.
QFont text_font(int pixels, int weight = 400);

// Width that a badge of this text takes.
int badge_width(const QString& text);
constexpr int badge_height = 17;
// Draws it with its left edge at x and its middle at y; returns its width.
int draw_badge(QPainter& painter, int x, int middle_y, const QString& text, TimepointKind kind);

// The 45 degree hatch over `where`: faint on grounds, strong on edges.
void draw_hatch(QPainter& painter, const QRectF& where, double opacity);

}  // namespace longview

// What plots of a patient's dates share: steps of an axis, the mark of a date, and its name beside it.
#pragma once

#include <QColor>
#include <QPainter>
#include <QRectF>
#include <QString>
#include <vector>

#include "imaging/core/study.h"

namespace longview {

// 1, 2, 2.5 or 5 times a power of ten, so that a span has at most `wanted` steps.
double nice_step(double span, int wanted);

// The box that a mark takes.
QRectF mark_box(const QPointF& place);

// Filled circle for acquired dates, open diamond for predicted ones, dotted for back-tests; `colour` is that of the
// diamonds.
void draw_plot_mark(QPainter& painter, const QPointF& place, TimepointKind kind, const QColor& colour);

// Beside a mark where no other mark and no name stands; above its left if every place is taken.
QRectF place_beside(const QPointF& mark, const QSizeF& size, bool predicted, const QRectF& room,
                    const std::vector<QRectF>& taken);

// The name on a ground of its own, so that lines end beside it.
void draw_mark_name(QPainter& painter, const QRectF& place, const QString& name);

}  // namespace longview

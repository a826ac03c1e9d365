// What says acquired or predicted on every view and every picture made of one: hatched frame, plate, badge, header
// (window.md section 2). They are part of the pixels; no option removes them.
#pragma once

#include <QPainter>
#include <QRect>
#include <QString>

#include "viewer/views/view_layout.h"
#include "viewer/views/view_model.h"

namespace longview {

constexpr int frame_width = 4;

// Anything but acquired.
bool is_made_up(TimepointKind kind);

// "PREDICTED +90 d — research only", or its short form for narrow views; empty for acquired dates.
QString plate_words(const Study& study, int timepoint, bool narrow);

// Where the plate of a view that was not acquired starts.
double plate_left(const Study& study, const ViewPlace& place);

// Frame and plate of a date that was not acquired; nothing for others. Draw last. Returns the plate's place.
QRectF draw_prediction_marks(QPainter& painter, const Study& study, int timepoint, const QRect& view);

// The head of a column of dates.
void draw_column_header(QPainter& painter, const Study& study, const ColumnHeader& header);

// The blue line around the active view, in the gap between views.
void draw_active_line(QPainter& painter, const QRect& view);

// Chain of the views' link: registered, by scanner coordinates, failed its check, or off.
QString link_icon(const Study& study, const Scene& scene, int timepoint);
QColor link_colour(const QString& icon_name);

}  // namespace longview

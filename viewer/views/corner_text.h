// The words in the corners and along the edges of a view (window.md section 5).
#pragma once

#include <QPainter>
#include <QRect>

#include "viewer/scene/slice_geometry.h"
#include "viewer/views/overlay_layers.h"
#include "viewer/views/view_layout.h"
#include "viewer/views/view_model.h"

namespace longview {

// Small views drop lines, never badge, orientation or SIMULATED.
void draw_corner_text(QPainter& painter, const ViewModel& model, const ViewPlace& place);

// Badge, plane name, SIMULATED: what 3D views share with slices.
void draw_short_corners(QPainter& painter, const ViewModel& model, const ViewPlace& place);

void draw_orientation(QPainter& painter, const PlaneAxes& axes, const QRect& view);

// Probability or difference bar with its ticks, at the right.
void draw_colour_bar(QPainter& painter, const QRect& view, const ColourTable& table, const QString& title,
                     const std::vector<std::pair<double, QString>>& ticks);

// The bar on the right edge: where the lesion lies along the normal, and which slice is shown.
QRect slice_bar(const QRect& view);
void draw_slice_bar(QPainter& painter, const ViewModel& model, const ViewPlace& place);

// Length of the scale bar for so many mm a pixel: 1, 2 or 5 times a power of ten, at most `most` pixels long.
double scale_bar_mm(double mm_per_pixel, double most);

QString plane_words(Plane plane);

}  // namespace longview

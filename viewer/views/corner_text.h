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

// What a colour map says, at the right of a view: its title and whom it is measured against above the bar (not in small
// views), values with their meaning at its side. Long words are cut where the view is narrow.
struct ColourBar {
  ColourTable table;
  QString title;
  std::vector<std::pair<double, QString>> ticks;
  QString reference{};
};
void draw_colour_bar(QPainter& painter, const QRect& view, const ColourBar& bar);

// The bar on the right edge: where the lesion lies along the normal, and which slice is shown.
QRect slice_bar(const QRect& view);
void draw_slice_bar(QPainter& painter, const ViewModel& model, const ViewPlace& place);

// Length of the scale bar for so many mm a pixel: 1, 2 or 5 times a power of ten, at most `most` pixels long.
double scale_bar_mm(double mm_per_pixel, double most);

QString plane_words(Plane plane);

}  // namespace longview

// One slice view, drawn: scan, overlays, crosshair, words and marks. The same for the screen, pictures and tests.
#pragma once

#include <QPainter>

#include "viewer/views/view_layout.h"
#include "viewer/views/view_model.h"

namespace longview {

// Draws the view into its place; clipped to it. The model must have a study with that time point.
void paint_slice(QPainter& painter, const ViewModel& model, const ViewPlace& place);

}  // namespace longview

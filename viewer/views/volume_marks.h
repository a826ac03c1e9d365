// What is painted over a 3D view: cursor, orientation cube, legend, scale bar, and the marks that every view has.
#pragma once

#include <QPainter>

#include "viewer/views/view_layout.h"
#include "viewer/views/view_model.h"

namespace longview {

void draw_volume_marks(QPainter& painter, const ViewModel& model, const ViewPlace& place);

}  // namespace longview

// Lengths and ellipses drawn by hand: where they are and what they say.
#pragma once

#include <QPainter>
#include <QString>

#include "viewer/views/view_layout.h"
#include "viewer/views/view_model.h"

namespace longview {

// "23.4 mm", or an ellipse's area and its mean and deviation of grey values: "4.12 cm², 148 ± 23".
QString measurement_words(const Study& study, const Measurement& measurement);

// Those of the view's date and plane that lie in the shown slice.
void draw_measurements(QPainter& painter, const ViewModel& model, const ViewPlace& place);

}  // namespace longview

// Lines of equal value in a resliced field: marching squares, joined to long lines so that dashes run on.
#pragma once

#include <QPainterPath>

#include "viewer/scene/reslice.h"

namespace longview {

// In pixels of the picture (the centre of the first pixel is (0.5, 0.5)). Values outside of the field count as below.
QPainterPath iso_lines(const ValueField& field, double level);

}  // namespace longview

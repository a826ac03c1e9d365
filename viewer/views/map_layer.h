// A map that a model gave (z-scores, change, residual), drawn over the scan that the model looked at (window.md section
// 6): two hues where it has a meaning on both sides of 0, one where not, nothing below the threshold.
#pragma once

#include <optional>

#include "viewer/scene/reslice.h"
#include "viewer/views/corner_text.h"
#include "viewer/views/view_model.h"

namespace longview {

struct MapLayer {
  Volume volume;
  Affine to_scan;  // study space to the map's
  double range = 1, threshold = 0;
  ColourTable table;
  ColourBar bar;
};

// The map that the scene names, over a view of `timepoint`; nothing where it does not belong.
std::optional<MapLayer> map_layer(const ViewModel& model, int timepoint);

// Below it a map shows nothing unless somebody chose otherwise: the map's own, else 2 for z-scores, else a fifth of the
// range.
double usual_threshold(const NamedMap& map);

// Half the width of the colours: the 99.5th percentile of the map's absolute values that are not 0.
double map_range(const NamedMap& map);

}  // namespace longview

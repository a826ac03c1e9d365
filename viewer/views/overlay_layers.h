// Which contours, fills and colour maps a view draws over its scan (window.md section 6).
#pragma once

#include <QColor>
#include <optional>
#include <vector>

#include "viewer/scene/reslice.h"
#include "viewer/scene/scene.h"

namespace longview {

enum class LineKind { solid, long_dash, dotted };

struct ContourLayer {
  Volume volume;   // a mask or a probability
  Affine to_scan;  // study space to the volume's
  double level = 0.5;
  QColor colour;
  LineKind line = LineKind::solid;
  double opacity = 1;
  bool own = true;         // of the date that the view shows: what `fill` fills
  int timepoint = 0;       // whose lesion it is
  bool thin = false;       // a label that is not the one that numbers are of
  bool fill_only = false;  // of a parcellation: its outlines would cover the scan
};

// The contours over a view of `timepoint`: all labels of its own, its own prediction, and what is followed at the date
// to compare with (the truth of a back-test, else the acquired date before) and at earlier ones that somebody switched
// on. A prediction is never drawn over the scan of another date. Brain structures are fills in their standard colours,
// of the date itself, where fills are on or where the date has nothing else to show.
std::vector<ContourLayer> contour_layers(const Study& study, const Scene& scene, int timepoint);

struct WashLayer {
  Volume probability;
  Affine to_scan;
  ColourTable table;
};
std::optional<WashLayer> wash_layer(const Study& study, const Scene& scene, int timepoint);

// Later minus earlier, after registration; the earlier scan's intensities are matched to the later one's.
struct DifferenceLayer {
  Volume later, earlier;
  Affine later_to_scan, earlier_to_scan;
  double scale = 1, offset = 0;  // of the earlier one's values
  double range = 1, noise = 0;   // symmetric range of the colours; below the noise nothing is drawn
  ColourTable table;
  QString title;  // "A2 − A1"
  QString unit;
};
std::optional<DifferenceLayer> difference_layer(const Study& study, const Scene& scene, int timepoint);

// Boxes of the date's own lesion, for the slice bar.
std::vector<Grid> lesion_boxes(const Timepoint& timepoint);

}  // namespace longview

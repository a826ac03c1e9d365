// From a scan as it was acquired to the named volumes that networks eat. Training and prediction both come through
// here, so a network can never be fed differently from how it learned.
#pragma once

#include <optional>

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/preparation/intensity.h"

namespace longview {

// All on one working grid.
struct PreparedScan {
  Volume image;             // float, prepared intensities in [-1, 1], -1 outside the brain
  Volume brain;             // uint8
  Volume white, grey, csf;  // float, 0 to 1
  Volume lesion;            // float, 0 to 1, the followed label; all zero where no lesion was given
  IntensityScale scale;     // back to the scan's own intensities
};

// The brain of a T1 scan on `grid` (study space): bias field, brain mask, tissues on the scan's own grid, resampled
// once. `study_to_scan` maps study points to scan points. `lesion` lies on any grid of the scan's own space.
PreparedScan prepare_brain(const Volume& scan, const std::optional<LabelMap>& lesion, const Grid& grid,
                           const Affine& study_to_scan = {}, const Progress& progress = {});

// The upright grid of 1 mm cubes, in study space, that holds the scan's brain with a margin of 8 mm.
Grid working_grid(const Volume& brain_mask, const Affine& study_to_scan = {}, double spacing_mm = 1.0);

}  // namespace longview

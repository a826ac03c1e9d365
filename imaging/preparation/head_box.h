// A head as the labels network sees it: upright cubes of 2 mm around the brain, nothing registered.
#pragma once

#include <optional>

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"

namespace longview {

struct HeadBox {
  Volume head;      // float, the scan's intensities; 0 beyond the scan
  Volume brain;     // uint8, where it was found
  double mean = 0;  // of the brain's voxels
  double deviation = 1;
};

// The box's size, x, y, z: 176 x 208 x 176 mm.
inline constexpr Size3 kHeadBox{88, 104, 88};

// `brain` (uint8, any grid of the scan's space) says where the brain is and how bright; a default Volume: brain_mask
// finds it, roughly. A scan of 2 mm cubes along the axes comes through without interpolation; finer ones are averaged.
// Throws Failure where no brain is found.
HeadBox head_box(const Volume& scan, const Volume& brain = {}, const Progress& progress = {});

// Labels (uint8) outside of the largest piece of all labels, joined by faces, are taken away.
Volume one_piece(const Volume& labels);

}  // namespace longview

// What views must know of a volume's voxels before they draw it. Computed once for each block of voxels and kept as
// long as those live.
#pragma once

#include <optional>

#include "imaging/core/label_map.h"
#include "imaging/core/study.h"
#include "viewer/scene/scene.h"

namespace longview {

struct VolumeFacts {
  double least = 0, most = 0;  // of a sample of the voxels
  double body = 0;             // values above it are body rather than air (Otsu 1979, on the sample)
  double low = 0, high = 1;    // 1st and 99th percentile inside the body
};
VolumeFacts volume_facts(const Volume& volume);

// 99.5th percentile of the sizes of a sample of the voxels that are not 0; 0 where all are.
double usual_size(const Volume& volume);

// The part of the volume's grid that holds the body.
Grid body_box(const Volume& volume);

// The part of the grid with voxels >= level; nothing if there are none.
std::optional<Grid> box_above(const Volume& volume, double level);

// The scene's window for a time point's volume; the automatic one where it has none.
GreyWindow shown_window(const Scene& scene, int timepoint, const Volume& volume);

// The read series that views show of a date: the largest one with voxels; null if none was read.
const Series* shown_series_of(const Timepoint& timepoint);

// The volume of `map` with 1 where it has `value` (any label without it): made once.
Volume shown_mask(const LabelMap& map, std::optional<int> value = std::nullopt);

}  // namespace longview

// The same place in another scan, where a rigid registration of the whole leaves millimetres: breathing lungs.
#pragma once

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"

namespace longview {

struct PlaceMatchOptions {
  double radius_mm = 14;  // of the surroundings that are compared
  double reach_mm = 14;   // how far from the guess the place may lie
  double low = -1000, high = 100;  // values are cut to these: HU of lung and soft tissue
};

struct PlaceMatch {
  Vec3 place{};           // LPS mm of the moving scan
  double correlation = 0; // of the surroundings, -1 to 1
};

// Shifts, nothing else: what grows there is not squeezed. `place` is LPS mm of `fixed`, `guess` of `moving`. The
// normalised cross-correlation of a ball is largest at the place found, to 0.5 mm.
PlaceMatch match_place(const Volume& fixed, const Vec3& place, const Volume& moving, const Vec3& guess,
                       const PlaceMatchOptions& options = {}, const Progress& progress = {});

}  // namespace longview

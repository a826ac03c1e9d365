// Private to simulation: what one CT gives around a place: lung, wall, vessels.
#pragma once

#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"
#include "imaging/simulation/private/direction_table.h"

namespace longview {

// Cubes of 1 mm around a place of the CT. Distances in mm, negative inside. Wall is soft tissue thicker than 6 mm
// (chest wall, mediastinum, large vessels) and what lies beyond the scanned field; a vessel is any thinner soft tissue.
struct NoduleGround {
  Vec3 place{};
  Grid grid;
  std::vector<float> hu, wall, vessel;
  double lung_hu = -850;  // median of what is aerated here
  double reach_mm = 0;    // to the nearest side of the CT: beyond it nothing is known

  // Trilinear at a point of the CT's space, the nearest value beyond the cubes.
  float at(const std::vector<float>& field, const Vec3& point) const;
};

// The part within `radius` mm, as far as the CT goes. Throws Failure where `place` is outside the CT or not in the
// lung.
NoduleGround nodule_ground(const Volume& ct, const Vec3& place, double radius);

// From the place, the way along each direction until 3 mm of wall have been passed; `radius` where that never is.
DirectionTable ways_open(const NoduleGround& ground, double radius);

}  // namespace longview

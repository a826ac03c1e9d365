// Private to simulation: scans and labels seen through a displacement that lies on another grid.
#pragma once

#include <array>

#include "imaging/core/volume.h"
#include "imaging/simulation/private/potential.h"

namespace longview {

// A displacement in cells of `grid`.
struct GridFlow {
  Grid grid;
  std::array<Field, 3> along;

  // Where a point of space (LPS mm) is carried; itself beyond the grid.
  Vec3 carried(const Vec3& point, const FieldSampler& sampler) const;
};

// Float, on the volume's own grid: value at x = the volume's cubic B-spline at carried(x). No less than 0 where the
// volume is nowhere less.
Volume pulled_back(const Volume& volume, const GridFlow& flow);

// The same for labels (uint8): of the eight neighbours there the one with most linear weight.
Volume labels_pulled_back(const Volume& labels, const GridFlow& flow, const Grid& grid);

}  // namespace longview

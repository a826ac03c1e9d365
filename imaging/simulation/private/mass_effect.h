// Private to simulation: the brain makes room for its tumour (networks.md 7.1, level 1).
#pragma once

#include <array>
#include <vector>

#include "imaging/core/volume.h"
#include "imaging/simulation/glioma.h"

namespace longview {

// A displacement on a coarse copy of a fine grid, in voxels of the fine grid.
struct Displacement {
  Grid fine;
  int step = 1;                             // fine voxels along the edge of a coarse one
  Size3 size{};                             // coarse
  std::array<std::vector<float>, 3> along;  // empty: nothing moves

  double peak_mm() const;
  Displacement scaled(double factor) const;
};

// u = grad phi where div grad phi is the tumour's density less what the fluid gives way, without flow through the
// skull. Unscaled: mm up to a factor that stands for the brain's stiffness.
Displacement push_of(const Volume& density, const TissueField& tissue, const Volume& brain);

// From where in the undisturbed brain the voxel at x came: x + backward(x), the exponential of the stationary field
// -push, so that nothing folds.
Displacement backward_of(const Displacement& push);

// Volumes (float, all on the displacement's fine grid) as they are after it, linear.
std::vector<Volume> displaced(const std::vector<Volume>& volumes, const Displacement& backward);

}  // namespace longview

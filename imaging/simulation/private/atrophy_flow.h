// Private to simulation: the flow that gives each structure the volume it shall have.
#pragma once

#include <array>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/simulation/private/potential.h"

namespace longview {

struct AtrophyFlow {
  std::array<Field, 3> velocity;  // cells in unit time
  std::array<Field, 3> forward;   // displacement in cells, baseline to follow-up
  Field jacobian;                 // determinant of the forward map
};

// `labels` (0 outside of the skull) on cells of `edge` mm. `wanted` by label: the volume's factor (0.9 for -10 %), 0 for
// labels that take what is left. As networks.md 7.2, but each structure's level is corrected by its own integral instead
// of each cell by its own error (ours): cell by cell, thin cortex folds.
AtrophyFlow atrophy_flow(const std::vector<std::uint8_t>& labels, const Size3& size, const Vec3& edge,
                         const std::vector<double>& wanted, const Progress& progress);

// Mean of the determinant over each label's cells; 1 for labels that are not there.
std::vector<double> mean_jacobian(const Field& jacobian, const std::vector<std::uint8_t>& labels, std::size_t count);

}  // namespace longview

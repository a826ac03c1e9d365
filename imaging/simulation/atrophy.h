// A brain that has lost tissue as in Alzheimer's disease, with exact truth (networks.md 7.2).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"

namespace longview {

struct AtrophyOptions {
  double hippocampus_percent = -10;  // change of both hippocampi's volume, above -60 and below 0
  bool spread = true;                // each structure's rate drawn about the published one, 15 % (networks.md 7.2)
  bool rescanned = false;            // another scanner's day: shading, noise, scale; else the image is only warped
  std::uint64_t seed = 1;
};

struct StructureChange {
  int value = 0;                     // of brain_structures()
  std::string name;
  double before_ml = 0;
  double wanted_percent = 0;         // 0 for fluid, which takes what is left
  double true_percent = 0;           // the Jacobian's integral over the structure at baseline
};

struct Atrophy {
  Volume image;                      // float, on the scan's grid: the baseline pulled back, cubic B-splines
  Volume labels;                     // uint8 structures at follow-up, on the scan's grid
  // Truth on upright cubes of about 2 mm in the scan's space: where each baseline point went, mm along L, P and S, and
  // the determinant of that map. Nothing moves outside of the skull.
  std::array<Volume, 3> displacement;
  Volume jacobian;
  std::vector<StructureChange> changes;
  double years = 0;                  // of the disease at the published rates
  double smallest_jacobian = 1;
  double worst_error = 0;            // of any structure that was to change: |true - wanted| / |wanted|
};

// The scan as it is when each structure has its volume times `factors` (by value, 0 to 46; 0: takes what is left, as
// fluid does; structures of fewer than 30 cells are left alone). `structures` (uint8) lies on any grid of the scan's
// space. Throws Failure where a Jacobian of 0.2 or an error of 2 % of a change cannot be kept.
Atrophy warp_to_volumes(const Volume& t1, const Volume& structures, const std::vector<double>& factors,
                        const Progress& progress = {});

// `structures` (uint8, brain structures' values) lies on any grid of the scan's space. Throws Failure for labels without
// hippocampi, a change out of bounds, or where a Jacobian of 0.2 or an error of 2 % cannot be kept.
Atrophy simulate_atrophy(const Volume& t1, const Volume& structures, const AtrophyOptions& options = {},
                         const Progress& progress = {});

// Change a year, in percent of the structure's volume, in Alzheimer's disease; 0 for fluid.
double yearly_change_percent(int structure);

}  // namespace longview

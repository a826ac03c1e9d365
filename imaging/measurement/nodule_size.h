// What is measured of a lung nodule, and what the published rules say of it: information, no advice.
#pragma once

#include <optional>
#include <string>

#include "imaging/core/label_map.h"

namespace longview {

enum class NoduleCategory { solid, part_solid, ground_glass };
std::string_view name_of(NoduleCategory);  // "solid", "part-solid", "ground-glass"

// Of one axial slice, the one with the largest area: the longest diameter, and the longest that stands on it at a right
// angle (within 6 degrees). Between voxel centres, and a quarter of a voxel, which is what voxels take off a disc.
struct AxialDiameters {
  double long_mm = 0, short_mm = 0;
  int slice = 0;  // index along the grid's axis nearest to S
  double mean_mm() const { return (long_mm + short_mm) / 2; }
};

struct NoduleSize {
  double volume_mm3 = 0, solid_mm3 = 0;
  double equivalent_diameter_mm = 0;    // of the ball of that volume
  AxialDiameters whole;                 // Fleischner Society: the mean of long and short axis
  std::optional<AxialDiameters> solid;  // of the solid part, where there is one
  NoduleCategory category = NoduleCategory::solid;
};

// All zero for an empty mask. `mask` is inside above 0.5.
AxialDiameters axial_diameters(const Volume& mask);

// The solid part of a nodule: what is denser than -300 HU, smoothed over 1 mm; vessels that cross are part of it.
Volume solid_part(const Volume& ct, const Volume& nodule);

// Solid where at least 0.75 of the inner nodule (1 mm and more from its surface; all of a small one) is, ground glass
// where its solid part is smaller than 0.03 of it or 2 mm across, else part-solid.
NoduleCategory category_of(const Volume& nodule, const Volume& solid);

// `nodule` and `ct` lie on one grid, else Failure.
NoduleSize measure_nodule(const Volume& ct, const Volume& nodule);

struct GuidelineNote {
  std::string says;  // "CT at 6 to 12 months, then consider CT at 18 to 24 months"
  std::string rule;  // the rule that it follows from, with its source
};

// Fleischner Society 2017 (MacMahon et al., Radiology 284:228) for a single incidental nodule. Mean diameters are
// rounded to whole mm as the guideline asks.
GuidelineNote fleischner_2017(const NoduleSize& size, bool high_risk);

struct NoduleGrowth {
  double days = 0;
  double diameter_change_mm = 0;  // of the mean axial diameter
  double volume_change_percent = 0;
  std::optional<double> doubling_days;  // only where the volume changed by 25 % or more; negative when shrinking
  bool lung_rads_growth = false;
  GuidelineNote note;
};

// Lung-RADS (ACR, v2022): growth is more than 1.5 mm of mean diameter within 12 months; over a longer interval the
// change is taken for 12 months. Throws Failure unless days > 0 and both have a volume.
NoduleGrowth nodule_growth(const NoduleSize& before, const NoduleSize& after, double days);

}  // namespace longview

// A simulated patient: one brain, a glioma at several dates, as MR scans with exact masks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"
#include "imaging/core/transform.h"
#include "imaging/core/volume.h"
#include "imaging/simulation/glioma.h"

namespace longview {

enum class GrowthCourse { growing, stable, shrinking };
std::string_view name_of(GrowthCourse);  // "growing", "stable", "shrinking"

struct GliomaStudyOptions {
  std::vector<double> days{0, 90, 180};
  std::uint64_t seed = 1;                 // everything random comes from it
  std::optional<GliomaGrowth> growth;     // else drawn: 75 % growing, 15 % stable, 10 % shrinking. A negative rho
                                          // holds from the first date on; a seed of {0, 0, 0} is drawn
  std::optional<double> first_volume_ml;  // visible volume (rim and core) at the first date; else log-uniform 2 to 60
  double slice_thickness_mm = 0;          // 0: as the anatomy; else thick axial slices, 0.86 mm in the plane
  bool misaligned = true;                 // each date lies a little differently in the scanner; else on the
                           // anatomy's own grid, but for what a registration leaves (0.3 mm, 0.3 degrees)
  bool noise = true;  // of the receiver, of the reader and of the registration
};

// Densities at which a tumour shows: GliODIL's ranges.
struct GliomaThresholds {
  double visible = 0.5;   // enhancement; 0.45 to 0.60
  double necrosis = 0.8;  // 0.70 to 0.85
  double oedema = 0.25;   // 0.15 to 0.35
};

struct SimulatedDate {
  double day = 0;
  Volume scan;  // T1 with contrast, int16, its own grid
  LabelMap
      labels;  // 1 enhancing rim (or whole solid tumour), 3 necrotic core where there is one; as a reader would draw it
  Volume density;     // float, exact c on the anatomy's grid, pushed aside like the brain around it
  Affine to_anatomy;  // scanner point -> the same place in the anatomy's space (as displaced at that date)
};

struct SimulatedGlioma {
  std::vector<SimulatedDate> dates;
  GliomaGrowth growth;  // rates before the first date
  GliomaGrowth after;   // rates from the first date on: others where treatment works
  GliomaThresholds thresholds;
  double age_days = 0;  // of the tumour at the first date
  GrowthCourse course = GrowthCourse::growing;
};

// `anatomy` is a T1 with or without skull, `brain` its mask, `tissue` its maps, all on one grid; best 1 mm, cropped to
// what is wanted. Same input, same study, whatever the number of cores. Throws Failure where grids differ, days descend
// or the brain offers no place for a tumour.
SimulatedGlioma simulate_glioma(const Volume& anatomy, const Volume& brain, const TissueField& tissue,
                                const GliomaStudyOptions& options, const Progress& progress = {});

}  // namespace longview

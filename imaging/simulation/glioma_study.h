// A simulated patient: one brain, a glioma at several dates, as MR scans with exact masks.
#pragma once

#include <cstdint>
#include <vector>

#include "imaging/core/label_map.h"
#include "imaging/core/progress.h"
#include "imaging/core/volume.h"
#include "imaging/simulation/glioma.h"

namespace longview {

enum class GrowthCourse { growing, stable, shrinking };

struct GliomaStudyOptions {
  std::vector<double> days{0, 90, 180};
  std::uint64_t seed = 1;                     // everything random comes from it
  std::optional<GliomaGrowth> growth;         // else drawn: 75 % growing, 15 % stable, 10 % shrinking
  double slice_thickness_mm = 0;              // 0: as the anatomy; else thick axial slices
  bool misaligned = true;                     // each date lies a little differently in the scanner
  bool noise = true;
};

struct SimulatedDate {
  double day = 0;
  Volume scan;              // T1 with contrast, int16, its own grid
  LabelMap labels;          // 1 enhancing rim (or whole solid tumour), 3 necrotic core where there is one; as a reader would draw it
  Volume density;           // float, exact c on the anatomy's grid
};

struct SimulatedGlioma {
  std::vector<SimulatedDate> dates;
  GliomaGrowth growth;
  GrowthCourse course = GrowthCourse::growing;
};

// `anatomy` is a T1 with or without skull, `brain` its mask, `tissue` its maps, all on one grid.
SimulatedGlioma simulate_glioma(const Volume& anatomy, const Volume& brain, const TissueField& tissue,
                                const GliomaStudyOptions& options, const Progress& progress = {});

}  // namespace longview

// Private to simulation: how a patient's tumour behaves, drawn from what is published, and its densities at the dates.
#pragma once

#include <vector>

#include "imaging/simulation/glioma_study.h"

namespace longview {

struct TumourCourse {
  GliomaGrowth growth, after;
  GliomaThresholds thresholds;
  GrowthCourse course = GrowthCourse::growing;
  double first_volume_mm3 = 0;
};

TumourCourse draw_course(const Volume& brain, const TissueField& tissue, const GliomaStudyOptions& options);

struct Densities {
  std::vector<Volume> at;  // one a date, before the brain makes room
  double age_days = 0;     // at the first date
};

// Grows the tumour to its first visible volume, then to each of `days` (ascending, days since the first).
Densities densities_of(const TumourCourse& course, const TissueField& tissue, const std::vector<double>& days,
                       std::uint64_t seed, const Progress& progress);

}  // namespace longview

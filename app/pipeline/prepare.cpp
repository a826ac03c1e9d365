#include "app/pipeline/prepare.h"

#include <algorithm>
#include <cctype>

#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "imaging/preparation/brain_mask.h"
#include "imaging/preparation/recipe.h"

namespace longview {

namespace {
// A mask of what changed between dates is no lesion: its name says so.
bool marks_change(const LabelMap& mask) {
  if (mask.labels.empty()) return false;
  std::string name = mask.labels.front().name;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name.find("change") != std::string::npos;
}

PreparedTimepoint as_acquired(const Timepoint& timepoint) {
  const Series& series = loaded_series(timepoint);
  PreparedTimepoint out;
  out.session = timepoint.session;
  out.modality = series.modality;
  out.sequence = series.sequence;
  out.day = timepoint.day;
  out.native_grid = series.grid;
  out.scan = *series.volume;
  out.study_to_scan = study_to_scan(timepoint);
  if (timepoint.from_study) out.registration = timepoint.from_study->quality;
  if (const LabelMap* structures = structures_of(timepoint)) out.labels = *structures;
  if (const LabelMap* lesion = lesion_of(timepoint)) {
    out.lesion = followed_mask(*lesion);
    out.lesion_given = !marks_change(*lesion);
    out.lesion_ml = out.lesion_given ? volume_ml(out.lesion) : 0;
  }
  return out;
}

PreparedTimepoint prepared(const Timepoint& timepoint, const Grid& grid, IntensityScale& scale,
                           const Progress& progress) {
  PreparedTimepoint out = as_acquired(timepoint);
  const LabelMap* lesion = lesion_of(timepoint);
  const PreparedScan scan =
      prepare_brain(out.scan, lesion ? std::optional(*lesion) : std::nullopt, grid, out.study_to_scan, progress);
  scale = scan.scale;
  out.image = scan.image;
  out.brain = scan.brain;
  out.white = scan.white;
  out.grey = scan.grey;
  out.csf = scan.csf;
  out.lesion = scan.lesion;
  return out;
}
}  // namespace

History prepare(const Study& study, int dates, const Progress& progress, Preparation preparation) {
  std::vector<std::size_t> used = acquired_timepoints(study);
  if (dates > 0 && static_cast<std::size_t>(dates) < used.size()) used.resize(static_cast<std::size_t>(dates));
  if (used.empty()) throw Failure("No date of this study could be read, so there is nothing to prepare.");
  const Timepoint& last = study.timepoints[used.back()];

  History history;
  history.patient = study.patient.id;
  history.age_years = study.patient.age_years;
  history.sex = study.patient.sex;
  history.simulated = study.simulated;
  history.last_scan = *loaded_series(last).volume;
  if (const LabelMap* lesion = lesion_of(last)) history.last_lesion = *lesion;
  history.last_to_study = inverse(study_to_scan(last));
  if (preparation == Preparation::scan) {
    for (const std::size_t i : used) history.timepoints.push_back(as_acquired(study.timepoints[i]));
    return history;
  }
  const Volume brain = brain_mask(history.last_scan, progress.part(0, 0.15, "Finding the brain"));
  history.grid = working_grid(brain, study_to_scan(last));

  const double n = static_cast<double>(used.size());
  IntensityScale scale;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const Timepoint& timepoint = study.timepoints[used[i]];
    const double at = static_cast<double>(i);
    history.timepoints.push_back(
        prepared(timepoint, history.grid, scale,
                 progress.part(0.15 + 0.85 * at / n, 0.15 + 0.85 * (at + 1) / n, "Preparing " + name_of(timepoint))));
  }
  history.raw_mean = scale.mean;
  history.raw_deviation = scale.deviation;
  return history;
}

}  // namespace longview

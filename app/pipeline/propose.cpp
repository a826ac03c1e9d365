#include "app/pipeline/propose.h"

#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/preparation/lesion_mask.h"
#include "imaging/preparation/nodule_mask.h"

namespace longview {

Study propose_lesions(const Study& study, const Vec3& point, const Progress& progress) {
  Study proposed = study;
  const auto dates = acquired_timepoints(study);
  if (dates.empty()) throw Failure("No date of this study could be read, so no lesion can be proposed.");
  const Affine to_study = inverse(study_to_scan(study.timepoints[dates.back()]));
  for (const std::size_t i : dates) {
    Timepoint& timepoint = proposed.timepoints[i];
    if (lesion_of(timepoint)) continue;
    const Vec3 here = map_point(study_to_scan(timepoint), map_point(to_study, point));
    try {
      const Series& series = loaded_series(timepoint);
      const bool lung = series.modality == "CT";
      LabelMap labels =
          lung ? propose_nodule(*series.volume, here, progress) : propose_lesion(*series.volume, here, progress);
      timepoint.masks.push_back(
          {lung ? "Nodule, proposed" : "Tumour, proposed", {}, "memory", series.id, std::move(labels)});
      proposed.problems.push_back(
          {Severity::note, name_of(timepoint),
           "The lesion was proposed from a click, not drawn by a reader. Check it before it is used."});
    } catch (const Failure& failure) {
      if (i == dates.back()) throw;
      proposed.problems.push_back({Severity::warning, name_of(timepoint), failure.what()});
    }
  }
  return proposed;
}

}  // namespace longview

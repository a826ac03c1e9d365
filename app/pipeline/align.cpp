#include "app/pipeline/align.h"

#include <cmath>

#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/registration/rigid_affine.h"

namespace longview {

Study align(const Study& study, const AlignOptions& options, const Progress& progress) {
  Study aligned = study;
  const auto dates = acquired_timepoints(study);
  if (dates.empty()) throw Failure("No date of this study could be read, so there is nothing to align.");
  Timepoint& first = aligned.timepoints[dates.front()];
  first.from_study = Transform{TransformKind::same_grid, {}, first.session, first.session, {}};
  first.from_study->quality.verdict = "The first date, on which the others are laid.";
  const Volume& fixed = *loaded_series(first).volume;
  const double n = static_cast<double>(dates.size());
  for (std::size_t i = 1; i < dates.size(); ++i) {
    Timepoint& timepoint = aligned.timepoints[dates[i]];
    const double at = static_cast<double>(i);
    const Progress part = progress.part((at - 1) / (n - 1), at / (n - 1), "Aligning " + name_of(timepoint));
    RegistrationOptions registration;
    registration.affine = options.affine;
    Transform transform = register_rigid_affine(fixed, *loaded_series(timepoint).volume, registration, part);
    transform.from = first.session;
    transform.to = timepoint.session;
    if (!transform.quality.trusted)
      aligned.problems.push_back({Severity::warning, name_of(timepoint), transform.quality.verdict});
    timepoint.from_study = std::move(transform);
  }
  return aligned;
}

Study align(const Study& study, const Progress& progress) { return align(study, {}, progress); }

}  // namespace longview

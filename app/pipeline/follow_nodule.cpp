#include "app/pipeline/follow_nodule.h"

#include <algorithm>
#include <cstdio>

#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "imaging/preparation/nodule_mask.h"
#include "imaging/registration/place_match.h"

namespace longview {

namespace {
constexpr double kAlike = 0.5;  // correlation below which the surroundings are not the same

FollowedNodule outlined(const Timepoint& timepoint, const Vec3& place, const Progress& progress) {
  const Volume& ct = *loaded_series(timepoint).volume;
  FollowedNodule nodule;
  nodule.session = timepoint.session;
  nodule.day = timepoint.day;
  nodule.labels = propose_nodule(ct, place, progress);
  const Volume mask = mask_of(nodule.labels);
  nodule.size = measure_nodule(ct, mask);
  nodule.place = measure(label_map_of(mask, {})).front().centroid;
  return nodule;
}

std::string in_words(double correlation) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", correlation);
  return text;
}
}  // namespace

NoduleHistory follow_nodule(const Study& study, const Vec3& point, const Progress& progress) {
  const auto dates = acquired_timepoints(study);
  if (dates.empty()) throw Failure("No date of this study could be read, so no nodule can be followed.");
  const Timepoint& last = study.timepoints[dates.back()];
  if (loaded_series(last).modality != "CT")
    throw Failure("Nodules are followed in CT; the last date, " + name_of(last) + ", has none.");
  NoduleHistory history;
  history.dates.push_back(outlined(last, point, progress.part(0, 0.2)));
  const Vec3 there = history.dates.front().place;
  const Affine to_study = inverse(study_to_scan(last));
  for (auto i = dates.rbegin() + 1; i != dates.rend(); ++i) {
    const Timepoint& timepoint = study.timepoints[*i];
    const Volume& ct = *loaded_series(timepoint).volume;
    try {
      const Vec3 guess = map_point(study_to_scan(timepoint), map_point(to_study, there));
      const PlaceMatch match = match_place(*loaded_series(last).volume, there, ct, guess, {}, progress);
      if (match.correlation < kAlike)
        throw Failure("The nodule's surroundings were not found again (correlation " + in_words(match.correlation) +
                      ", needs " + in_words(kAlike) + "). Click in the nodule on this date's own.");
      FollowedNodule nodule = outlined(timepoint, match.place, progress);
      nodule.correlation = match.correlation;
      history.dates.push_back(std::move(nodule));
    } catch (const Failure& failure) {
      history.problems.push_back({Severity::warning, name_of(timepoint), failure.what()});
    }
  }
  std::reverse(history.dates.begin(), history.dates.end());
  for (std::size_t n = 1; n < history.dates.size(); ++n) {
    const FollowedNodule &before = history.dates[n - 1], &after = history.dates[n];
    if (before.day && after.day && *after.day > *before.day)
      history.growth.push_back(nodule_growth(before.size, after.size, *after.day - *before.day));
  }
  return history;
}

}  // namespace longview

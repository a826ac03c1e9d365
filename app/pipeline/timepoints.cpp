#include "app/pipeline/timepoints.h"

#include "imaging/core/failure.h"

namespace longview {

namespace {
const Series* find_loaded(const Timepoint& timepoint) {
  const int main = main_series(timepoint, "ce-T1w");
  if (main >= 0 && timepoint.series[main].volume) return &timepoint.series[main];
  for (const Series& series : timepoint.series)
    if (series.volume) return &series;
  return nullptr;
}
}  // namespace

std::vector<std::size_t> acquired_timepoints(const Study& study) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < study.timepoints.size(); ++i)
    if (study.timepoints[i].kind == TimepointKind::acquired && find_loaded(study.timepoints[i])) found.push_back(i);
  return found;
}

const Series& loaded_series(const Timepoint& timepoint) {
  if (const Series* series = find_loaded(timepoint)) return *series;
  throw Failure("No image of " + name_of(timepoint) + " could be read; see the study's problems.");
}

Affine study_to_scan(const Timepoint& timepoint) {
  return timepoint.from_study ? timepoint.from_study->from_study : Affine{};
}

std::string name_of(const Timepoint& timepoint) { return timepoint.date ? iso(*timepoint.date) : timepoint.session; }

}  // namespace longview

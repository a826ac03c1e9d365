#include "viewer/panels/study_numbers.h"

#include <cmath>

#include "imaging/measurement/volumes.h"

namespace longview {
namespace {

double volume_above(const Volume& probability, double threshold) {
  std::size_t count = 0;
  visit_voxels(probability, [&](auto voxels) {
    for (const auto value : voxels) count += static_cast<double>(value) >= threshold;
  });
  return static_cast<double>(count) * voxel_volume_mm3(probability.grid) / 1000;
}

DateNumbers measured(const Timepoint& timepoint, std::string name) {
  DateNumbers numbers;
  numbers.badge = std::move(name);
  numbers.kind = timepoint.kind;
  numbers.day = timepoint.day;
  if (const LabelMap* labels = lesion_of(timepoint)) {
    const auto whole = measure(label_map_of(followed_mask(*labels), Label{}));
    numbers.volume_ml = whole.empty() ? 0 : whole.front().volume_ml;
    if (!whole.empty() && whole.front().voxels > 0) numbers.longest_mm = whole.front().longest_axis_mm;
  }
  if (timepoint.probability) {
    numbers.low_ml = volume_above(*timepoint.probability, 0.9);
    numbers.high_ml = volume_above(*timepoint.probability, 0.1);
  }
  return numbers;
}

double residual_of(const Timepoint& timepoint) {
  return timepoint.from_study ? timepoint.from_study->quality.residual_mm : 0;
}

}  // namespace

int reference_of(const Study& study, std::size_t index) {
  const Timepoint& timepoint = study.timepoints[index];
  if (timepoint.kind != TimepointKind::acquired && timepoint.provenance && !timepoint.provenance->inputs.empty()) {
    for (std::size_t i = 0; i < study.timepoints.size(); ++i)
      if (study.timepoints[i].kind == TimepointKind::acquired &&
          study.timepoints[i].session == timepoint.provenance->inputs.back())
        return static_cast<int>(i);
  }
  int before = -1;
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const Timepoint& other = study.timepoints[i];
    if (other.kind != TimepointKind::acquired || i == index) continue;
    if (timepoint.kind == TimepointKind::acquired ? i < index : other.day < timepoint.day) before = static_cast<int>(i);
  }
  return before;
}

std::string interval_words(const Study& study, std::size_t index) {
  const Timepoint& timepoint = study.timepoints[index];
  double days = 0;
  if (timepoint.kind != TimepointKind::acquired && timepoint.provenance)
    days = timepoint.provenance->horizon_days;
  else if (timepoint.day)
    days = *timepoint.day;
  else
    return {};
  const long whole = std::lround(days);
  if (timepoint.kind == TimepointKind::acquired && whole == 0) return "day 0";
  return (whole < 0 ? "−" : "+") + std::to_string(std::labs(whole)) + " d";
}

std::vector<DateNumbers> numbers_of(const Study& study, const Progress& progress) {
  std::vector<DateNumbers> all;
  const std::size_t count = study.timepoints.size();
  for (std::size_t i = 0; i < count; ++i) {
    progress.report(static_cast<double>(i) / static_cast<double>(count), "Measuring " + badge(study, i));
    all.push_back(measured(study.timepoints[i], badge(study, i)));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const int from = reference_of(study, i);
    all[i].from = from;
    if (from < 0 || !all[i].volume_ml || !all[static_cast<std::size_t>(from)].volume_ml) continue;
    progress.check();
    const Timepoint& before = study.timepoints[static_cast<std::size_t>(from)];
    const Timepoint& now = study.timepoints[i];
    const double noise = noise_floor_ml(followed_mask(*lesion_of(before)), followed_mask(*lesion_of(now)),
                                        now.kind == TimepointKind::acquired ? residual_of(now) : residual_of(before));
    const double days = now.day && before.day ? *now.day - *before.day : 0;
    all[i].change = change_between(*all[static_cast<std::size_t>(from)].volume_ml, *all[i].volume_ml, days, noise);
  }
  progress.report(1, "Measured");
  return all;
}

}  // namespace longview

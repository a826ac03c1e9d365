#include "app/pipeline/timepoints.h"

#include <algorithm>
#include <cctype>

#include "imaging/core/brain_structures.h"
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

namespace {
std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool names_any(const std::string& name, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return name.find(word) != std::string::npos; });
}

// An atlas of the brain or an organ's outline is no lesion, whatever else is missing.
bool is_anatomy(const std::string& name, const LabelMap& labels) {
  constexpr std::size_t most_lesion_labels = 20;
  return labels.labels.size() > most_lesion_labels ||
         names_any(name, {"dlmuse", "aseg", "aparc", "parcell", "atlas", "tissue", "brain", "lung", "organ"});
}
}  // namespace

const LabelMap* lesion_of(const Timepoint& timepoint) {
  const LabelMap* first = nullptr;
  for (const Segmentation& mask : timepoint.masks) {
    if (!mask.labels) continue;
    const std::string name = lower_case(mask.name);
    if (names_any(name, {"tumo", "lesion"})) return &*mask.labels;
    if (!first && !is_anatomy(name, *mask.labels)) first = &*mask.labels;
  }
  return first;
}

const LabelMap* structures_of(const Timepoint& timepoint) {
  for (const Segmentation& mask : timepoint.masks)
    if (mask.labels && are_brain_structures(*mask.labels)) return &*mask.labels;
  return nullptr;
}

Affine study_to_scan(const Timepoint& timepoint) {
  return timepoint.from_study ? timepoint.from_study->from_study : Affine{};
}

std::string name_of(const Timepoint& timepoint) { return timepoint.date ? iso(*timepoint.date) : timepoint.session; }

}  // namespace longview

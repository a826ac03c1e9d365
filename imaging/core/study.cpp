#include "imaging/core/study.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <initializer_list>

#include "imaging/core/brain_structures.h"

namespace longview {

std::string iso(Date date) {
  const std::chrono::year_month_day ymd{date};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()));
  return text;
}

std::optional<Date> date_from(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size() && digits.size() < 8; ++i) {
    if (text[i] >= '0' && text[i] <= '9')
      digits += text[i];
    else if (text[i] != '-' || (i != 4 && i != 7))
      break;
  }
  if (digits.size() != 8) return std::nullopt;
  const int y = std::stoi(digits.substr(0, 4));
  const unsigned m = static_cast<unsigned>(std::stoi(digits.substr(4, 2)));
  const unsigned d = static_cast<unsigned>(std::stoi(digits.substr(6, 2)));
  const std::chrono::year_month_day ymd{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
  if (!ymd.ok() || y < 1800) return std::nullopt;
  return Date{ymd};
}

double days_between(Date from, Date to) { return static_cast<double>((to - from).count()); }

std::string_view name_of(TimepointKind kind) {
  switch (kind) {
    case TimepointKind::acquired: return "acquired";
    case TimepointKind::predicted: return "predicted";
    case TimepointKind::backtest: return "back-test";
    case TimepointKind::synthetic: return "synthetic";
  }
  return "acquired";
}

std::string badge(const Study& study, std::size_t index) {
  const TimepointKind kind = study.timepoints.at(index).kind;
  int number = 0;
  for (std::size_t i = 0; i <= index; ++i) number += study.timepoints[i].kind == kind;
  const char letter = kind == TimepointKind::acquired    ? 'A'
                      : kind == TimepointKind::predicted ? 'P'
                      : kind == TimepointKind::backtest  ? 'B'
                                                         : 'S';
  return letter + std::to_string(number);
}

int main_series(const Timepoint& timepoint, std::string_view wanted_sequence) {
  int best = -1;
  const auto rank = [&](const Series& series) {
    return std::pair{!wanted_sequence.empty() && series.sequence == wanted_sequence, voxel_count(series.grid)};
  };
  for (int i = 0; i < static_cast<int>(timepoint.series.size()); ++i) {
    if (!timepoint.series[i].readable) continue;
    if (best < 0 || rank(timepoint.series[i]) > rank(timepoint.series[best])) best = i;
  }
  return best;
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
    if (names_any(name, {"tumo", "lesion", "nodul", "metasta", "glio", "cancer", "gtv"})) return &*mask.labels;
    if (!first && !is_anatomy(name, *mask.labels)) first = &*mask.labels;
  }
  return first;
}

const LabelMap* structures_of(const Timepoint& timepoint) {
  for (const Segmentation& mask : timepoint.masks)
    if (mask.labels && are_brain_structures(*mask.labels)) return &*mask.labels;
  return nullptr;
}

}  // namespace longview

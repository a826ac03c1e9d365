#include "networks/core/brain_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace longview {

namespace {
using Verdict = Check::Verdict;

std::string text(double value, int digits) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
  return buffer;
}

Check judged(bool good, std::string what, std::string value, std::string sentence) {
  Check check{Verdict::fits, std::move(what), std::move(value), {}};
  if (good) return check;
  check.verdict = Verdict::refuses;
  check.sentence = std::move(sentence);
  return check;
}

Range limit(const ModelCard& card, const std::string& key) {
  const auto found = card.applicability.find(key);
  return found == card.applicability.end() ? Range{-1e30, 1e30} : found->second;
}

bool within(double value, const Range& range) { return value >= range.low && value <= range.high; }

Check sequence_check(const PreparedTimepoint& date) {
  // A bare NIfTI file states neither.
  const bool good =
      (date.modality == "MR" || date.modality.empty()) && (date.sequence == "T1w" || date.sequence.empty());
  std::string value = date.modality + (date.sequence.empty() ? "" : " " + date.sequence);
  if (value.empty()) value = "not stated";
  Check check = judged(good, "T1 without contrast at " + date.session, value,
                       "No T1 without contrast at " + date.session + ". Choose another series or another model.");
  if (good && date.sequence.empty()) {
    check.verdict = Verdict::warns;
    check.sentence = "Whether " + date.session + " is a T1 without contrast is not stated in the data.";
  }
  return check;
}

Check spacing_check(const ModelCard& card, const Grid& grid) {
  const Range range = limit(card, "spacing_mm");
  const auto [least, most] = std::minmax_element(grid.spacing.begin(), grid.spacing.end());
  const std::string value = text(*least, 2) + " to " + text(*most, 2) + " mm";
  return judged(within(*least, range) && within(*most, range), "Voxels", value,
                "The voxels are " + value + "; the model learned from " + text(range.low, 1) + " to " +
                    text(range.high, 1) + " mm. Choose a series with other slices.");
}

std::vector<Check> person_checks(const ModelCard& card, const History& history) {
  const Range range = limit(card, "age_years");
  const std::string years = text(range.low, 0) + " ... " + text(range.high, 0);
  const bool aged = history.age_years.has_value();
  return {judged(aged && within(*history.age_years, range), "Age, " + years,
                 aged ? text(*history.age_years, 0) + " years" : "unknown",
                 aged ? "The model knows healthy people of " + years + " years only."
                      : "The age is not in the data. Give it with --age."),
          judged(history.sex == "M" || history.sex == "F", "Sex", history.sex.empty() ? "unknown" : history.sex,
                 "The sex, M or F, is not in the data. Give it with --sex: what is healthy depends on it.")};
}
}  // namespace

std::vector<Check> brain_checks(const ModelCard& card, const History& history, Horizon horizon,
                                const BrainNeeds& needs) {
  std::vector<Check> checks;
  checks.push_back(
      judged(card.weights_installed, "Weights", card.weights_installed ? "installed" : "missing",
             "No weights installed. Install from file, or train them with longview train " + card.name + "."));
  checks.push_back(judged(std::isfinite(horizon.days), "Days", text(horizon.days, 0), "The days are no number."));
  if (history.timepoints.empty()) {
    checks.push_back(judged(false, "Scans", "none", "There is no scan. Open a study with a T1 scan of the head."));
    return checks;
  }
  checks.push_back(sequence_check(history.timepoints.back()));
  checks.push_back(spacing_check(card, history.last_scan.grid));
  if (needs.age_and_sex)
    for (Check& check : person_checks(card, history)) checks.push_back(std::move(check));
  return checks;
}

}  // namespace longview

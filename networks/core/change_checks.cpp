#include "networks/core/change_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace longview {

namespace {
using Verdict = Check::Verdict;

Check judged(bool good, std::string what, std::string value, std::string sentence) {
  Check check{Verdict::fits, std::move(what), std::move(value), {}};
  if (good) return check;
  check.verdict = Verdict::refuses;
  check.sentence = std::move(sentence);
  return check;
}

std::string stated(const std::string& sequence) { return sequence.empty() ? "not stated" : sequence; }

Check modality_check(const PreparedTimepoint& before, const PreparedTimepoint& after) {
  const auto good = [](const std::string& modality) { return modality == "MR" || modality.empty(); };
  return judged(good(before.modality) && good(after.modality), "MR of the head", stated(after.modality),
                "Change is looked for in MR scans of the head; this is " + after.modality + ". Choose another series.");
}

Check sequence_check(const PreparedTimepoint& before, const PreparedTimepoint& after) {
  const std::string value = stated(before.sequence) + ", " + stated(after.sequence);
  Check check = judged(before.sequence == after.sequence, "One sequence at both dates", value,
                       before.session + " is " + stated(before.sequence) + ", " + after.session + " is " +
                           stated(after.sequence) + ". Choose a sequence that both have with --sequence.");
  if (check.verdict == Verdict::fits && before.sequence.empty()) {
    check.verdict = Verdict::warns;
    check.sentence = "Whether both dates are of one sequence is not stated in the data.";
  }
  return check;
}

Check spacing_check(const ModelCard& card, const PreparedTimepoint& before, const PreparedTimepoint& after) {
  const auto found = card.applicability.find("spacing_mm");
  const Range range = found == card.applicability.end() ? Range{0, 1e9} : found->second;
  double least = 1e9, most = 0;
  for (const PreparedTimepoint* date : {&before, &after})
    for (const double spacing : date->scan.grid.spacing) {
      least = std::min(least, spacing);
      most = std::max(most, spacing);
    }
  char value[64];
  std::snprintf(value, sizeof value, "%.2f to %.2f mm", least, most);
  return judged(least >= range.low && most <= range.high, "Voxels", value,
                "The voxels are " + std::string(value) + ". Choose a series with thinner slices.");
}

Check registration_check(const PreparedTimepoint& before, const PreparedTimepoint& after) {
  const bool good = before.registration.trusted && after.registration.trusted;
  return judged(good, "Registration of the dates", good ? "trusted" : "not trusted",
                "The registration of " + before.session + " and " + after.session +
                    " is not trusted, and what it leaves would look like change. Check it in the compare view.");
}
}  // namespace

std::vector<Check> change_checks(const ModelCard& card, const History& history, Horizon horizon) {
  std::vector<Check> checks{judged(std::isfinite(horizon.days), "Days", "any", "The days are no number.")};
  const std::size_t n = history.timepoints.size();
  checks.push_back(judged(n >= 2, "Dates, 2 or more", std::to_string(n),
                          "Change needs two dates; this study has " + std::to_string(n) + "."));
  if (n < 2) return checks;
  const PreparedTimepoint &before = history.timepoints[n - 2], &after = history.timepoints[n - 1];
  const bool read = before.scan.voxels && after.scan.voxels;
  checks.push_back(judged(read, "Scans", read ? "read" : "missing",
                          "The scans of " + before.session + " and " + after.session + " are not both there."));
  if (!read) return checks;
  checks.push_back(modality_check(before, after));
  checks.push_back(sequence_check(before, after));
  checks.push_back(spacing_check(card, before, after));
  checks.push_back(registration_check(before, after));
  return checks;
}

}  // namespace longview

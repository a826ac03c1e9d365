#include "imaging/reading/visits.h"

#include <algorithm>
#include <cstdio>

namespace longview {

Visit& visit_for(Draft& draft, const Placed& placed) {
  for (Visit& visit : draft.visits) {
    const bool same_date = placed.date && visit.timepoint.date == placed.date && (!visit.named || !placed.named);
    if (visit.key == placed.session || same_date) return visit;
  }
  draft.visits.push_back({});
  Visit& visit = draft.visits.back();
  visit.key = placed.session;
  visit.named = placed.named;
  visit.timepoint.kind = placed.kind;
  visit.horizon_days = placed.horizon_days;
  return visit;
}

void sort_visits(Draft& draft) {
  auto& visits = draft.visits;
  const auto predicted =
      std::stable_partition(visits.begin(), visits.end(), [](const Visit& v) { return v.acquired(); });
  const auto scans = static_cast<std::size_t>(predicted - visits.begin());
  const auto all = [&](auto has) { return std::all_of(visits.begin(), predicted, has); };
  const bool dated = all([](const Visit& v) { return v.timepoint.date.has_value(); });
  const bool counted = all([](const Visit& v) { return v.timepoint.day.has_value(); });
  std::stable_sort(visits.begin(), predicted, [&](const Visit& a, const Visit& b) {
    if (dated) return *a.timepoint.date < *b.timepoint.date;
    if (counted) return *a.timepoint.day < *b.timepoint.day;
    return a.key < b.key;
  });
  for (auto visit = visits.begin(); visit != predicted; ++visit) {
    if (dated)
      visit->timepoint.day = days_between(*visits[0].timepoint.date, *visit->timepoint.date);
    else if (!counted)
      visit->timepoint.day.reset();
  }
  if (scans == 1) visits[0].timepoint.day = 0;
  if (scans > 1 && !dated && !counted)
    draft.study.problems.push_back(
        {Severity::note, draft.study.patient.id,
         "Not all scans have a date or a day: they are in the order of their names, and no time "
         "between them is known. A BIDS sessions table with acq_time or days sets that right."});
}

void place_predictions(Draft& draft) {
  std::optional<double> last;
  for (const Visit& visit : draft.visits)
    if (visit.acquired()) last = visit.timepoint.day;
  for (Visit& visit : draft.visits) {
    if (visit.acquired()) continue;
    if (last) visit.timepoint.day = *last + visit.horizon_days;
    visit.problems.push_back(
        {Severity::note, "", "This was written by this program as a prediction: it is shown as one, not as a scan."});
  }
}

void name_sessions(Draft& draft) {
  int scans = 0, predictions = 0;
  for (Visit& visit : draft.visits) {
    const int number = visit.acquired() ? ++scans : ++predictions;
    char text[24];
    std::snprintf(text, sizeof text, visit.acquired() ? "ses-%02d" : "pred-%02d", number);
    const auto taken = [&](const std::string& name) {
      return std::any_of(draft.visits.begin(), draft.visits.end(), [&](const Visit& v) {
        return &v != &visit && ((v.named && v.key == name) || v.timepoint.session == name);
      });
    };
    std::string name = visit.named ? visit.key : text;
    for (int suffix = 2; !visit.named && taken(name); ++suffix) name = std::string(text) + "-" + std::to_string(suffix);
    visit.timepoint.session = name;
  }
}

}  // namespace longview

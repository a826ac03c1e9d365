// The dates of one patient while a study is being built.
#pragma once

#include <string>
#include <vector>

#include "imaging/reading/found_image.h"

namespace longview {

struct Visit {
  Timepoint timepoint;
  std::string key;
  bool named = false;
  double horizon_days = 0;
  std::vector<Problem> problems;

  bool acquired() const { return timepoint.kind == TimepointKind::acquired; }
};

struct Draft {
  Study study;
  std::vector<Visit> visits;
  std::optional<Date> age_date;  // of the patient's age so far
  std::vector<Placed> masks;
};

// The visit of the same key, or of the same date where that is known; else a new one.
Visit& visit_for(Draft& draft, const Placed& placed);

// By dates or days where all scans have them, else by name, with a note; predictions come after the scans.
void sort_visits(Draft& draft);

// Predictions get the day of their horizon after the last scan.
void place_predictions(Draft& draft);

// Session names are unique; visits without one are numbered by their order.
void name_sessions(Draft& draft);

}  // namespace longview

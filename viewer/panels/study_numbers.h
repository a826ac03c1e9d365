// What is measured of each date, ready to be shown: the values behind the tree, the table and the plot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"
#include "imaging/measurement/growth.h"

namespace longview {

struct DateNumbers {
  std::string badge;  // "A1", "P1"
  TimepointKind kind = TimepointKind::acquired;
  std::optional<double> day;              // since the first date
  std::optional<double> volume_ml;        // of label 1, else of all; nothing without a mask
  std::optional<double> low_ml, high_ml;  // volumes of the 90 % and the 10 % contour of a probability
  std::optional<double> longest_mm;
  std::optional<Change> change;  // against the date that `from` names
  int from = -1;                 // time point that the change is measured against
};

// One entry a time point, in the study's order. Acquired dates change against the acquired one before; predictions and
// back-tests against their last input.
std::vector<DateNumbers> numbers_of(const Study& study, const Progress& progress = {});

// The acquired time point that `index` is compared with: the acquired one before it, or a prediction's last input; -1.
int reference_of(const Study& study, std::size_t index);

// "+92 d" from the first date, for predictions "+90 d" from their last input, "day 0", or empty without days.
std::string interval_words(const Study& study, std::size_t index);

}  // namespace longview

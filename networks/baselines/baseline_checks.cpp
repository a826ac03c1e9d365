#include <cmath>
#include <cstdio>

#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "networks/baselines/baseline.h"
#include "networks/baselines/masks.h"

namespace longview {

namespace {

using Verdict = Check::Verdict;

std::string number(double value, const char* format) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

bool has_lesion(const PreparedTimepoint& date) { return date.lesion_given && date.lesion_ml > 0; }

Check lesion_check(const History& history) {
  Check check{Verdict::fits, "Lesion at the last date", "", ""};
  const bool there = history.last_lesion.voxels.voxels && volume_ml(followed_mask(history.last_lesion)) > 0;
  const std::string date = history.timepoints.empty() ? "the last date" : history.timepoints.back().session;
  if (there) {
    check.value = number(volume_ml(followed_mask(history.last_lesion)), "%.2f mL");
  } else {
    check.verdict = Verdict::refuses;
    check.value = "none";
    check.sentence = "No lesion at " + date + ". Mark one there, or give a mask file.";
  }
  return check;
}

Check horizon_check(Horizon horizon) {
  Check check{Verdict::fits, "Horizon, 0 d or more", number(horizon.days, "%g d"), ""};
  if (!std::isfinite(horizon.days) || horizon.days < 0) {
    check.verdict = Verdict::refuses;
    check.sentence = "Horizon " + check.value + " lies before the last date. Choose 0 d or more.";
  }
  return check;
}

}  // namespace

std::vector<Check> baseline_checks(const History& history, Horizon horizon) {
  return {lesion_check(history), horizon_check(horizon)};
}

std::vector<Check> two_date_checks(const ModelCard& card, const History& history) {
  Check dates{Verdict::fits, "Dates with a lesion, 2 or more", "", ""};
  int count = 0;
  for (const PreparedTimepoint& date : history.timepoints) count += has_lesion(date);
  dates.value = std::to_string(count);
  if (history.timepoints.size() < 2 || !has_lesion(history.timepoints[history.timepoints.size() - 2])) {
    dates.verdict = Verdict::refuses;
    dates.sentence = card.title + " needs a lesion at the last two dates. Mark it there, or choose another model.";
    return {dates};
  }
  const PreparedTimepoint& before = history.timepoints[history.timepoints.size() - 2];
  const PreparedTimepoint& last = history.timepoints.back();
  Check interval{Verdict::fits, "Interval between the last two dates, over 0 d", "", ""};
  if (!before.day || !last.day) {
    interval.verdict = Verdict::refuses;
    interval.value = "unknown";
    interval.sentence = "The days between " + before.session + " and " + last.session +
                        " are not known. Give the dates in the study's sessions file.";
  } else if (interval.value = number(*last.day - *before.day, "%g d"); *last.day <= *before.day) {
    interval.verdict = Verdict::refuses;
    interval.sentence = before.session + " and " + last.session + " lie on one day. Choose a study with two days.";
  }
  Check aligned{Verdict::fits, "Alignment of the dates", "trusted", ""};
  if (!before.registration.trusted || !last.registration.trusted) {
    aligned.verdict = Verdict::refuses;
    aligned.value = "not trusted";
    aligned.sentence = "The alignment of " + before.session + " and " + last.session +
                       " is not trusted. Check it in the compare view, or choose a model that needs one date.";
  }
  return {dates, interval, aligned};
}

void refuse_unfit(const ModelCard& card, const std::vector<Check>& checks) {
  if (refused(checks)) throw Failure(refusal_text(card, checks));
}

}  // namespace longview

#include "networks/gp_gan/applicability.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "imaging/measurement/volumes.h"

namespace longview::gp_gan {

namespace {
using Verdict = Check::Verdict;

std::string text(double value, int digits = 0) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
  return buffer;
}

std::string between(const Range& range, int digits = 0) {
  return text(range.low, digits) + " ... " + text(range.high, digits);
}

Range limit(const ModelCard& card, const std::string& key) {
  const auto found = card.applicability.find(key);
  return found == card.applicability.end() ? Range{-1e30, 1e30} : found->second;
}

Check fits(std::string what, std::string value) { return {Verdict::fits, std::move(what), std::move(value), {}}; }

Check judged(bool good, std::string what, std::string value, std::string sentence) {
  if (good) return fits(std::move(what), std::move(value));
  return {Verdict::refuses, std::move(what), std::move(value), std::move(sentence)};
}

Check weights_check(const ModelCard& card) {
  return judged(card.weights_installed, "Weights", card.weights_installed ? "installed" : "missing",
                "No weights installed. Install from file, or train them with longview train gp-gan.");
}

Check sequence_check(const PreparedTimepoint& date) {
  const bool good = date.modality == "MR" && (date.sequence == "ce-T1w" || date.sequence.empty());
  const std::string value = date.modality + (date.sequence.empty() ? "" : " " + date.sequence);
  Check check = judged(good, "T1 with contrast at " + date.session, value,
                       "No T1 with contrast at " + date.session + ". Choose another series or another model.");
  if (good && date.sequence.empty()) {
    check.verdict = Verdict::warns;
    check.sentence = "Whether " + date.session + " is a T1 with contrast is not stated in the data.";
  }
  return check;
}

// Set voxels on the first or last layer of an axis along which the scan has more than a few.
bool touches_border(const LabelMap& lesion) {
  const Volume mask = followed_mask(lesion);
  const auto voxels = voxels_of<std::uint8_t>(mask);
  const Size3& size = mask.grid.size;
  std::size_t i = 0;
  for (int z = 0; z < size[2]; ++z)
    for (int y = 0; y < size[1]; ++y)
      for (int x = 0; x < size[0]; ++x, ++i)
        if (voxels[i] && (x == 0 || y == 0 || z == 0 || x == size[0] - 1 || y == size[1] - 1 || z == size[2] - 1))
          return true;
  return false;
}

std::vector<Check> lesion_checks(const ModelCard& card, const History& history, const PreparedTimepoint& last) {
  const Range allowed = limit(card, "lesion_ml");
  const bool drawn = history.last_lesion.voxels.voxels && last.lesion_ml > 0;
  std::vector<Check> checks;
  checks.push_back(
      judged(drawn, "Lesion at " + last.session, drawn ? "drawn" : "none",
             "No lesion is drawn at " + last.session + ". Add a mask, or click the lesion to propose one."));
  if (!drawn) return checks;
  const bool sized = last.lesion_ml >= allowed.low && last.lesion_ml <= allowed.high;
  checks.push_back(judged(sized, "Lesion's volume, " + between(allowed, 1) + " mL", text(last.lesion_ml, 2) + " mL",
                          "The lesion at " + last.session + " has " + text(last.lesion_ml, 2) +
                              " mL; GP-GAN was trained on " + between(allowed, 1) + " mL. Choose another model."));
  const bool inside = !touches_border(history.last_lesion);
  checks.push_back(judged(inside, "Lesion inside the scan", inside ? "yes" : "touches the border",
                          "The lesion at " + last.session +
                              " touches the scan's border: part of it was not seen. "
                              "Choose a scan that holds all of it."));
  return checks;
}

std::vector<Check> geometry_checks(const ModelCard& card, const PreparedTimepoint& date) {
  const auto [least, most] = std::minmax_element(date.native_grid.spacing.begin(), date.native_grid.spacing.end());
  const double thick = limit(card, "slice_thickness_mm").high, uneven = limit(card, "anisotropy").high;
  const double ratio = *most / std::max(*least, 1e-6);
  return {judged(*most <= thick, "Slices at " + date.session + ", at most " + text(thick, 1) + " mm",
                 text(*most, 1) + " mm",
                 "The slices of " + date.session + " are " + text(*most, 1) + " mm thick; GP-GAN takes up to " +
                     text(thick, 1) + " mm. Choose a series with thinner slices."),
          judged(ratio <= uneven, "Voxels at " + date.session + ", at most " + text(uneven) + " : 1",
                 text(ratio, 1) + " : 1",
                 "The voxels of " + date.session + " are " + text(ratio, 1) +
                     " times longer than wide; GP-GAN takes up to " + text(uneven) + " times. Choose another series.")};
}

Check brain_check(const ModelCard& card, const PreparedTimepoint& date) {
  const Range allowed = limit(card, "brain_ml");
  const double ml = volume_ml(date.brain);
  return judged(ml >= allowed.low && ml <= allowed.high, "Brain's volume, " + between(allowed) + " mL",
                text(ml) + " mL",
                "The brain found at " + date.session + " has " + text(ml) + " mL; GP-GAN takes " + between(allowed) +
                    " mL. Choose a scan that shows the whole brain.");
}

std::vector<Check> interval_checks(const ModelCard& card, const ShownDates& shown, Horizon horizon) {
  const Range days = card.interval_days;
  const bool finite = std::isfinite(horizon.days);
  // Zero days are the baseline itself by construction; up to there and 10 % beyond the trained range are allowed.
  const bool good =
      finite && (horizon.days == 0 || (horizon.days >= 0.9 * days.low && horizon.days <= 1.1 * days.high));
  std::vector<Check> checks;
  checks.push_back(
      judged(good, "Horizon, " + between(days) + " d", finite ? text(horizon.days) + " d" : "no number",
             "Horizon " + (finite ? text(horizon.days) : std::string("?")) + " d is outside what it was trained on, " +
                 text(days.low) + " to " + text(days.high) + " d. Choose " +
                 (horizon.days < days.low ? "at least " + text(days.low) : "up to " + text(days.high)) + " d."));
  if (!shown.earlier) return checks;
  const double between_days = *shown.last->day - *shown.earlier->day;
  checks.push_back(judged(between_days >= 0.9 * days.low && between_days <= 1.1 * days.high,
                          "Interval between dates, " + between(days), text(between_days) + " d",
                          "Between " + shown.earlier->session + " and " + shown.last->session + " lie " +
                              text(between_days) + " d; GP-GAN was trained on " + between(days) +
                              " d. Take the earlier date out."));
  return checks;
}

Check registration_check(const ModelCard& card, const PreparedTimepoint& date) {
  const RegistrationQuality& quality = date.registration;
  const double most = limit(card, "residual_mm").high;
  const bool good = quality.trusted && quality.residual_mm <= most;
  return judged(good, "Alignment of " + date.session + ", at most " + text(most, 1) + " mm",
                text(quality.residual_mm, 1) + " mm",
                "The alignment of " + date.session + " is not trusted (" +
                    (quality.verdict.empty() ? text(quality.residual_mm, 1) + " mm left" : quality.verdict) +
                    "). Align again, or take that date out.");
}
}  // namespace

ShownDates shown_dates(const History& history) {
  ShownDates shown;
  if (history.timepoints.empty()) return shown;
  shown.last = &history.timepoints.back();
  for (auto date = history.timepoints.rbegin() + 1; date != history.timepoints.rend(); ++date)
    if (date->lesion_ml > 0 && date->day && shown.last->day && *date->day < *shown.last->day) {
      shown.earlier = &*date;
      break;
    }
  return shown;
}

std::vector<Check> applicability(const ModelCard& card, const History& history, Horizon horizon) {
  std::vector<Check> checks{weights_check(card)};
  const ShownDates shown = shown_dates(history);
  if (!shown.last) {
    checks.push_back(judged(false, "Dates", "none", "The study has no date with a scan. Open another folder."));
    return checks;
  }
  const auto append = [&](std::vector<Check> more) { checks.insert(checks.end(), more.begin(), more.end()); };
  checks.push_back(sequence_check(*shown.last));
  append(lesion_checks(card, history, *shown.last));
  append(geometry_checks(card, *shown.last));
  checks.push_back(brain_check(card, *shown.last));
  append(interval_checks(card, shown, horizon));
  if (history.timepoints.size() > 1 && !shown.earlier)
    for (const PreparedTimepoint& date : history.timepoints)
      if (!date.day)
        checks.push_back(
            judged(false, "Day of " + date.session, "unknown",
                   "The day of " + date.session + " is not known. Add it to sessions.tsv, or take that date out."));
  if (shown.earlier) {
    checks.push_back(sequence_check(*shown.earlier));
    checks.push_back(registration_check(card, *shown.last));
    checks.push_back(registration_check(card, *shown.earlier));
    checks.push_back(
        {Verdict::warns, "Therapy between dates", "not recorded",
         "Therapy between " + shown.earlier->session + " and " + shown.last->session + " is not recorded."});
  }
  return checks;
}

}  // namespace longview::gp_gan

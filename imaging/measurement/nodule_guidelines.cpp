#include <cmath>
#include <cstdio>
#include <numbers>

#include "imaging/core/failure.h"
#include "imaging/measurement/nodule_size.h"

namespace longview {

namespace {
constexpr const char* kFleischner =
    " (Fleischner Society 2017, single incidental nodule, 35 years and older; mean of long and short axis, whole mm)";
constexpr double kLungRads = 1.5;  // mm in 12 months
constexpr double kYear = 365.25;
constexpr double kRealChange = 25;  // % of the volume from which a doubling time is told (NELSON)

std::string text(const char* format, double a, double b = 0) {
  char buffer[200];
  std::snprintf(buffer, sizeof buffer, format, a, b);
  return buffer;
}

GuidelineNote solid_note(long mm, bool high_risk) {
  if (mm < 6)
    return {high_risk ? "Optional CT at 12 months" : "No routine follow-up",
            std::string("solid, below 6 mm, ") + (high_risk ? "high" : "low") + " risk"};
  if (mm <= 8)
    return {high_risk ? "CT at 6 to 12 months, then CT at 18 to 24 months"
                      : "CT at 6 to 12 months, then consider CT at 18 to 24 months",
            std::string("solid, 6 to 8 mm, ") + (high_risk ? "high" : "low") + " risk"};
  return {"Consider CT at 3 months, PET/CT or tissue sampling", "solid, above 8 mm, any risk"};
}

GuidelineNote subsolid_note(NoduleCategory category, long mm, long solid_mm) {
  const std::string name(name_of(category));
  if (mm < 6) return {"No routine follow-up", name + ", below 6 mm"};
  if (category == NoduleCategory::ground_glass)
    return {"CT at 6 to 12 months to confirm that it persists, then CT every 2 years until 5 years",
            name + ", 6 mm or more"};
  if (solid_mm < 6)
    return {"CT at 3 to 6 months to confirm that it persists; if unchanged, CT every year for 5 years",
            name + ", 6 mm or more, solid part below 6 mm"};
  return {"CT at 3 to 6 months to confirm that it persists; persistent ones are highly suspicious",
          name + ", 6 mm or more, solid part 6 mm or more"};
}
}  // namespace

GuidelineNote fleischner_2017(const NoduleSize& size, bool high_risk) {
  const long mm = std::lround(size.whole.mean_mm());
  const long solid_mm = size.solid ? std::lround(size.solid->mean_mm()) : 0;
  GuidelineNote note =
      size.category == NoduleCategory::solid ? solid_note(mm, high_risk) : subsolid_note(size.category, mm, solid_mm);
  note.rule += ": this one measures " + std::to_string(mm) + " mm" + kFleischner;
  return note;
}

NoduleGrowth nodule_growth(const NoduleSize& before, const NoduleSize& after, double days) {
  if (!(days > 0)) throw Failure("Growth is measured between two dates; the second must lie after the first.");
  if (!(before.volume_mm3 > 0 && after.volume_mm3 > 0))
    throw Failure("Growth is measured of a nodule that is outlined on both dates.");
  NoduleGrowth growth;
  growth.days = days;
  growth.diameter_change_mm = after.whole.mean_mm() - before.whole.mean_mm();
  growth.volume_change_percent = 100 * (after.volume_mm3 / before.volume_mm3 - 1);
  if (std::abs(growth.volume_change_percent) >= kRealChange)
    growth.doubling_days = days * std::numbers::ln2 / std::log(after.volume_mm3 / before.volume_mm3);
  const double in_a_year = growth.diameter_change_mm * (days > kYear ? kYear / days : 1);
  growth.lung_rads_growth = in_a_year > kLungRads;
  growth.note.says = growth.lung_rads_growth ? "Growth" : "No growth";
  growth.note.rule =
      text("growth is more than 1.5 mm of mean diameter within 12 months: this one changed by %+.1f mm in %.0f days",
           growth.diameter_change_mm, days);
  if (days > kYear) growth.note.rule += text(", %+.1f mm for 12 months", in_a_year);
  growth.note.rule += " (Lung-RADS v2022)";
  return growth;
}

}  // namespace longview

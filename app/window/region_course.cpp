#include "app/window/region_course.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/structure_volumes.h"

namespace longview {
namespace {

constexpr const char* own_method = "brain-labels";
constexpr const char* by_date_table = "regions_by_date";

bool is_acquired_date(const Timepoint& timepoint) { return timepoint.kind == TimepointKind::acquired; }

std::string method_of(const LabelMap& labels) {
  const LabelMap structures = brain_structures_from(labels);
  return structures.labels.front().algorithm_name == "DLMUSE" ? "DLMUSE" : own_method;
}

RegionDate measured(int timepoint, const LabelMap& labels) {
  const std::vector<double> structures = structure_volumes(brain_structures_from(labels).voxels);
  const std::vector<double> volumes = region_volumes(structures);
  RegionDate date{timepoint, structures.at(0), {}};
  for (std::size_t n = 0; n < volumes.size(); ++n) date.volumes[measured_regions()[n]] = volumes[n];
  return date;
}

// What the model says itself is finer than whole voxels.
void take_numbers(RegionDate& date, const Timepoint& timepoint) {
  for (const NamedNumber& number : timepoint.numbers)
    if (number.unit == "mL" && date.volumes.contains(number.name)) date.volumes[number.name] = number.value;
}

std::size_t column(const NamedTable& table, const char* name) {
  return static_cast<std::size_t>(std::find(table.columns.begin(), table.columns.end(), name) - table.columns.begin());
}

// What a table of dates and regions says of one date.
RegionDate from_table(int timepoint, const std::string& session, const NamedTable& table) {
  RegionDate date{timepoint, 0, {}};
  const std::size_t dates = column(table, "session"), regions = column(table, "region"),
                    volumes = column(table, "volume_ml"), skull = column(table, "within_skull_ml");
  if (std::max({dates, regions, volumes, skull}) >= table.columns.size()) return date;
  for (const auto& row : table.rows) {
    if (row.size() != table.columns.size() || row[dates] != session) continue;
    date.volumes[row[regions]] = std::atof(row[volumes].c_str());
    date.skull_ml = std::atof(row[skull].c_str());
  }
  return date;
}

// What brain-labels said of an acquired date.
RegionDate found_by_labels(const Study& study, int place, const std::vector<ModelFindings>& findings) {
  const std::string& session = study.timepoints[static_cast<std::size_t>(place)].session;
  for (const ModelFindings& model : findings)
    for (const NamedTable& table : model.findings.tables)
      if (table.name == by_date_table)
        if (RegionDate date = from_table(place, session, table); !date.volumes.empty()) return date;
  for (const Timepoint& other : study.timepoints) {
    const LabelMap* labels = other.kind == TimepointKind::synthetic ? structures_of(other) : nullptr;
    if (labels && other.provenance && !other.provenance->inputs.empty() && other.provenance->inputs.back() == session)
      return measured(place, *labels);
  }
  return {place, 0, {}};
}

std::string method_of(const Study& study, const std::vector<ModelFindings>& findings) {
  for (const Timepoint& timepoint : study.timepoints)
    if (const LabelMap* labels = is_acquired_date(timepoint) ? structures_of(timepoint) : nullptr)
      return method_of(*labels);
  for (const Timepoint& timepoint : study.timepoints)
    if (structures_of(timepoint)) return own_method;
  for (const ModelFindings& model : findings)
    for (const NamedTable& table : model.findings.tables)
      if (table.name == by_date_table) return own_method;
  return {};
}

std::optional<double> age_at(const Study& study, const Timepoint& timepoint) {
  if (!study.patient.age_years || !timepoint.day) return std::nullopt;
  return *study.patient.age_years + *timepoint.day / 365.25;
}

QString words(const char* text) { return QCoreApplication::translate("NormativePlot", text); }

}  // namespace

RegionCourse region_course(const Study& study, const std::vector<ModelFindings>& findings, const Progress& progress) {
  RegionCourse course;
  course.method = method_of(study, findings);
  if (course.method.empty()) return course;
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    progress.check();
    const Timepoint& timepoint = study.timepoints[i];
    const int place = static_cast<int>(i);
    const LabelMap* labels = structures_of(timepoint);
    RegionDate date{place, 0, {}};
    if (is_acquired_date(timepoint)) {
      date = labels ? measured(place, *labels) : found_by_labels(study, place, findings);
    } else if (labels && timepoint.kind != TimepointKind::synthetic) {
      date = measured(place, *labels);
      take_numbers(date, timepoint);
    }
    if (!date.volumes.empty()) course.dates.push_back(std::move(date));
  }
  return course;
}

std::vector<RegionalNorms> installed_norms() {
  try {
    return read_regional_norms(models_folder() / "brain_labels" / "norms.json");
  } catch (const Failure&) {
    return {};
  }
}

NormativeContent normative_content(const Study& study, const RegionCourse& course,
                                   const std::vector<RegionalNorms>& all, const std::string& region) {
  NormativeContent content;
  content.region = QString::fromStdString(region);
  const RegionalNorms* norms = norms_of(all, course.method);
  const RegionNorm* norm = norms ? norms->of(region) : nullptr;
  const bool female = study.patient.sex == "F", known = female || study.patient.sex == "M";
  double skull = 0;
  for (const RegionDate& date : course.dates) {
    const Timepoint& timepoint = study.timepoints[static_cast<std::size_t>(date.timepoint)];
    const auto age = age_at(study, timepoint);
    const auto volume = date.volumes.find(region);
    if (!age || volume == date.volumes.end()) continue;
    NormativePoint point{
        date.timepoint, timepoint.kind, QString::fromStdString(badge(study, static_cast<std::size_t>(date.timepoint))),
        *age,           volume->second, {}};
    if (norm && known && date.skull_ml > 0)
      point.percentile = percentile_of_z(norm->z(volume->second, *age, female, date.skull_ml));
    if (is_acquired_date(timepoint)) skull = date.skull_ml;
    content.points.push_back(point);
  }
  if (norm && known && skull > 0) {
    content.band = norm_curve(*norm, female, skull, norms->youngest, norms->oldest, 1);
    content.reference = words("Band: 95 % of %1, for this sex and size of skull; measured by %2.")
                            .arg(QString::fromStdString(norms->reference()), QString::fromStdString(course.method));
  }
  if (course.method.empty())
    content.missing = words("No date has brain structures. Predict… with Brain labels finds them.");
  else if (!study.patient.age_years || !known)
    content.missing = words("Age or sex of this patient is not stated, so there is no place among the healthy.");
  else if (content.band.empty())
    content.missing = words("No norm of this region is installed.");
  return content;
}

std::string region_of_row(const NamedTable& table, int row) {
  if (row < 0 || static_cast<std::size_t>(row) >= table.rows.size() || table.columns.empty()) return {};
  const auto& cells = table.rows[static_cast<std::size_t>(row)];
  const std::size_t named = column(table, "region") < table.columns.size() ? column(table, "region") : 0;
  const std::size_t sided = column(table, "side");
  std::string name = named < cells.size() ? cells[named] : std::string();
  if (sided < cells.size() && !cells[sided].empty()) name += ", " + cells[sided];
  const auto& regions = measured_regions();
  return std::find(regions.begin(), regions.end(), name) == regions.end() ? std::string() : name;
}

}  // namespace longview

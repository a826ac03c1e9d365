#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>

#include "imaging/core/made_up_mark.h"
#include "imaging/reading/found_image.h"
#include "imaging/reading/visits.h"

namespace longview {
namespace {

// The age is that of the first date: Patient's Age changes from visit to visit.
void add_facts(Draft& draft, const Patient& more, const std::optional<Date>& date) {
  Patient& patient = draft.study.patient;
  if (patient.id.empty()) patient.id = more.id;
  if (patient.name.empty()) patient.name = more.name;
  if (patient.sex.empty()) patient.sex = more.sex;
  if (!patient.birth_date) patient.birth_date = more.birth_date;
  const bool earlier = date && draft.age_date && *date < *draft.age_date;
  if (!more.age_years || (patient.age_years && !earlier)) return;
  patient.age_years = more.age_years;
  draft.age_date = date;
}

// One Patient ID with two names may be two people: better said than silently compared.
void tell_names(Draft& draft, const Patient& more) {
  const Patient& known = draft.study.patient;
  if (known.name.empty() || more.name.empty() || known.name == more.name) return;
  const std::string text = "The scans of patient " + known.id + " carry two names, " + known.name + " and " +
                           more.name + ": they may be of two people.";
  for (const Problem& problem : draft.study.problems)
    if (problem.what == text) return;
  draft.study.problems.push_back({Severity::warning, known.id, text});
}

void add_series(Draft& draft, Placed placed) {
  Visit& visit = visit_for(draft, placed);
  if (!visit.timepoint.date) visit.timepoint.date = placed.date;
  if (!visit.timepoint.day) visit.timepoint.day = placed.day;
  for (Problem& problem : placed.problems) {
    if (problem.where.empty()) problem.where = placed.series->description;
    visit.problems.push_back(std::move(problem));
  }
  visit.timepoint.series.push_back(std::move(*placed.series));
}

std::string label_of(const Timepoint& timepoint) { return timepoint.date ? iso(*timepoint.date) : timepoint.session; }

// Series whose kind is known come first: they are what one wants to see.
void sort_series(Timepoint& timepoint) {
  std::stable_sort(timepoint.series.begin(), timepoint.series.end(),
                   [](const Series& a, const Series& b) { return !a.sequence.empty() && b.sequence.empty(); });
}

// The series of that UID, or its largest part.
bool is_of(const Series& series, const std::string& uid) {
  return series.id == uid || (series.id.starts_with(uid) && series.id[uid.size()] == '/');
}

const Series* image_of(const Timepoint& timepoint, const Placed& mask) {
  for (const Series& series : timepoint.series)
    if (!mask.referenced_series.empty() && is_of(series, mask.referenced_series)) return &series;
  if (!mask.referenced_series.empty() || mask.mask->format == "DICOM SEG") return nullptr;
  for (const Series& series : timepoint.series)
    if (same_grid(series.grid, mask.mask_grid, 0.1)) return &series;
  return nullptr;
}

// "base_lung" begins with "base", "baseline" does not.
bool begins_with_word(const std::string& text, const std::string& start) {
  return text.starts_with(start) && (start.empty() || start.back() == '/' || std::strchr("_-. /", text[start.size()]));
}

Visit* by_key(Draft& draft, const Placed& mask) {
  Visit* best = nullptr;
  for (Visit& visit : draft.visits) {
    if (visit.key == mask.session) return &visit;
    const bool longer = !best || visit.key.size() > best->key.size();
    if (mask.loose && longer && begins_with_word(mask.session, visit.key)) best = &visit;
  }
  return best;
}

// The date a mask belongs to: that of the series it refers to, of its session, else of the one image on its grid.
Visit* visit_of(std::map<std::string, Draft>& drafts, const Placed& mask) {
  Draft& own = drafts[mask.patient.id];
  if (mask.kind != TimepointKind::acquired) return &visit_for(own, mask);
  if (!mask.referenced_series.empty())
    for (Visit& visit : own.visits)
      if (image_of(visit.timepoint, mask)) return &visit;
  if (Visit* visit = by_key(own, mask)) return visit;
  if (mask.date)
    for (Visit& visit : own.visits)
      if (visit.timepoint.date == mask.date) return &visit;
  Visit* found = nullptr;
  for (auto& [id, draft] : drafts)
    for (Visit& visit : draft.visits)
      if (mask.mask->format != "DICOM SEG" && image_of(visit.timepoint, mask)) {
        if (found) return nullptr;
        found = &visit;
      }
  if (found) return found;
  return own.visits.size() == 1 && mask.mask->format == "DICOM SEG" ? &own.visits[0] : nullptr;
}

void attach_masks(std::map<std::string, Draft>& drafts, std::vector<Placed> masks) {
  for (Placed& mask : masks) {
    const std::string file = mask.mask->files[0].filename().string();
    Visit* visit = visit_of(drafts, mask);
    std::vector<Problem>& problems = visit ? visit->problems : drafts[mask.patient.id].study.problems;
    for (Problem& problem : mask.problems) {
      problem.where = file;
      problems.push_back(std::move(problem));
    }
    if (!visit) {
      problems.push_back({Severity::note, file,
                          "This mask belongs to none of the scans by its name, place or grid; it is left aside."});
      continue;
    }
    if (const Series* image = image_of(visit->timepoint, mask)) mask.mask->of_series = image->id;
    visit->timepoint.masks.push_back(std::move(*mask.mask));
  }
}

Study finished(Draft& draft) {
  for (Visit& visit : draft.visits) {
    sort_series(visit.timepoint);
    for (Problem& problem : visit.problems) {
      problem.where = label_of(visit.timepoint) + " " + problem.where;
      draft.study.problems.push_back(std::move(problem));
    }
    draft.study.timepoints.push_back(std::move(visit.timepoint));
  }
  return std::move(draft.study);
}

}  // namespace

void mark_if_predicted(const std::string& description, Placed& placed) {
  const auto kind = kind_of_mark(description);
  if (!kind) return;
  const std::size_t number = description.find_first_of("+-0123456789");
  placed.kind = *kind;
  const bool dated = *kind == TimepointKind::predicted && number != std::string::npos;
  placed.horizon_days = dated ? std::atof(description.c_str() + number) : 0;
  placed.session = std::string(name_of(*kind)) + " " + std::to_string(placed.horizon_days);
  placed.named = placed.loose = placed.simulated = false;
  placed.date.reset();
  placed.day.reset();
}

std::vector<Study> build_studies(std::vector<Placed> placed, const std::filesystem::path& folder) {
  std::map<std::string, Draft> drafts;
  std::vector<Placed> masks;
  for (Placed& p : placed) {
    Draft& draft = drafts[p.patient.id];
    tell_names(draft, p.patient);
    add_facts(draft, p.patient, p.date);
    draft.study.simulated |= p.simulated;
    if (p.series)
      add_series(draft, std::move(p));
    else if (p.mask)
      masks.push_back(std::move(p));
    else
      draft.study.problems.insert(draft.study.problems.end(), p.problems.begin(), p.problems.end());
  }
  for (auto& [id, draft] : drafts) {
    sort_visits(draft);
  }
  attach_masks(drafts, std::move(masks));
  std::vector<Study> studies;
  std::vector<Problem> left;
  for (auto& [id, draft] : drafts) {
    place_predictions(draft);
    name_sessions(draft);
    draft.study.folder = folder;
    Study study = finished(draft);
    if (study.timepoints.empty())
      left.insert(left.end(), study.problems.begin(), study.problems.end());
    else
      studies.push_back(std::move(study));
  }
  if (!studies.empty()) studies[0].problems.insert(studies[0].problems.end(), left.begin(), left.end());
  return studies;
}

}  // namespace longview

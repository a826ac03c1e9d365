#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "imaging/reading/found_image.h"

namespace longview {
namespace {

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
  std::vector<Placed> masks;
};

void add_facts(Patient& patient, const Patient& more) {
  if (patient.id.empty()) patient.id = more.id;
  if (patient.name.empty()) patient.name = more.name;
  if (patient.sex.empty()) patient.sex = more.sex;
  if (!patient.birth_date) patient.birth_date = more.birth_date;
  if (!patient.age_years) patient.age_years = more.age_years;
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

// The visit of the same key, or of the same date where that is known; else a new one.
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

// Dates or days where all scans have them, else the order of names; predictions after them.
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

// A prediction stands its horizon after the last scan.
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

// Session names are unique; visits without one are numbered by their order.
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
  if (!description.starts_with("PREDICTED")) return;
  const std::size_t number = description.find_first_of("+-0123456789");
  placed.kind = TimepointKind::predicted;
  placed.horizon_days = number == std::string::npos ? 0 : std::atof(description.c_str() + number);
  placed.session = "predicted " + std::to_string(placed.horizon_days);
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
    add_facts(draft.study.patient, p.patient);
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

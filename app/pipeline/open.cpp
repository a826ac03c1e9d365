#include "app/pipeline/open.h"

#include <algorithm>
#include <set>

#include "imaging/core/failure.h"
#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"

namespace longview {

namespace {
std::string listed(const std::vector<Study>& studies) {
  std::string text;
  for (const Study& study : studies) {
    const auto dates = study.timepoints.size();
    text += (text.empty() ? "" : ", ") + study.patient.id + " (" + std::to_string(dates) +
            (dates == 1 ? " date)" : " dates)");
  }
  return text;
}

Study chosen(std::vector<Study> studies, const std::string& patient) {
  for (Study& study : studies)
    if (study.patient.id == patient || study.patient.id == "sub-" + patient || (patient.empty() && studies.size() == 1))
      return std::move(study);
  const std::string choose = " Choose one with --patient, or open its own folder.";
  if (patient.empty())
    throw Failure(std::to_string(studies.size()) + " patients in this folder: " + listed(studies) + "." + choose);
  throw Failure("No patient " + patient + " in this folder; there are " + listed(studies) + "." + choose);
}

void use_mask(Study& study, const std::string& session, const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) throw Failure("The mask " + file.string() + " does not exist.");
  std::string sessions;
  for (Timepoint& timepoint : study.timepoints) {
    const bool by_date = timepoint.date && iso(*timepoint.date) == session;
    if (timepoint.session == session || by_date) {
      Segmentation mask;
      mask.name = "Tumour";
      mask.format = "NIfTI";
      mask.files = {file};
      timepoint.masks = {mask};
      return;
    }
    sessions += (sessions.empty() ? "" : ", ") + timepoint.session;
  }
  throw Failure("No date " + session + " in this study for the mask " + file.string() + "; its dates are " + sessions +
                ".");
}
}  // namespace

Study with_sequence(const Study& study, const std::string& sequence) {
  Study chosen = study;
  std::set<std::string> there;
  for (Timepoint& timepoint : chosen.timepoints)
    std::erase_if(timepoint.series, [&](const Series& series) {
      if (!series.sequence.empty()) there.insert(series.sequence);
      return series.sequence != sequence;
    });
  std::erase_if(chosen.timepoints, [](const Timepoint& timepoint) { return timepoint.series.empty(); });
  if (!chosen.timepoints.empty()) return chosen;
  std::string names;
  for (const std::string& name : there) names += (names.empty() ? "" : ", ") + name;
  throw Failure("No date of " + study.patient.id + " has a series of the sequence " + sequence + "; there are " +
                (names.empty() ? "none with a known sequence" : names) + ".");
}

Study open_study(const std::filesystem::path& folder, const OpenOptions& options, const Progress& progress) {
  Study study = chosen(scan(folder, progress), options.patient);
  for (const auto& [session, file] : options.masks) use_mask(study, session, file);
  return options.sequence.empty() ? study : with_sequence(study, options.sequence);
}

Timepoint load(const Timepoint& timepoint, std::vector<Problem>& problems, const Progress& progress) {
  Timepoint loaded = timepoint;
  const std::string where = timepoint.date ? iso(*timepoint.date) : timepoint.session;
  const int main = main_series(loaded, "ce-T1w");
  if (main >= 0 && !loaded.series[main].volume) {
    Series& series = loaded.series[main];
    try {
      series.volume = read(series, problems, progress.part(0, 0.8, "Reading " + where));
      series.grid = series.volume->grid;
    } catch (const Failure& failure) {
      series.readable = false;
      problems.push_back({Severity::error, where + " " + series.description, failure.what()});
    }
  }
  for (Segmentation& mask : loaded.masks) {
    if (mask.labels || mask.files.empty()) continue;
    try {
      mask.labels = read_labels(mask, problems, progress.part(0.8, 1, "Reading " + where));
    } catch (const Failure& failure) {
      problems.push_back({Severity::error, where + " " + mask.name, failure.what()});
    }
  }
  std::erase_if(loaded.masks, [](const Segmentation& mask) { return !mask.labels; });
  return loaded;
}

namespace {
// Reading says again what the scan of the headers said: each thing is told once.
void drop_repeated(std::vector<Problem>& problems) {
  std::set<std::string> told;
  std::erase_if(problems, [&](const Problem& problem) { return !told.insert(problem.what).second; });
}
}  // namespace

Study load(const Study& study, const Progress& progress) {
  Study loaded = study;
  const double n = static_cast<double>(std::max<std::size_t>(1, study.timepoints.size()));
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) {
    const double at = static_cast<double>(i);
    loaded.timepoints[i] = load(study.timepoints[i], loaded.problems, progress.part(at / n, (at + 1) / n));
  }
  drop_repeated(loaded.problems);
  const bool any = std::any_of(loaded.timepoints.begin(), loaded.timepoints.end(), [](const Timepoint& timepoint) {
    return std::any_of(timepoint.series.begin(), timepoint.series.end(),
                       [](const Series& series) { return series.volume.has_value(); });
  });
  if (!any) {
    std::string reason = loaded.problems.empty() ? "no image could be read" : loaded.problems.back().what;
    throw Failure("Nothing in " + study.folder.string() + " can be shown: " + reason);
  }
  return loaded;
}

}  // namespace longview

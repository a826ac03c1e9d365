#include "app/pipeline/simulate_atrophy.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/pipeline/cohort.h"
#include "app/pipeline/simulated_files.h"
#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/reading/read.h"
#include "imaging/writing/nifti.h"
#include "imaging/writing/text_file.h"

namespace longview {

namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
constexpr const char* kMark = "SIMULATED atrophy";

Json truth_of(const Atrophy& atrophy, const AtrophyOptions& options) {
  Json structures = Json::array();
  for (const StructureChange& change : atrophy.changes)
    structures.push_back({{"value", change.value},
                          {"name", change.name},
                          {"before_ml", change.before_ml},
                          {"wanted_percent", change.wanted_percent},
                          {"true_percent", change.true_percent}});
  return {{"Simulated", true},
          {"model", "Alzheimer-like atrophy, gradient flow with prescribed Jacobian"},
          {"hippocampus_percent", options.hippocampus_percent},
          {"years_at_published_rates", atrophy.years},
          {"random_seed", options.seed},
          {"smallest_jacobian", atrophy.smallest_jacobian},
          {"largest_error_of_a_change", atrophy.worst_error},
          {"structures", structures}};
}

void write_truth_maps(const Atrophy& atrophy, const fs::path& folder, const std::string& stem) {
  const char* axes[] = {"L", "P", "S"};
  for (std::size_t axis = 0; axis < 3; ++axis)
    write_nifti(atrophy.displacement[axis], folder / (stem + "displacement_" + axes[axis] + ".nii.gz"), kMark);
  write_nifti(atrophy.jacobian, folder / (stem + "jacobian.nii.gz"), kMark);
}

LabelMap labels_from(const fs::path& file) {
  std::vector<Problem> problems;
  return brain_structures_from(read_labels({"labels", {file}, "NIfTI", "", {}}, problems));
}

void write_date(const fs::path& root, const std::string& subject, const std::string& session, const Volume& scan,
                const LabelMap& labels) {
  const fs::path folder = root / subject / session / "anat";
  fs::create_directories(folder);
  const std::string stem = subject + "_" + session;
  write_nifti(scan, folder / (stem + "_T1w.nii.gz"), kMark);
  write_nifti(labels, folder / (stem + "_desc-structures_dseg.nii.gz"), kMark);
}

void write_patient(const History& history, const std::vector<double>& percents, const AtrophyOptions& options,
                   const fs::path& root, const Progress& progress) {
  const PreparedTimepoint& date = history.timepoints.front();
  const LabelMap structures = brain_structures_from(date.labels);
  const std::string subject = bids_subject(history.patient);
  std::string sessions = "session_id\tacq_time\tday\thippocampus_percent\n";
  const auto line = [&](const std::string& session, double day, double percent) {
    char text[120];
    std::snprintf(text, sizeof text, "%s\t%s\t%.0f\t%.1f\n", session.c_str(), iso(simulated_date(day)).c_str(), day,
                  percent);
    sessions += text;
  };
  write_date(root, subject, session_name(0), date.scan, structures);
  line(session_name(0), 0, 0);
  for (std::size_t n = 0; n < percents.size(); ++n) {
    AtrophyOptions own = options;
    own.hippocampus_percent = percents[n];
    const double step = 1.0 / static_cast<double>(percents.size());
    const Atrophy atrophy =
        simulate_atrophy(date.scan, structures.voxels, own,
                         progress.part(step * static_cast<double>(n), step * static_cast<double>(n + 1)));
    const std::string session = session_name(n + 1);
    write_date(root, subject, session, atrophy.image, {atrophy.labels, structure_labels("Longview atrophy simulator")});
    const fs::path folder = root / subject / session;
    write_truth_maps(atrophy, folder, "");
    write_text(truth_of(atrophy, own).dump(1) + "\n", folder / "truth.json");
    line(session, std::round(365.25 * atrophy.years), percents[n]);
  }
  write_text(sessions, root / subject / (subject + "_sessions.tsv"));
}
}  // namespace

Atrophy simulate_atrophy_files(const fs::path& t1, const fs::path& labels, const AtrophyOptions& options,
                               const fs::path& out, const Progress& progress) {
  const LabelMap structures = labels_from(labels);
  const Atrophy atrophy =
      simulate_atrophy(read_image(t1, progress.part(0, 0.1)), structures.voxels, options, progress.part(0.1, 0.9));
  fs::create_directories(out);
  write_nifti(atrophy.image, out / "T1.nii.gz", kMark);
  write_nifti(LabelMap{atrophy.labels, structure_labels("Longview atrophy simulator")}, out / "labels.nii.gz", kMark);
  write_truth_maps(atrophy, out, "");
  write_text(truth_of(atrophy, options).dump(1) + "\n", out / "truth.json");
  return atrophy;
}

std::vector<std::string> simulate_atrophy_cohort(const fs::path& folder, int leave_out_every, int only_every,
                                                 const std::vector<double>& percents, const AtrophyOptions& options,
                                                 const fs::path& out, const Progress& progress) {
  CohortOptions which;
  which.leave_out_every = leave_out_every;
  which.only_every = only_every;
  which.preparation = Preparation::scan;
  std::vector<Problem> problems;
  const std::vector<History> cohort = load_cohort(folder, which, problems, progress.part(0, 0.05));
  std::vector<std::string> made;
  std::string participants = "participant_id\tage\tsex\tanatomy\n";
  double done = 0;
  const double n = static_cast<double>(cohort.size());
  for (const History& history : cohort) {
    const Progress part = progress.part(0.05 + 0.95 * done / n, 0.05 + 0.95 * (done + 1) / n, history.patient);
    ++done;
    if (!are_brain_structures(history.timepoints.front().labels)) continue;
    AtrophyOptions own = options;
    own.seed = options.seed + static_cast<std::uint64_t>(done);  // another spread for each patient
    write_patient(history, percents, own, out, part);
    char line[200];
    std::snprintf(line, sizeof line, "%s\t%.2f\t%s\t%s\n", bids_subject(history.patient).c_str(),
                  history.age_years.value_or(std::nan("")), history.sex.c_str(), history.patient.c_str());
    participants += line;
    made.push_back(history.patient);
  }
  if (made.empty()) throw Failure("No patient of " + folder.string() + " has labels of brain structures.");
  write_text(participants, out / "participants.tsv");
  write_text(Json{{"Name", "Simulated atrophy"}, {"BIDSVersion", "1.8.0"}, {"Simulated", true}}.dump(1) + "\n",
             out / "dataset_description.json");
  return made;
}

}  // namespace longview

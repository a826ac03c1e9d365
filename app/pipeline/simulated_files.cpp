#include "app/pipeline/simulated_files.h"

#include <cctype>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "imaging/writing/derived_series.h"
#include "imaging/writing/dicom_seg.h"
#include "imaging/writing/nifti.h"
#include "imaging/writing/text_file.h"

namespace longview {

namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string rounded(double value, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

Json rates(const GliomaGrowth& growth) {
  return {
      {"d_white_mm2_per_day", growth.d_white}, {"white_to_grey", growth.white_to_grey}, {"rho_per_day", growth.rho}};
}

std::string truth(const SimulatedPatient& patient) {
  const SimulatedGlioma& glioma = patient.glioma;
  Json dates = Json::array();
  for (const SimulatedDateSummary& date : summaries(glioma))
    dates.push_back({{"session", date.session},
                     {"date", date.date},
                     {"day", date.day},
                     {"tumour_ml", date.tumour_ml},
                     {"core_ml", date.core_ml}});
  const GliomaThresholds& seen = glioma.thresholds;
  return Json{{"Simulated", true},
              {"patient", patient.id},
              {"anatomy", patient.anatomy},
              {"random_seed", patient.seed},
              {"model", "Fisher-Kolmogorov, dc/dt = div(D grad c) + rho c (1 - c)"},
              {"course", name_of(glioma.course)},
              {"seed_lps_mm", glioma.growth.seed},
              {"age_days_at_first_date", glioma.age_days},
              {"before_first_date", rates(glioma.growth)},
              {"from_first_date", rates(glioma.after)},
              {"mass_effect_mm", glioma.growth.mass_effect_mm},
              {"thresholds", {{"visible", seen.visible}, {"necrosis", seen.necrosis}, {"oedema", seen.oedema}}},
              {"slice_thickness_mm", patient.slice_thickness_mm},
              {"dates", dates}}
             .dump(1) +
         "\n";
}
}  // namespace

void need_empty_folder(const fs::path& folder) {
  if (fs::exists(folder) && (!fs::is_directory(folder) || !fs::is_empty(folder)))
    throw Failure(folder.string() + " is not empty; name a new folder, so that no study is mixed with another.");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Failure("The folder " + folder.string() + " cannot be made: " + error.message() + ".");
}

Date simulated_date(double day) {
  using namespace std::chrono;
  return sys_days{year{2024} / January / 15} + days{std::lround(day)};
}

std::string session_name(std::size_t date) { return rounded(static_cast<double>(date + 1), "ses-%02.0f"); }

std::string bids_subject(const std::string& patient) {
  std::string subject = "sub-";
  for (char letter : patient)
    if (std::isalnum(static_cast<unsigned char>(letter))) subject += letter;
  return subject;
}

std::vector<SimulatedDateSummary> summaries(const SimulatedGlioma& glioma) {
  std::vector<SimulatedDateSummary> result;
  for (std::size_t n = 0; n < glioma.dates.size(); ++n) {
    const SimulatedDate& date = glioma.dates[n];
    result.push_back({session_name(n), iso(simulated_date(date.day)), date.day, volume_ml(mask_of(date.labels, 1)),
                      volume_ml(mask_of(date.labels, 3))});
  }
  return result;
}

void write_simulated_dicom(const SimulatedPatient& patient, const fs::path& folder, const Progress& progress) {
  const auto& dates = patient.glioma.dates;
  for (std::size_t n = 0; n < dates.size(); ++n) {
    const Progress part = progress.part(static_cast<double>(n) / static_cast<double>(dates.size()),
                                        static_cast<double>(n + 1) / static_cast<double>(dates.size()));
    Timepoint timepoint;
    timepoint.session = session_name(n);
    timepoint.date = simulated_date(dates[n].day);
    timepoint.day = dates[n].day;
    DicomTarget target;
    target.patient.id = patient.id;
    target.patient.name = "SIMULATED^" + patient.id;
    target.timepoint = &timepoint;
    target.simulated = true;
    target.review = "exact truth of a simulation";
    SeriesOptions options;
    options.description = patient.slice_thickness_mm > 0 ? "T1 +Gd" : "T1 +Gd 3D";
    options.derived = false;
    options.contrast_agent = "Gadolinium";
    const fs::path here = folder / iso(*timepoint.date);
    fs::create_directories(here);
    const Series series = write_series(dates[n].scan, target, here / "t1-gd", options, part.part(0, 0.8));
    target.source = &series;
    write_seg(dates[n].labels, target, here / "tumour-seg.dcm", part.part(0.8, 1));
  }
  write_text(truth(patient), folder / "truth.json");
}

fs::path truth_file(const fs::path& root, const std::string& patient) {
  const std::string subject = bids_subject(patient);
  return root / subject / (subject + "_truth.json");
}

void write_simulated_nifti(const SimulatedPatient& patient, const fs::path& root, const Progress& progress) {
  const std::string subject = bids_subject(patient.id);
  std::string sessions = "session_id\tacq_time\tdays\ttumor_ml\n";
  const auto& dates = patient.glioma.dates;
  const auto facts = summaries(patient.glioma);
  for (std::size_t n = 0; n < dates.size(); ++n) {
    progress.report(static_cast<double>(n) / static_cast<double>(dates.size()), "writing");
    const fs::path folder = root / subject / facts[n].session / "anat";
    fs::create_directories(folder);
    const std::string stem = subject + "_" + facts[n].session + "_ce-gadolinium_";
    write_nifti(dates[n].scan, folder / (stem + "T1w.nii.gz"), "SIMULATED, no patient");
    write_nifti(mask_of(dates[n].labels, 1), folder / (stem + "desc-tumor_mask.nii.gz"), "SIMULATED, label 1");
    const Json sidecar{{"Simulated", true},
                       {"Modality", "MR"},
                       {"ContrastBolusIngredient", "GADOLINIUM"},
                       {"SliceThickness", dates[n].scan.grid.spacing[2]}};
    write_text(sidecar.dump(1) + "\n", folder / (stem + "T1w.json"));
    sessions += facts[n].session + "\t" + facts[n].date + "\t" + rounded(facts[n].day, "%.0f") + "\t" +
                rounded(facts[n].tumour_ml, "%.2f") + "\n";
  }
  write_text(sessions, root / subject / (subject + "_sessions.tsv"));
  write_text(truth(patient), truth_file(root, patient.id));
}

void write_bids_tables(const fs::path& root) {
  std::set<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(root))
    if (entry.is_directory() && entry.path().filename().string().rfind("sub-", 0) == 0) folders.insert(entry.path());
  std::string table = "participant_id\tanatomy\tcourse\tslice_thickness_mm\tdates\n";
  for (const fs::path& folder : folders) {
    const std::string subject = folder.filename().string();
    std::ifstream in(folder / (subject + "_truth.json"));
    const Json facts = Json::parse(in, nullptr, false);
    if (facts.is_discarded()) continue;
    table += subject + "\t" + facts.value("anatomy", "") + "\t" + facts.value("course", "") + "\t" +
             rounded(facts.value("slice_thickness_mm", 0.0), "%.2f") + "\t" + std::to_string(facts["dates"].size()) +
             "\n";
  }
  write_text(table, root / "participants.tsv");
  const Json description{
      {"Name", "Simulated gliomas"}, {"BIDSVersion", "1.8.0"}, {"DatasetType", "raw"}, {"Simulated", true}};
  write_text(description.dump(1) + "\n", root / "dataset_description.json");
}

}  // namespace longview

#include "app/pipeline/simulate_nodule.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "app/pipeline/open.h"
#include "app/pipeline/simulated_files.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "imaging/reading/read.h"
#include "imaging/writing/derived_series.h"
#include "imaging/writing/dicom_seg.h"
#include "imaging/writing/nifti.h"
#include "imaging/writing/text_file.h"

namespace longview {

namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
constexpr const char* kMark = "SIMULATED nodule";

Volume ct_in(const fs::path& path, const Progress& progress) {
  if (!fs::exists(path)) throw Failure(path.string() + " does not exist; give a chest CT with --ct.");
  if (fs::is_regular_file(path)) return read_image(path, progress);
  Study study = open_study(path, {}, progress.part(0, 0.3));
  for (const Timepoint& timepoint : study.timepoints) {
    const int main = main_series(timepoint, "CT");
    if (main < 0 || timepoint.series[static_cast<std::size_t>(main)].modality != "CT") continue;
    std::vector<Problem> problems;
    return read(timepoint.series[static_cast<std::size_t>(main)], problems, progress.part(0.3, 1));
  }
  throw Failure("No CT was found in " + path.string() + "; a nodule is simulated in a chest CT.");
}

double finite(double value) { return std::isfinite(value) ? value : 0; }

Json course_of(const NoduleCourse& course) {
  Json json{{"type", name_of(course.type)},
            {"diameter_mm", course.diameter_mm},
            {"doubling_days", std::isfinite(course.doubling_days) ? Json(course.doubling_days) : Json("stable")},
            {"spiculated", course.spiculated}};
  if (course.ceiling_mm > 0) json["ceiling_mm"] = course.ceiling_mm;
  if (course.type == NoduleType::part_solid) json["solid_share"] = course.solid_share;
  if (std::isfinite(course.turns_on_day))
    json["turns_on_day"] = course.turns_on_day, json["halving_days"] = course.halving_days;
  return json;
}

Json date_of(const NoduleDate& date, std::size_t n) {
  Json readers = Json::array();
  for (const Volume& mask : date.raters) readers.push_back(volume_ml(mask));
  return {{"session", session_name(n)},
          {"date", iso(simulated_date(date.day))},
          {"day", date.day},
          {"volume_ml", date.volume_mm3 / 1000},
          {"solid_ml", date.solid_mm3 / 1000},
          {"mass_mg", date.mass_mg},
          {"equivalent_diameter_mm", std::cbrt(6 * date.volume_mm3 / std::numbers::pi)},
          {"labels_ml", volume_ml(mask_of(date.labels))},
          {"readers_ml", readers},
          {"place_lps_mm", date.place},
          {"breathing_mm", date.breathing_mm},
          {"lung_density", date.lung_density},
          {"slice_thickness_mm", date.thickness_mm},
          {"added_noise_hu", date.noise_hu},
          {"wall_contact", finite(date.wall_contact)},
          {"vessel_contact", finite(date.vessel_contact)}};
}

std::string truth_of(const SimulatedNodule& nodule, const NoduleStudyOptions& options, const fs::path& ct) {
  Json dates = Json::array();
  for (std::size_t n = 0; n < nodule.dates.size(); ++n) dates.push_back(date_of(nodule.dates[n], n));
  return Json{{"Simulated", true},
              {"patient", options.patient},
              {"ct", ct.filename().empty() ? ct.parent_path().filename().string() : ct.filename().string()},
              {"random_seed", options.nodule.seed},
              {"place_in_ct_lps_mm", options.nodule.place},
              {"model", "V0 2^(t / T), Gompertz with a ceiling; star-shaped, bounded by wall and large vessels"},
              {"course", course_of(nodule.course)},
              {"dates", dates}}
             .dump(1) +
         "\n";
}

void write_dicom(const SimulatedNodule& nodule, const NoduleStudyOptions& options, const fs::path& folder,
                 const Progress& progress) {
  for (std::size_t n = 0; n < nodule.dates.size(); ++n) {
    const Progress part = progress.part(static_cast<double>(n) / static_cast<double>(nodule.dates.size()),
                                        static_cast<double>(n + 1) / static_cast<double>(nodule.dates.size()));
    const NoduleDate& date = nodule.dates[n];
    Timepoint timepoint;
    timepoint.session = session_name(n);
    timepoint.date = simulated_date(date.day);
    timepoint.day = date.day;
    DicomTarget target;
    target.patient.id = options.patient;
    target.patient.name = "SIMULATED^" + options.patient;
    target.timepoint = &timepoint;
    target.simulated = true;
    target.review = "exact truth of a simulation";
    SeriesOptions series_options;
    series_options.description = "Chest CT";
    series_options.modality = "CT";
    series_options.derived = false;
    series_options.body_part = "CHEST";
    const fs::path here = folder / iso(*timepoint.date);
    fs::create_directories(here);
    const Series series = write_series(date.scan, target, here / "ct", series_options, part.part(0, 0.8));
    target.source = &series;
    write_seg(date.labels, target, here / "nodule-seg.dcm", part.part(0.8, 1));
  }
}

// How many of the four readers have each voxel inside.
LabelMap readers_count(const NoduleDate& date) {
  std::vector<std::uint8_t> count(voxel_count(date.scan.grid), 0);
  for (const Volume& mask : date.raters) {
    const auto inside = voxels_of<std::uint8_t>(mask);
    for (std::size_t n = 0; n < count.size(); ++n) count[n] = static_cast<std::uint8_t>(count[n] + inside[n]);
  }
  LabelMap map{make_volume(date.scan.grid, std::move(count)), {}};
  for (int n = 1; n <= 4; ++n) {
    Label label = date.labels.labels.front();
    label.value = n;
    label.name = "Inside for " + std::to_string(n) + " of 4 readers";
    map.labels.push_back(label);
  }
  return map;
}

void write_bids(const SimulatedNodule& nodule, const NoduleStudyOptions& options, const fs::path& root,
                const Progress& progress) {
  const std::string subject = bids_subject(options.patient);
  std::string sessions = "session_id\tacq_time\tdays\n";
  for (std::size_t n = 0; n < nodule.dates.size(); ++n) {
    progress.report(static_cast<double>(n) / static_cast<double>(nodule.dates.size()), "writing");
    const NoduleDate& date = nodule.dates[n];
    const std::string session = session_name(n), stem = subject + "_" + session + "_";
    const fs::path folder = root / subject / session / "ct";
    fs::create_directories(folder);
    write_nifti(date.scan, folder / (stem + "ct.nii.gz"), kMark);
    write_nifti(date.labels, folder / (stem + "desc-nodule_dseg.nii.gz"), kMark);
    write_nifti(readers_count(date), folder / (stem + "desc-readers_dseg.nii.gz"), kMark);
    write_text(Json{{"Simulated", true}, {"Modality", "CT"}, {"SliceThickness", date.thickness_mm}}.dump(1) + "\n",
               folder / (stem + "ct.json"));
    sessions += session + "\t" + iso(simulated_date(date.day)) + "\t" + std::to_string(std::lround(date.day)) + "\n";
  }
  write_text(sessions, root / subject / (subject + "_sessions.tsv"));
  write_text(
      Json{{"Name", "Simulated lung nodule"}, {"BIDSVersion", "1.8.0"}, {"DatasetType", "raw"}, {"Simulated", true}}
              .dump(1) +
          "\n",
      root / "dataset_description.json");
}
}  // namespace

SimulatedNodule simulate_nodule_study(const fs::path& path, const fs::path& folder, const NoduleStudyOptions& asked,
                                      const Progress& progress) {
  need_empty_folder(folder);
  if (bids_subject(asked.patient) == "sub-") throw Failure("A patient's name needs a letter or a number.");
  NoduleStudyOptions options = asked;
  for (double& day : options.nodule.days) day = std::round(day);
  const Volume ct = ct_in(path, progress.part(0, 0.2));
  if (!options.at_place)
    options.nodule.place =
        draw_nodule_place(ct, options.nodule.course.diameter_mm, options.attachment, options.nodule.seed);
  const SimulatedNodule nodule = simulate_nodule(ct, options.nodule, progress.part(0.2, 0.7));
  if (options.format == StudyFormat::dicom)
    write_dicom(nodule, options, folder, progress.part(0.7, 1));
  else
    write_bids(nodule, options, folder, progress.part(0.7, 1));
  write_text(truth_of(nodule, options, path), folder / "truth.json");
  return nodule;
}

}  // namespace longview

#include "app/pipeline/export_labels.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/pipeline/open.h"
#include "app/pipeline/predict.h"
#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/reading/read.h"

namespace longview {

namespace {
namespace fs = std::filesystem;

// What a record says of the files beside it.
struct Recorded {
  Provenance provenance;
  TimepointKind kind = TimepointKind::predicted;
};

std::optional<Recorded> record_beside(const fs::path& file) {
  const fs::path record = file.parent_path() / "record.json";
  std::ifstream in(record);
  if (!in) return std::nullopt;
  try {
    const auto whole = nlohmann::json::parse(in);
    const auto& json = whole.at("provenance");
    const bool synthetic = whole.at("kind") == name_of(TimepointKind::synthetic);
    return Recorded{{json.at("model"), json.at("version"), json.at("weights_sha256"), json.at("horizon_days"),
                     json.at("inputs").get<std::vector<std::string>>(), json.at("seed"), json.at("device"),
                     json.at("warnings").get<std::vector<std::string>>()},
                    synthetic ? TimepointKind::synthetic : TimepointKind::predicted};
  } catch (const nlohmann::json::exception&) {
    throw Failure(record.string() +
                  " is not a whole record, so nobody knows whether this is a prediction. Predict again.");
  }
}

Timepoint& date_of(Study& study, const std::string& session) {
  const auto dates = acquired_timepoints(study);
  if (dates.empty()) throw Failure("No date of " + study.folder.string() + " could be read.");
  if (session.empty()) return study.timepoints[dates.back()];
  for (const std::size_t i : dates)
    if (study.timepoints[i].session == session || name_of(study.timepoints[i]) == session) return study.timepoints[i];
  throw Failure("The labels lie on the date " + session + ", which is not in " + study.folder.string() + ".");
}

LabelMap labels_in(const fs::path& file, const Progress& progress) {
  Segmentation segmentation;
  segmentation.files = {file};
  std::vector<Problem> problems;
  return read_labels(segmentation, problems, progress);
}

fs::path image_for(const fs::path& file) {
  const fs::path image = file.parent_path() / "image.nii.gz";
  return file.filename().string().starts_with("labels") && fs::exists(image) ? image : file;
}

// The study with the file as what is to be exported, and the index of its time point.
std::pair<Study, std::size_t> with_file(Study study, const ExportLabelsRequest& request, const Progress& progress) {
  const auto recorded = record_beside(request.file);
  const Provenance* provenance = recorded ? &recorded->provenance : nullptr;
  std::string session = request.session;
  if (session.empty() && provenance && !provenance->inputs.empty()) session = provenance->inputs.back();
  Timepoint& date = date_of(study, session);
  std::optional<Volume> image;
  std::optional<LabelMap> labels;
  if (request.format == ExportFormat::series)
    image = read_image(image_for(request.file), progress);
  else
    labels = labels_in(request.file, progress);
  if (!provenance) {
    if (labels)
      date.masks = {{"Tumour", {request.file}, "memory", "", labels}};
    else
      throw Failure("Only a prediction is exported as a series; no record.json lies beside " + request.file.string() +
                    ".");
    return {study, static_cast<std::size_t>(&date - study.timepoints.data())};
  }
  Prediction prediction;
  prediction.kind = recorded->kind;
  prediction.provenance = *provenance;
  prediction.provenance.inputs = {date.session};
  prediction.image = image;
  prediction.labels = labels;
  if (prediction.labels)
    for (Label& label : prediction.labels->labels) {
      label.algorithm_type = AlgorithmType::automatic;
      label.algorithm_name = provenance->model + " " + provenance->version;
    }
  Study extended = with_timepoint(study, prediction);
  const auto at = std::find_if(extended.timepoints.begin(), extended.timepoints.end(),
                               [](const Timepoint& timepoint) { return timepoint.kind != TimepointKind::acquired; });
  const auto index = static_cast<std::size_t>(at - extended.timepoints.begin());
  return {std::move(extended), index};
}

// Moves what was written in a folder of its own to where the user wants it.
std::vector<ExportedObject> moved(std::vector<ExportedObject> written, const fs::path& from,
                                  const ExportLabelsRequest& request) {
  const bool one_file = request.out.extension() == ".dcm";
  const fs::path folder = one_file ? fs::absolute(request.out).parent_path() : request.out;
  const std::string main = request.format == ExportFormat::sr ? "measurements.dcm" : "segmentation.dcm";
  for (ExportedObject& object : written) {
    const fs::path name = object.path.lexically_relative(from);
    const fs::path target = one_file && name == main ? fs::absolute(request.out) : folder / name;
    if (fs::is_directory(object.path)) fs::remove_all(target);
    fs::rename(object.path, target);
    object.path = target;
  }
  fs::remove_all(from);
  return written;
}
}  // namespace

std::vector<ExportedObject> export_labels(const ExportLabelsRequest& request, const Progress& progress) {
  if (!fs::exists(request.file)) throw Failure(request.file.string() + " does not exist.");
  const Study study = load(open_study(request.like, {}, progress.part(0, 0.1)), progress.part(0.1, 0.4));
  const auto [extended, index] = with_file(study, request, progress.part(0.4, 0.5));
  const bool one_file = request.out.extension() == ".dcm";
  const fs::path folder = one_file ? fs::absolute(request.out).parent_path() : request.out;
  const fs::path work = folder / ".longview-export";
  fs::create_directories(folder);
  fs::remove_all(work);
  try {
    return moved(export_timepoint(extended, index, {{request.format}, work, request.review}, progress.part(0.5, 1)),
                 work, request);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(work, ignored);
    throw;
  }
}

}  // namespace longview

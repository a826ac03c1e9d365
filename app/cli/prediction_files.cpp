#include "app/cli/prediction_files.h"

#include <cstdio>

#include "app/cli/json.h"
#include "app/pipeline/timepoints.h"
#include "imaging/core/failure.h"
#include "imaging/core/made_up_mark.h"
#include "imaging/measurement/volumes.h"
#include "imaging/writing/nifti.h"
#include "imaging/writing/text_file.h"

namespace longview {

namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string hex(std::uint64_t hash) {
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

std::string mark_of(const Prediction& prediction) {
  return made_up_mark(prediction.kind, prediction.provenance.horizon_days) + " " + prediction.provenance.model;
}

Json inputs_of(const Study& study) {
  Json inputs = Json::array();
  for (const std::size_t i : acquired_timepoints(study)) {
    const Timepoint& timepoint = study.timepoints[i];
    Json input{{"session", timepoint.session}, {"image_hash", hex(content_hash(*loaded_series(timepoint).volume))}};
    if (const LabelMap* lesion = lesion_of(timepoint)) {
      input["lesion_hash"] = hex(content_hash(lesion->voxels));
      input["lesion_by"] = lesion->labels.empty() ? "" : std::string(name_of(lesion->labels.front().algorithm_type));
    }
    if (timepoint.from_study) input["from_first"] = to_json(*timepoint.from_study);
    inputs.push_back(input);
  }
  return inputs;
}

Json arguments_of(const StudyOptions& options, const PredictRequest& request) {
  Json masks = Json::array();
  for (const auto& [session, file] : mask_files(options.masks))
    masks.push_back(session + "=" + fs::absolute(file).string());
  return {{"study", fs::absolute(options.study).lexically_normal().string()},
          {"patient", options.patient},
          {"masks", masks},
          {"at", options.at},
          {"sequence", options.sequence},
          {"age", options.age_years ? Json(*options.age_years) : Json(nullptr)},
          {"sex", options.sex},
          {"hold_back", options.hold_back},
          {"model", request.model},
          {"horizon_days", request.horizon_days},
          {"seed", request.options.seed},
          {"samples", request.options.samples},
          {"device", request.options.device},
          {"threads", request.options.threads},
          {"seeds", request.options.seeds},
          {"minutes", request.options.minutes},
          {"steps", request.options.steps}};
}

void write_proposals(const Study& study, const fs::path& out) {
  for (const Timepoint& timepoint : study.timepoints)
    for (const Segmentation& mask : timepoint.masks)
      if (mask.format == "memory" && timepoint.kind == TimepointKind::acquired && mask.labels)
        write_nifti(*mask.labels, out / ("lesion_" + timepoint.session + ".nii.gz"),
                    "SEMIAUTOMATIC proposal, check it");
}
}  // namespace

void write_prediction(const Prediction& prediction, const Study& study, const StudyOptions& options,
                      const PredictRequest& request, const fs::path& out) {
  fs::create_directories(out);
  const std::string mark = mark_of(prediction);
  Json results = Json::object();
  const auto claim = [&](const std::string& name) {
    if (results.contains(name) || name == "record.json" || name.find('/') != std::string::npos)
      throw Failure(prediction.provenance.model + " wants to write " + name + ", which is taken or no file's name.");
  };
  const auto write = [&](const std::optional<Volume>& volume, const std::string& name) {
    if (!volume) return;
    claim(name);
    write_nifti(*volume, out / name, mark);
    results[name] = hex(content_hash(*volume));
  };
  write(prediction.image, prediction.image_name + ".nii.gz");
  write(prediction.probability, "probability.nii.gz");
  write(prediction.spread, "spread.nii.gz");
  if (prediction.labels) {
    write_nifti(*prediction.labels, out / "labels.nii.gz", mark);
    results["labels.nii.gz"] = hex(content_hash(prediction.labels->voxels));
  }
  for (const NamedMap& map : prediction.findings.maps) write(map.volume, map.name + ".nii.gz");
  const auto write_words = [&](const std::string& text, const std::string& name) {
    claim(name);
    write_text(text, out / name);
    results[name] = hex(content_hash(text));
  };
  for (const NamedTable& table : prediction.findings.tables) write_words(csv_of(table), table.name + ".csv");
  for (const NamedFacts& facts : prediction.findings.facts) write_words(facts.json, facts.name + ".json");
  write_proposals(study, out);
  write_json({{"longview", LONGVIEW_VERSION},
              {"kind", name_of(prediction.kind)},
              {"notice", mark + ", not for diagnosis"},
              {"simulated", study.simulated},
              {"arguments", arguments_of(options, request)},
              {"inputs", inputs_of(study)},
              {"provenance", to_json(prediction.provenance)},
              {"numbers", to_json(prediction.numbers)},
              {"problems", to_json(study.problems)},
              {"results", results}},
             out / "record.json");
}

}  // namespace longview

#include "app/cli/json.h"

#include <cmath>

#include "imaging/writing/text_file.h"

namespace longview {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json to_json(const Grid& grid) {
  return {{"size", grid.size}, {"spacing", grid.spacing}, {"origin", grid.origin}, {"direction", grid.direction}};
}

Json to_json(const Transform& transform) {
  const auto& quality = transform.quality;
  return {{"from", transform.from},
          {"to", transform.to},
          {"kind", name_of(transform.kind)},
          {"maps", "LPS mm points of the first date to points of this date"},
          {"linear", transform.from_study.linear},
          {"offset", transform.from_study.offset},
          {"similarity_before", number(quality.similarity_before)},
          {"similarity_after", number(quality.similarity_after)},
          {"overlap", number(quality.overlap)},
          {"residual_mm", number(quality.residual_mm)},
          {"shift_mm", number(quality.shift_mm)},
          {"rotation_degrees", number(quality.rotation_degrees)},
          {"trusted", quality.trusted},
          {"verdict", quality.verdict}};
}

Json to_json(const std::vector<Problem>& problems) {
  Json list = Json::array();
  for (const Problem& problem : problems)
    list.push_back({{"severity", name_of(problem.severity)}, {"where", problem.where}, {"what", problem.what}});
  return list;
}

namespace {
Json paths(const std::vector<std::filesystem::path>& files) {
  Json list = Json::array();
  for (const auto& file : files) list.push_back(file.string());
  return list;
}

Json series_json(const Series& series) {
  Json json{{"id", series.id},
            {"modality", series.modality},
            {"description", series.description},
            {"sequence", series.sequence},
            {"format", series.format},
            {"readable", series.readable}};
  json.update(to_json(series.grid));
  json["files"] = paths(series.files);
  return json;
}

Json timepoint_json(const Study& study, std::size_t index) {
  const Timepoint& timepoint = study.timepoints[index];
  Json json{{"badge", badge(study, index)},    {"date", timepoint.date ? Json(iso(*timepoint.date)) : Json(nullptr)},
            {"session", timepoint.session},    {"day", timepoint.day ? Json(*timepoint.day) : Json(nullptr)},
            {"kind", name_of(timepoint.kind)}, {"series", Json::array()},
            {"masks", Json::array()}};
  for (const Series& series : timepoint.series) json["series"].push_back(series_json(series));
  for (const Segmentation& mask : timepoint.masks)
    json["masks"].push_back({{"name", mask.name}, {"format", mask.format}, {"files", paths(mask.files)}});
  if (timepoint.from_study) json["from_first"] = to_json(*timepoint.from_study);
  return json;
}
}  // namespace

Json to_json(const Study& study) {
  Json json{{"patient", study.patient.id},
            {"sex", study.patient.sex},
            {"age", study.patient.age_years ? Json(*study.patient.age_years) : Json(nullptr)},
            {"simulated", study.simulated},
            {"timepoints", Json::array()},
            {"problems", to_json(study.problems)}};
  for (std::size_t i = 0; i < study.timepoints.size(); ++i) json["timepoints"].push_back(timepoint_json(study, i));
  return json;
}

Json to_json(const Provenance& provenance) {
  return {{"model", provenance.model},
          {"version", provenance.version},
          {"weights_sha256", provenance.weights_sha256},
          {"horizon_days", provenance.horizon_days},
          {"inputs", provenance.inputs},
          {"seed", provenance.seed},
          {"device", provenance.device},
          {"warnings", provenance.warnings}};
}

Json to_json(const std::vector<NamedNumber>& numbers) {
  Json list = Json::array();
  for (const NamedNumber& n : numbers) {
    Json json{{"name", n.name}, {"value", number(n.value)}, {"unit", n.unit}};
    if (n.low) json["low"] = number(*n.low);
    if (n.high) json["high"] = number(*n.high);
    list.push_back(json);
  }
  return list;
}

void write_json(const Json& json, const std::filesystem::path& file) { write_text(json.dump(2) + "\n", file); }

}  // namespace longview

#include <map>
#include <nlohmann/json.hpp>

#include "app/pipeline/evaluate.h"
#include "app/pipeline/evaluated_case.h"

namespace longview {

namespace {

using Json = nlohmann::ordered_json;

bool has(const Evaluation& evaluation, bool simulated) {
  for (const EvaluatedCase& one : evaluation.cases)
    if (one.simulated == simulated) return true;
  return false;
}

Json table_json(const ScoreTable& table) { return Json::parse(json_text(table)); }

std::string difference_lines(const ScoreTable& table) {
  std::string text;
  for (const Difference& one : table.differences) {
    if (one.metric != "growth_dice" && one.metric != "dice") continue;
    char line[256];
    std::snprintf(line, sizeof line, "| %s | %s | %+.3f (%+.3f to %+.3f) | %.4f | %.4f | %d |\n", one.metric.c_str(),
                  one.against.c_str(), one.interval.mean, one.interval.low, one.interval.high, one.p, one.p_holm,
                  one.n);
    text += line;
  }
  if (text.empty()) return text;
  return "| metric | against | paired difference (95 %) | p | p, Holm | n |\n| --- | --- | --- | --- | --- | --- |\n" +
         text;
}

std::string section(const Evaluation& evaluation, const ScoreTable& table, const std::string& kind) {
  return kind + " patients, n = " + std::to_string(table.n) + "\n\n" +
         markdown(table, {"growth_dice", "dice", "hd95_mm", "volume_error", "absolute_volume_error", "growth_precision",
                          "calibration_error"}) +
         "\n" + evaluation.model + " minus each baseline, on the same patients\n\n" + difference_lines(table) + "\n";
}

}  // namespace

std::string json_text(const Evaluation& evaluation) {
  const bool simulated = has(evaluation, true), real = has(evaluation, false);
  Json json{{"model", evaluation.model},
            {"data", simulated && real ? "both"
                     : simulated       ? "simulated"
                                       : "real"},
            {"split", evaluation.split}};
  json.update(table_json(real ? evaluation.real : evaluation.simulated));
  if (simulated && real) {
    json["simulated"] = table_json(evaluation.simulated);
    json["real"] = table_json(evaluation.real);
  }
  int failed = 0;
  for (const EvaluatedCase& one : evaluation.cases) failed += !one.failure.empty();
  json["failed"] = failed;
  json["cases"] = Json::array();
  for (const EvaluatedCase& one : evaluation.cases) json["cases"].push_back(case_json(one));
  return json.dump(2);
}

std::string markdown(const Evaluation& evaluation) {
  std::string text;
  if (!evaluation.split.empty()) text += evaluation.split + "\n\n";
  if (has(evaluation, true)) text += section(evaluation, evaluation.simulated, "Simulated");
  if (has(evaluation, false)) text += section(evaluation, evaluation.real, "Real");
  std::map<std::string, std::string> patients;  // by why they were not run
  for (const EvaluatedCase& one : evaluation.cases) {
    if (!one.failure.empty()) patients["Not evaluated. " + one.failure] += " " + one.patient;
    for (const auto& [name, score] : one.methods)
      if (!score.refused.empty()) patients[score.refused] += " " + one.patient;
  }
  for (const auto& [why, who] : patients) text += why + "\n" + who.substr(1) + "\n\n";
  return text;
}

}  // namespace longview

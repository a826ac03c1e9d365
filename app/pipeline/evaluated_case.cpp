#include "app/pipeline/evaluated_case.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace longview {

namespace {

using Json = nlohmann::ordered_json;

// The numbers of a score by their key, once for both directions.
const std::vector<std::pair<const char*, double BacktestScore::*>>& fields() {
  static const std::vector<std::pair<const char*, double BacktestScore::*>> all{
      {"dice", &BacktestScore::dice},
      {"growth_dice", &BacktestScore::growth_dice},
      {"hd95_mm", &BacktestScore::hd95_mm},
      {"volume_error", &BacktestScore::volume_error},
      {"predicted_ml", &BacktestScore::predicted_ml},
      {"true_ml", &BacktestScore::true_ml},
      {"growth_precision", &BacktestScore::growth_precision},
      {"brier", &BacktestScore::brier},
      {"calibration_error", &BacktestScore::calibration_error}};
  return all;
}

Json score_json(const BacktestScore& score) {
  if (!score.refused.empty()) return {{"refused", score.refused}};
  Json json;
  for (const auto& [key, field] : fields())
    json[key] = std::isfinite(score.*field) ? Json(score.*field) : Json(nullptr);
  return json;
}

BacktestScore score_from(const Json& json) {
  BacktestScore score;
  score.refused = json.value("refused", "");
  for (const auto& [key, field] : fields()) {
    const auto found = json.find(key);
    score.*field =
        found != json.end() && found->is_number() ? found->get<double>() : std::numeric_limits<double>::quiet_NaN();
  }
  return score;
}

}  // namespace

Json case_json(const EvaluatedCase& one) {
  Json json{{"patient", one.patient}, {"simulated", one.simulated}};
  if (!one.failure.empty()) {
    json["failure"] = one.failure;
    return json;
  }
  json["target"] = one.target;
  json["last_input"] = one.last_input;
  json["interval_days"] = one.interval_days;
  for (const auto& [name, score] : one.methods) json["methods"][name] = score_json(score);
  for (const auto& [name, weights] : one.weights) json["weights"][name] = weights;
  return json;
}

EvaluatedCase case_from(const Json& json) {
  EvaluatedCase one;
  one.patient = json.at("patient").get<std::string>();
  one.simulated = json.at("simulated").get<bool>();
  one.failure = json.value("failure", "");
  if (!one.failure.empty()) return one;
  one.target = json.at("target").get<std::string>();
  one.last_input = json.at("last_input").get<std::string>();
  one.interval_days = json.at("interval_days").get<double>();
  for (const auto& [name, score] : json.at("methods").items()) one.methods[name] = score_from(score);
  for (const auto& [name, weights] : json.at("weights").items()) one.weights[name] = weights.get<std::string>();
  return one;
}

}  // namespace longview

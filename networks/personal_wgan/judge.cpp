#include "networks/personal_wgan/judge.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "networks/core/change_checks.h"
#include "networks/evaluation/agreement.h"
#include "networks/evaluation/discrimination.h"
#include "networks/evaluation/table.h"
#include "networks/personal_wgan/judged_case.h"
#include "networks/personal_wgan/predict.h"

namespace longview::personal_wgan {

namespace {
using Json = nlohmann::ordered_json;
using Cases = std::vector<JudgedCase>;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json interval_json(const Interval& interval) {
  return {{"value", number(interval.mean)}, {"low", number(interval.low)}, {"high", number(interval.high)}};
}

Json case_json(const JudgedCase& one) {
  Json json{{"patient", one.patient},
            {"simulated", one.simulated},
            {"chance_ap", one.chance_ap},
            {"true_ml", number(one.true_ml)},
            {"true_percent", number(one.true_percent)},
            {"steps", one.steps},
            {"seeds", one.seeds},
            {"failed_seeds", one.failed_seeds}};
  for (const auto& [name, scores] : one.methods)
    json["methods"][name] = {{"map_ap", number(scores.map_ap)},
                             {"marked_ml", scores.marked_ml},
                             {"net_ml", scores.net_ml},
                             {"net_percent", number(scores.net_percent)},
                             {"null_ml", scores.null_ml}};
  return json;
}

// Marked volume of the pairs against that of the null runs.
Json areas_of(const Cases& cases, const std::string& method) {
  std::vector<double> pairs, nulls;
  for (const JudgedCase& one : cases) {
    const MethodScores& scores = one.methods.at(method);
    pairs.push_back(scores.marked_ml);
    nulls.insert(nulls.end(), scores.null_ml.begin(), scores.null_ml.end());
  }
  Json json = interval_json(bootstrap_area(pairs, nulls, false));
  json["pairs"] = pairs.size();
  json["null_runs"] = nulls.size();
  return json;
}

Json classes_of(const Cases& cases, const std::string& method) {
  std::vector<int> truth, said;
  for (const JudgedCase& one : cases) {
    if (!std::isfinite(one.true_percent)) continue;
    truth.push_back(static_cast<int>(rano_class(one.true_percent)));
    said.push_back(static_cast<int>(rano_class(one.methods.at(method).net_percent)));
  }
  const Agreement found = agreement(truth, said, 3);
  return {{"n", found.n},
          {"accuracy", number(found.accuracy)},
          {"majority_class", number(found.majority)},
          {"balanced_accuracy", number(found.balanced)},
          {"quadratic_kappa", number(found.kappa)}};
}

ScoreTable table_of(const Cases& cases) {
  std::vector<CaseScores> all;
  for (const JudgedCase& one : cases) {
    CaseScores scores{one.patient, {}, {}};
    for (const auto& [name, method] : one.methods)
      scores.methods[name] = {{"map_ap", method.map_ap},
                              {"volume_error", (method.net_ml - one.true_ml) / std::abs(one.true_ml)}};
    scores.methods["chance"] = {{"map_ap", one.chance_ap}};
    all.push_back(std::move(scores));
  }
  return tabulate(all, "personal-wgan");
}

Json group_json(const Cases& cases, const ScoreTable& table) {
  Json json = Json::parse(json_text(table));
  int seeds = 0, failed = 0;
  for (const JudgedCase& one : cases) {
    seeds += one.seeds;
    failed += one.failed_seeds;
  }
  json["failed_seeds"] = {{"of", seeds}, {"failed", failed}};
  for (const std::string method : {"personal-wgan", "subtraction"}) {
    json["auc_against_null_runs"][method] = areas_of(cases, method);
    json["rano"][method] = classes_of(cases, method);
  }
  return json;
}

std::string group_text(const Json& json, const ScoreTable& table, const std::string& kind) {
  std::string text = kind + " pairs, n = " + std::to_string(table.n) + "\n\n" +
                     markdown(table, {"map_ap", "absolute_volume_error"}) + "\n";
  for (const auto& [method, area] : json.at("auc_against_null_runs").items())
    text += method + ": AUC against null runs " + area.at("value").dump() + ", RANO " +
            json.at("rano").at(method).dump() + "\n";
  return text + "failed seeds " + json.at("failed_seeds").dump() + "\n\n";
}
}  // namespace

Judgement judge_on(const ModelCard& card, const std::vector<History>& cohort, const PredictOptions& options,
                   const Progress& progress) {
  Cases real, simulated;
  Json left_out = Json::array(), all = Json::array();
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    const double n = static_cast<double>(cohort.size()), at = static_cast<double>(i);
    const History& history = cohort[i];
    try {
      if (const auto checks = change_checks(card, history, {0}); refused(checks))
        throw Failure(refusal_text(card, checks));
      const JudgedCase one =
          judged_case(history, learn_options(options), progress.part(at / n, (at + 1) / n, history.patient));
      all.push_back(case_json(one));
      (one.simulated ? simulated : real).push_back(one);
    } catch (const Failure& failure) {
      left_out.push_back({{"patient", history.patient}, {"why", failure.what()}});
    }
  }
  if (all.empty())
    throw Failure("No patient of this cohort could be judged. " + left_out.front().at("why").get<std::string>());
  Json json{{"model", "personal-wgan"}, {"minutes", options.minutes}, {"left_out", left_out}};
  std::string text;
  for (const auto& [name, cases] : {std::pair<std::string, const Cases*>{"real", &real}, {"simulated", &simulated}}) {
    if (cases->empty()) continue;
    const ScoreTable table = table_of(*cases);
    json[name] = group_json(*cases, table);
    text += group_text(json[name], table, name == "real" ? "Real" : "Simulated");
  }
  json["cases"] = all;
  return {json.dump(2), text};
}

}  // namespace longview::personal_wgan

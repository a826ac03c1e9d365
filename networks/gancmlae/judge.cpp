#include "networks/gancmlae/judge.h"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "imaging/core/failure.h"
#include "networks/evaluation/discrimination.h"
#include "networks/evaluation/table.h"
#include "networks/gancmlae/patterns.h"
#include "networks/gancmlae/predict.h"
#include "networks/layers/similarity.h"
#include "networks/training/atrophied.h"

namespace longview::gancmlae {

namespace {
using Json = nlohmann::ordered_json;
constexpr double losses[] = {-5, -10, -20};  // of the hippocampi, percent

struct Method {
  std::string name;
  Rebuild rebuild;
  const Normative& usual;
};

std::vector<Method> methods(const Shipped& shipped, const Baselines* baselines) {
  std::vector<Method> all{{"gancmlae", [&](const at::Tensor& map) { return shipped.network(map); }, shipped.usual}};
  if (!baselines) return all;
  all.push_back(
      {"plain-autoencoder", [=](const at::Tensor& map) { return baselines->plain(map); }, baselines->plain_usual});
  all.push_back({"principal-components", [=](const at::Tensor& map) { return baselines->components(map); },
                 baselines->components_usual});
  all.push_back({"w-score", [](const at::Tensor& map) { return at::zeros_like(map); }, baselines->nothing_usual});
  return all;
}

// Scores that tell a patient: higher is more atrophy. score -> [loss index; 0 is healthy][person].
using Scores = std::map<std::string, std::vector<std::vector<double>>>;

void add_scores(Scores& scores, std::size_t state, const std::vector<RegionZ>& regions) {
  double sum = 0;
  for (const RegionZ& region : regions) sum += region.mean_z;
  const auto put = [&](const std::string& name, double value) {
    auto& states = scores[name];
    states.resize(std::size(losses) + 1);
    states[state].push_back(value);
  };
  put("hippocampi", mean_z_of(regions, "Hippocampi"));
  put("all regions", sum / static_cast<double>(regions.size()));
}

std::map<std::string, double> healthy_metrics(const Looked& looked, const Method& method, const at::Tensor& mask) {
  const at::Tensor z = looked.z.masked_select(method.usual.mask > 0.5);
  std::map<std::string, double> metrics{{"share_beyond_z_2", (z > 2).to(at::kFloat).mean().item<double>()},
                                        {"share_below_z_minus_2", (z < -2).to(at::kFloat).mean().item<double>()}};
  if (method.name == "w-score") return metrics;
  metrics["ssim"] = masked_ssim(looked.rebuilt, looked.map, mask).item<double>();
  metrics["psnr_db"] = masked_psnr(looked.rebuilt, looked.map, mask).item<double>();
  return metrics;
}

Json interval(const Interval& value) { return {{"value", value.mean}, {"ci95", {value.low, value.high}}}; }

Json areas(const std::map<std::string, Scores>& all) {
  Json json;
  for (const auto& [method, scores] : all)
    for (const auto& [score, states] : scores)
      for (std::size_t i = 0; i < std::size(losses); ++i) {
        Json& place = json["methods"][method][score][std::to_string(static_cast<int>(losses[i]))];
        place = interval(bootstrap_area(states[i + 1], states[0], true));
        if (method == "gancmlae") continue;
        const auto& own = all.at("gancmlae").at(score);
        place["gancmlae_minus_this"] =
            interval(bootstrap_area_difference(own[i + 1], own[0], states[i + 1], states[0], true));
      }
  return json;
}

std::string text_of(const Json& json, const ScoreTable& table) {
  std::ostringstream text;
  text << "On healthy people:\n\n"
       << markdown(table, {"ssim", "psnr_db", "share_beyond_z_2", "share_below_z_minus_2"})
       << "\nArea under the curve, healthy against the same people with simulated atrophy:\n\n"
       << "| method | score | -5 % | -10 % | -20 % |\n|---|---|---|---|---|\n";
  for (const auto& [method, scores] : json.at("auc").at("methods").items())
    for (const auto& [score, states] : scores.items()) {
      text << "| " << method << " | " << score << " |";
      for (const double loss : losses) {
        const Json& value = states.at(std::to_string(static_cast<int>(loss)));
        char cell[64];
        std::snprintf(cell, sizeof cell, " %.3f (%.3f to %.3f) |", value.at("value").get<double>(),
                      value.at("ci95")[0].get<double>(), value.at("ci95")[1].get<double>());
        text << cell;
      }
      text << '\n';
    }
  return text.str();
}
}  // namespace

Judgement judge_on(const Shipped& shipped, const Baselines* baselines, const std::vector<History>& cohort,
                   const Progress& progress) {
  at::NoGradGuard no_gradient;
  const std::vector<Method> all = methods(shipped, baselines);
  const at::Tensor mask = shipped.usual.mask.unsqueeze(0).unsqueeze(0);
  std::vector<CaseScores> cases;
  std::map<std::string, Scores> scores;
  std::vector<Patterns> patterns(std::size(losses) + 1);
  std::vector<std::string> left_out;
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    const double n = static_cast<double>(cohort.size()), at = static_cast<double>(i);
    const Progress part = progress.part(at / n, (at + 1) / n, cohort[i].patient);
    try {
      if (!cohort[i].age_years || cohort[i].sex.empty()) throw Failure("Age or sex is not stated.");
      const TrainingBrain brain = placed_brain_of(cohort[i], true, part.part(0, 0.3)).brain;
      std::vector<at::Tensor> maps{morphometry(brain, shipped.mean).map};
      for (const double loss : losses)
        maps.push_back(morphometry(atrophied(brain, loss, part).brain, shipped.mean).map);
      CaseScores one{brain.patient, {}, {}};
      for (const Method& method : all)
        for (std::size_t state = 0; state < maps.size(); ++state) {
          const Looked looked = looked_at(maps[state], method.rebuild, method.usual, brain.age_years, brain.female);
          const auto regions = regions_of(looked.z, method.usual.mask, shipped.atlas);
          add_scores(scores[method.name], state, regions);
          if (method.name == "gancmlae") patterns[state].push_back(pattern_of(regions));
          if (state == 0) one.methods[method.name] = healthy_metrics(looked, method, mask);
        }
      cases.push_back(std::move(one));
    } catch (const Failure& failure) {
      left_out.push_back(cohort[i].patient + ": " + failure.what());
    }
  }
  if (cases.empty()) throw Failure("None of these people could be used to judge GANCMLAE: " + left_out.front());
  const ScoreTable table = tabulate(cases, "gancmlae");
  Json json{{"model", "gancmlae"}, {"n", cases.size()}, {"left_out", left_out}};
  json["healthy"] = Json::parse(json_text(table));
  json["auc"] = areas(scores);
  json["patterns"] = pattern_report(patterns.front(), patterns.back());
  return {json.dump(2), text_of(json, table) + pattern_text(json["patterns"])};
}

}  // namespace longview::gancmlae

#include "networks/u_hpnet/judge.h"

#include <c10/core/InferenceMode.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>

#include "imaging/core/failure.h"
#include "networks/core/private/device.h"
#include "networks/core/private/tensor.h"
#include "networks/evaluation/discrimination.h"
#include "networks/evaluation/table.h"
#include "networks/u_hpnet/training.h"

namespace longview::u_hpnet {

namespace {
using Json = nlohmann::ordered_json;
constexpr int members = 16, normals = 256;
const std::vector<std::string> metrics{"dice", "ged2", "size_error_mm", "crps_mm", "within_90", "width_90_mm"};

at::Tensor inside(const at::Tensor& x) { return x[0][0] < 0; }

std::vector<double> normal_changes(double mean, double deviation, std::uint64_t seed) {
  Draw draw(seed, "u_hpnet normal changes");
  std::vector<double> values;
  for (int i = 0; i < normals; ++i) values.push_back(mean + deviation * draw.normal());
  return values;
}

struct Judging {
  const Shipped& shipped;
  const Baselines& baselines;
  int samples;
  const ComputePlan& plan;
};

Forecast by_network(const Forecaster& network, const Judging& judging, const Known& known, std::uint64_t seed,
                    const Progress& progress) {
  const bool draws = network.hierarchy().architecture().latents > 0;
  const Samples drawn = drawn_samples(network, known, draws ? judging.samples : 1, judging.plan, seed, progress);
  const at::Tensor balanced = at::ones({3});  // the threshold is of balanced classes
  const Members all = members_of(network, drawn.features, balanced, members, seed);
  Forecast forecast;
  for (std::int64_t i = 0; i < drawn.logits.size(0); ++i) forecast.masks.push_back(drawn.logits[i][0] > 0);
  forecast.mask = drawn.logits.sigmoid().mean(0)[0] > 0.5;
  forecast.changes_mm = drawn_changes(all, seed);
  forecast.growth = all.classes.mean(at::IntArrayRef{0, 1})[2].item<double>();
  return forecast;
}

Forecast always_stable(const Judging& judging, const Known& known, std::uint64_t seed) {
  const at::Tensor now = inside(known.distance);
  return {{now}, now, normal_changes(0, judging.baselines.population.stable_deviation_mm, seed), 0};
}

Forecast by_population(const Judging& judging, const Known& known, std::uint64_t seed) {
  const Population& population = judging.baselines.population;
  const double change = population.change_mm(known.diameter_mm.item<double>(), known.days.item<double>());
  const at::Tensor later = grown_mask(known.distance[0][0], change);
  const double reaches = std::erfc((2 - change) / (std::numbers::sqrt2 * population.deviation_mm)) / 2;
  return {{later}, later, normal_changes(change, population.deviation_mm, seed), reaches};
}

Forecast by_logistic(const Judging& judging, const Known& known, int type) {
  Forecast forecast;
  forecast.growth =
      judging.baselines.logistic.probability({known.diameter_mm.item<double>(), known.days.item<double>(), 0, type});
  return forecast;
}

std::map<std::string, Forecast> forecasts(const Judging& judging, const Known& known, int type, std::uint64_t seed,
                                          const Progress& progress) {
  return {{"u-hpnet", by_network(judging.shipped.network, judging, known, seed, progress)},
          {"one-scale", by_network(judging.baselines.one_scale, judging, known, seed, progress)},
          {"deterministic", by_network(judging.baselines.deterministic, judging, known, seed, progress)},
          {"always-stable", always_stable(judging, known, seed)},
          {"population-doubling", by_population(judging, known, seed)},
          {"logistic-regression", by_logistic(judging, known, type)}};
}

// Growth as a question of yes or no, over all cases.
struct Growth {
  std::map<std::string, std::vector<double>> scores;
  std::vector<bool> truth;
};

Json interval(const Interval& value) { return {{"value", value.mean}, {"ci95", {value.low, value.high}}}; }

Json growth_json(const Growth& growth) {
  Json json;
  double growing = 0;
  for (const bool grew : growth.truth) growing += grew;
  json["prevalence"] = growing / static_cast<double>(growth.truth.size());
  for (const auto& [method, scores] : growth.scores) {
    std::vector<double> yes, no;
    for (std::size_t i = 0; i < scores.size(); ++i) (growth.truth[i] ? yes : no).push_back(scores[i]);
    json["methods"][method] = {{"auc", interval(bootstrap_area(yes, no, false))},
                               {"balanced_accuracy", interval(bootstrap_balanced_accuracy(scores, growth.truth))}};
  }
  return json;
}

std::string cell(const Json& value) {
  const auto number = [](const Json& x) { return x.is_number() ? x.get<double>() : std::nan(""); };
  char text[80];
  std::snprintf(text, sizeof text, " %.3f (%.3f to %.3f) |", number(value.at("value")), number(value.at("ci95")[0]),
                number(value.at("ci95")[1]));
  return text;
}

std::string text_of(const Json& growth, const ScoreTable& table) {
  std::ostringstream text;
  text << table.n << " simulated nodules:\n\n"
       << markdown(table, metrics) << "\nGrowth by 2 mm, prevalence " << growth.at("prevalence").get<double>()
       << ":\n\n| method | AUC | balanced accuracy |\n|---|---|---|\n";
  for (const auto& [method, values] : growth.at("methods").items())
    text << "| " << method << " |" << cell(values.at("auc")) << cell(values.at("balanced_accuracy")) << '\n';
  return text.str();
}

std::filesystem::path kept_folder(const JudgeOptions& judging, const std::vector<History>& cohort, std::uint64_t seed) {
  if (!judging.kept.empty()) return judging.kept;
  std::string names = std::to_string(seed);
  for (const History& history : cohort)
    names += "\n" + history.patient + std::to_string(content_hash(history.last_scan));
  return std::filesystem::temp_directory_path() / ("longview_nodules_" + std::to_string(content_hash(names)));
}

// The first date, a later one and a reader, drawn by the case's number.
Pair pair_of(const NoduleCase& one, std::size_t number, std::uint64_t seed) {
  Draw draw(seed, "u_hpnet judged pair", number);
  return {&one, 0, 1 + static_cast<std::size_t>(draw.whole(std::ssize(one.days) - 1)),
          static_cast<std::size_t>(draw.whole(readers))};
}
}  // namespace

Judgement judge_on(const Shipped& shipped, const Baselines& baselines, const std::vector<History>& cohort,
                   const PredictOptions& options, const Progress& progress, const JudgeOptions& judging) {
  const c10::InferenceMode inference;
  const ComputePlan plan = compute_plan("cpu", options.threads);
  const std::uint64_t seed = Draw(options.seed, "u_hpnet judge").bits();  // not the training's nodules
  KeptCases kept(cohort, kept_folder(judging, cohort, seed), judging.cases, seed);
  kept.make(judging.cases, progress.part(0, 0.4));
  const Judging how{shipped, baselines, judging.samples, plan};
  std::vector<CaseScores> cases;
  Growth growth;
  std::vector<std::string> left_out = kept.left_out();
  const double n = static_cast<double>(kept.cases().size());
  for (std::size_t i = 0; i < kept.cases().size(); ++i) {
    const NoduleCase& one = *kept.cases()[i];
    const double at = static_cast<double>(i);
    const Progress part = progress.part(0.4 + 0.6 * at / n, 0.4 + 0.6 * (at + 1) / n);
    const Pair pair = pair_of(one, i, seed);
    try {
      const Known known = batch_of(pair, 3).known;
      std::vector<at::Tensor> later;
      for (const auto& outline : one.outlines[pair.second]) later.push_back(tensor_of(unpacked_bits(outline)) > 0.5);
      CaseScores scores{one.anatomy + " " + std::to_string(i), {}, {}};
      for (const auto& [method, forecast] : forecasts(how, known, one.type, seed + i, part)) {
        scores.methods[method] = scores_of(forecast, change_of(pair), later);
        growth.scores[method].push_back(forecast.growth);
      }
      growth.truth.push_back(class_of(change_of(pair)) == 2);
      cases.push_back(std::move(scores));
    } catch (const Failure& failure) {
      left_out.push_back(one.anatomy + ": " + failure.what());
    }
  }
  if (cases.empty()) throw Failure("None of these lungs could be used to judge U-HPNet: " + left_out.front());
  const ScoreTable table = tabulate(cases, "u-hpnet");
  Json json{{"model", "u-hpnet"}, {"data", "simulated"}, {"n", cases.size()}, {"left_out", left_out}};
  json["scores"] = Json::parse(json_text(table));
  json["growth"] = growth_json(growth);
  return {json.dump(2), text_of(json["growth"], table)};
}

}  // namespace longview::u_hpnet

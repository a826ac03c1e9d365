#include "networks/brain_labels/judge.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/structure_volumes.h"
#include "imaging/registration/label_vote.h"
#include "networks/evaluation/bootstrap.h"
#include "networks/layers/labelled_brain.h"

namespace longview::brain_labels {

namespace {
using json = nlohmann::ordered_json;

struct Part {
  std::string name;
  std::vector<int> values;
  std::vector<double> dice, predicted_ml, true_ml;
};

std::vector<Part> parts() {
  std::vector<Part> all;
  for (const BrainStructure& structure : brain_structures())
    all.push_back({full_name(structure), {structure.value}, {}, {}, {}});
  for (const BrainRegion& region : brain_regions()) all.push_back({region.name, region.values, {}, {}, {}});
  return all;
}

// Voxels of every pair (predicted, true).
using Table = std::vector<std::vector<double>>;

Table confusion(const Volume& predicted, const Volume& truth) {
  Table table(1 + kBrainStructures, std::vector<double>(1 + kBrainStructures, 0));
  const auto p = voxels_of<std::uint8_t>(predicted), t = voxels_of<std::uint8_t>(truth);
  for (std::size_t n = 0; n < p.size(); ++n) table[p[n]][t[n]] += 1;
  return table;
}

void score(Part& part, const Table& table, double voxel_ml) {
  double both = 0, predicted = 0, there = 0;
  std::vector<bool> in(1 + kBrainStructures, false);
  for (const int value : part.values) in[static_cast<std::size_t>(value)] = true;
  for (std::size_t p = 0; p < table.size(); ++p)
    for (std::size_t t = 0; t < table.size(); ++t) {
      if (in[p]) predicted += table[p][t];
      if (in[t]) there += table[p][t];
      if (in[p] && in[t]) both += table[p][t];
    }
  if (predicted + there > 0) part.dice.push_back(2 * both / (predicted + there));
  part.predicted_ml.push_back(predicted * voxel_ml);
  part.true_ml.push_back(there * voxel_ml);
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double ma = mean(a), mb = mean(b);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t n = 0; n < a.size(); ++n) {
    ab += (a[n] - ma) * (b[n] - mb);
    aa += (a[n] - ma) * (a[n] - ma);
    bb += (b[n] - mb) * (b[n] - mb);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : std::nan("");
}

json finite(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json row_of(const Part& part) {
  const Interval dice = bootstrap_mean(part.dice);
  const double bias = mean(part.predicted_ml) - mean(part.true_ml);
  return {{"name", part.name},
          {"dice", {{"mean", dice.mean}, {"low", dice.low}, {"high", dice.high}, {"n", part.dice.size()}}},
          {"volume_r", finite(correlation(part.predicted_ml, part.true_ml))},
          {"volume_bias_ml", bias},
          {"volume_bias_percent", finite(100 * bias / mean(part.true_ml))},
          {"true_ml", mean(part.true_ml)}};
}

std::string text_of(const json& report) {
  std::string text = "| structure | Dice | 95 % | volume r | bias ml | bias % |\n|---|---|---|---|---|---|\n";
  for (const json& row : report.at("parts")) {
    const json& dice = row.at("dice");
    char line[200];
    std::snprintf(line, sizeof line, "| %s | %.3f | %.3f to %.3f | %.3f | %+.2f | %+.1f |\n",
                  row.at("name").get<std::string>().c_str(), dice.at("mean").get<double>(),
                  dice.at("low").get<double>(), dice.at("high").get<double>(),
                  row.at("volume_r").is_null() ? std::nan("") : row.at("volume_r").get<double>(),
                  row.at("volume_bias_ml").get<double>(),
                  row.at("volume_bias_percent").is_null() ? std::nan("") : row.at("volume_bias_percent").get<double>());
    text += line;
  }
  char last[120];
  std::snprintf(last, sizeof last, "\nMean Dice over structures %.3f, %d scans, %.1f s a scan.\n",
                report.at("mean_dice").get<double>(), report.at("n").get<int>(), report.at("seconds").get<double>());
  return text + last;
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
}  // namespace

Judgement judge(const std::vector<History>& cohort, const PredictOptions& options, const Progress& progress) {
  const ComputePlan plan = compute_plan(options.device, options.threads);
  std::vector<Part> all = parts();
  json cases = json::array();
  std::vector<double> seconds;
  double done = 0;
  for (const History& history : cohort) {
    progress.report(done++ / static_cast<double>(cohort.size()), history.patient);
    const PreparedTimepoint& date = history.timepoints.front();
    if (!are_brain_structures(date.labels)) continue;
    const LabelMap truth = brain_structures_from(date.labels);
    const double start = seconds_now();
    const LabelledBrain found = label_brain(date.scan, plan, {}, progress.part(0, 0));
    const Volume predicted = vote_labels(found.labels, truth.grid());
    seconds.push_back(seconds_now() - start);
    const Table table = confusion(predicted, truth.voxels);
    double sum = 0, n = 0;
    for (Part& part : all) {
      const std::size_t before = part.dice.size();
      score(part, table, voxel_volume_mm3(truth.grid()) / 1000);
      if (part.values.size() > 1 || part.dice.size() == before) continue;
      sum += part.dice.back();
      ++n;
    }
    cases.push_back({{"patient", history.patient},
                     {"mean_dice", sum / n},
                     {"certainty", found.certainty},
                     {"seconds", seconds.back()}});
  }
  if (seconds.empty()) throw Failure("No scan of this cohort has labels of brain structures to judge by.");
  json report{{"model", "brain-labels"}, {"n", seconds.size()}, {"seconds", mean(seconds)}};
  double sum = 0;
  for (std::size_t n = 0; n < kBrainStructures; ++n) sum += mean(all[n].dice) / kBrainStructures;
  report["mean_dice"] = sum;
  for (const Part& part : all) report["parts"].push_back(row_of(part));
  report["cases"] = cases;
  return {report.dump(2), text_of(report)};
}

}  // namespace longview::brain_labels

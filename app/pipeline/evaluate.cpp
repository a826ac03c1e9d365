#include "app/pipeline/evaluate.h"

#include <algorithm>

#include "app/pipeline/align.h"
#include "app/pipeline/evaluation_cache.h"
#include "app/pipeline/networks.h"
#include "app/pipeline/open.h"
#include "imaging/core/failure.h"
#include "imaging/reading/scan.h"

namespace longview {

namespace {

// What a method's scores depend on besides the scans.
std::string weights_of(const std::string& model, const EvaluateOptions& options) {
  const ModelCard& card = networks().model_named(model).card();
  std::string key = card.version;
  if (!card.weights_file.empty()) key += " " + card.weights_sha256 + " seed " + std::to_string(options.predict.seed);
  return key;
}

void run(EvaluatedCase& one, const Study& study, const std::vector<std::string>& models, const EvaluateOptions& options,
         const Progress& progress) {
  try {
    const Study aligned = align(load(study, progress.part(0, 0.1)), progress.part(0.1, 0.4));
    const Backtest scores = backtest(aligned, models, options.predict, progress.part(0.4, 1));
    one.target = scores.target;
    one.last_input = scores.last_input;
    one.interval_days = scores.interval_days;
    one.failure.clear();
    for (const auto& [name, score] : scores.methods) {
      one.methods[name] = score;
      one.weights[name] = weights_of(name, options);
    }
  } catch (const Failure& failure) {
    one.failure = failure.what();
  }
}

std::vector<std::string> missing(const EvaluatedCase& one, const std::vector<std::string>& models,
                                 const EvaluateOptions& options) {
  std::vector<std::string> names;
  for (const std::string& model : models) {
    const auto found = one.weights.find(model);
    if (found == one.weights.end() || found->second != weights_of(model, options)) names.push_back(model);
  }
  return names;
}

std::vector<Study> patients_of(const std::filesystem::path& cohort, const std::vector<std::string>& only,
                               const Progress& progress) {
  std::vector<Study> studies = scan(cohort, progress);
  if (!only.empty())
    std::erase_if(studies, [&](const Study& study) {
      return std::find(only.begin(), only.end(), study.patient.id) == only.end();
    });
  if (studies.empty()) throw Failure("None of the patients asked for lies in " + cohort.string() + ".");
  return studies;
}

ScoreTable table_of(const Evaluation& evaluation, bool simulated) {
  std::vector<CaseScores> cases;
  for (const EvaluatedCase& one : evaluation.cases) {
    if (one.simulated != simulated || !one.failure.empty()) continue;
    CaseScores scores{one.patient, {}, {}};
    for (const auto& [name, score] : one.methods) {
      if (!score.refused.empty()) {
        scores.refused[name] = score.refused;
        continue;
      }
      scores.methods[name] = {{"dice", score.dice},
                              {"growth_dice", score.growth_dice},
                              {"hd95_mm", score.hd95_mm},
                              {"volume_error", score.volume_error},
                              {"growth_precision", score.growth_precision},
                              {"brier", score.brier},
                              {"calibration_error", score.calibration_error}};
    }
    cases.push_back(std::move(scores));
  }
  return tabulate(cases, evaluation.model);
}

}  // namespace

Evaluation evaluate(const std::filesystem::path& cohort, const EvaluateOptions& options, const Progress& progress) {
  Evaluation evaluation{options.model, options.split, {}, {}, {}};
  const std::vector<Study> studies = patients_of(cohort, options.patients, progress.part(0, 0.02));
  const std::vector<std::string> models = with_baselines(options.model);
  EvaluationCache cache(options.cache);
  const double n = static_cast<double>(studies.size());
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const double at = static_cast<double>(i);
    const Study& study = studies[i];
    const Progress part = progress.part(0.02 + 0.98 * at / n, 0.02 + 0.98 * (at + 1) / n, study.patient.id);
    EvaluatedCase one = cache.find(study);
    one.patient = study.patient.id;
    one.simulated = study.simulated;
    const auto wanted = missing(one, models, options);
    if (!wanted.empty()) {
      run(one, study, wanted, options, part);
      cache.add(study, one);
    }
    evaluation.cases.push_back(std::move(one));
  }
  evaluation.simulated = table_of(evaluation, true);
  evaluation.real = table_of(evaluation, false);
  return evaluation;
}

}  // namespace longview

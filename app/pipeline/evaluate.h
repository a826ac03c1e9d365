// A model beside every baseline on a whole cohort, with intervals over patients.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/pipeline/backtest.h"
#include "networks/evaluation/table.h"

namespace longview {

struct EvaluateOptions {
  std::string model = "gp-gan";
  std::vector<std::string> patients;  // only these; empty: all of the folder
  std::string split;                  // in words, how these patients stand to those that were learned from
  // One JSON line a patient: what stands there for the same scans and the same weights is not run again. Empty: none.
  std::filesystem::path cache;
  PredictOptions predict;
};

struct EvaluatedCase {
  std::string patient;
  bool simulated = false;
  std::string target, last_input;
  double interval_days = 0;
  std::map<std::string, BacktestScore> methods;
  std::map<std::string, std::string> weights;  // model: version and SHA-256 of its weights
  std::string failure;                         // why the patient could not be back-tested at all, else empty
};

struct Evaluation {
  std::string model, split;
  std::vector<EvaluatedCase> cases;
  ScoreTable simulated, real;  // never mixed
};

// Back-tests `model` and the baselines on every patient of `cohort`. A patient that fails is counted, with its
// sentence. Throws Failure if the folder holds no patient.
Evaluation evaluate(const std::filesystem::path& cohort, const EvaluateOptions& options = {},
                    const Progress& progress = {});

// {"model","data","split","n","methods":{NAME:{METRIC:{"mean","low","high","n"}}},"differences":[..],"cases":[..]}: of
// the one kind of patients there is; where there are both, "simulated" and "real" hold these and "methods" is the real
// ones'.
std::string json_text(const Evaluation& evaluation);

// The same as tables to read.
std::string markdown(const Evaluation& evaluation);

}  // namespace longview

// How well the last scan would have been predicted from the ones before it.
#pragma once

#include <limits>
#include <map>
#include <string>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"
#include "networks/core/model.h"

namespace longview {

// On the grid of the mask that was hidden; NaN where a measure is undefined.
struct BacktestScore {
  double dice = 0, growth_dice = 0, hd95_mm = 0;
  double volume_error = 0;  // (predicted - true) / true, each in its own space
  double predicted_ml = 0, true_ml = 0;
  // Of the probability within 20 mm of the last lesion; NaN for models without one.
  double growth_precision = std::numeric_limits<double>::quiet_NaN();  // average precision of ranking the growth
  double brier = std::numeric_limits<double>::quiet_NaN();
  double calibration_error = std::numeric_limits<double>::quiet_NaN();
  std::string refused;  // why the model did not run, else empty
};

struct Backtest {
  std::string target, last_input;  // sessions
  double interval_days = 0;
  std::map<std::string, BacktestScore> methods;  // by model name
  std::map<std::string, Prediction> predictions;
};

// Hides the last acquired date with a lesion and predicts it with `models` from the dates before it. A model that does
// not fit or fails says so in its score. Throws Failure for a study with no such date, none before it, or unknown days.
Backtest backtest(const Study& study, const std::vector<std::string>& models, const PredictOptions& options = {},
                  const Progress& progress = {});

}  // namespace longview

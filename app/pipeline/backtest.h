// How well the last scan would have been predicted from the ones before it.
#pragma once

#include <map>
#include <string>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"
#include "networks/core/model.h"

namespace longview {

struct BacktestScore {
  double dice = 0, growth_dice = 0, hd95_mm = 0,
         volume_error = 0;  // volume_error = (predicted - true) / true; NaN undefined
  double predicted_ml = 0, true_ml = 0;
  std::string refused;  // why the model did not run, else empty
};

struct Backtest {
  std::string target, last_input;  // sessions
  double interval_days = 0;
  std::map<std::string, BacktestScore> methods;  // by model name
  std::map<std::string, Prediction> predictions;
};

// Hides the last acquired date with a lesion and predicts it with `models` from the dates before it.
Backtest backtest(const Study& study, const std::vector<std::string>& models, const PredictOptions& options = {},
                  const Progress& progress = {});

}  // namespace longview

// One more time point.
#pragma once

#include <optional>

#include "imaging/core/progress.h"
#include "imaging/core/study.h"
#include "networks/core/model.h"

namespace longview {

struct PredictRequest {
  std::string model = "gp-gan";
  double horizon_days = 90;
  PredictOptions options;
};

// The prediction for the aligned study. Throws Failure with the refusing checks in words.
Prediction predict(const Study& study, const PredictRequest& request, const Progress& progress = {});

// The same for a history that was prepared before.
Prediction predict(const Model& model, const History& history, const PredictRequest& request,
                   const Progress& progress = {});

// The checks of every model against this study, without running any.
struct ModelFit {
  const Model* model = nullptr;
  std::vector<Check> checks;
};
std::vector<ModelFit> fits(const History& history, Horizon horizon);

// The study with the prediction as a time point: of the prediction's own kind, or of the given one.
Study with_timepoint(const Study& study, const Prediction& prediction, std::optional<TimepointKind> kind = {});

}  // namespace longview

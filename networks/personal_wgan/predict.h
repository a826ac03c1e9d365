// From a history to what personal-wgan says of its last two dates.
#pragma once

#include "networks/core/model.h"
#include "networks/personal_wgan/learned.h"

namespace longview::personal_wgan {

// How long and how often, from what was asked for: 3 seeds, 2 null runs and 5 minutes where nothing was.
LearnOptions learn_options(const PredictOptions& options);

// The history passed the checks. Throws Failure, Stopped.
Prediction predict_with(const ModelCard& card, const History& history, const PredictOptions& options,
                        const Progress& progress);

}  // namespace longview::personal_wgan

// From a history to the scan that comes next, on the last scan's own grid.
#pragma once

#include "networks/core/model.h"
#include "networks/gp_gan/shipped.h"

namespace longview::gp_gan {

// The history passed the checks. Throws Stopped.
Prediction predict_with(const Shipped& weights, const ModelCard& card, const History& history, Horizon horizon,
                        const PredictOptions& options, const Progress& progress);

}  // namespace longview::gp_gan

// A prediction with U-HPNet's weights.
#pragma once

#include "networks/core/private/device.h"
#include "networks/u_hpnet/nodule_choice.h"
#include "networks/u_hpnet/shipped.h"
#include "networks/u_hpnet/uncertainty.h"

namespace longview::u_hpnet {

// Samples of one nodule, from one reading by the encoder.
struct Samples {
  at::Tensor logits;    // [samples, 1, z, y, x]
  at::Tensor features;  // [samples, 325]
};
Samples drawn_samples(const Forecaster& network, const Known& known, int samples, const ComputePlan& plan,
                      std::uint64_t seed, const Progress& progress);

// Numbers: growth and size; findings: growth.json. Labels and probability lie on the last scan's grid.
Prediction predict_with(const Shipped& weights, const ModelCard& card, const History& history, Horizon horizon,
                        const PredictOptions& options, const Progress& progress);

}  // namespace longview::u_hpnet

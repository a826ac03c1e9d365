// U-HPNet's weights as they are shipped, and the compared networks' as a training leaves them.
#pragma once

#include "networks/core/weights.h"
#include "networks/u_hpnet/baselines.h"
#include "networks/u_hpnet/forecaster.h"

namespace longview::u_hpnet {

struct Shipped {
  Forecaster network;
  at::Tensor shares;  // [3] of the classes among the nodules that it learned from: it learned with them balanced
};
StoredWeights stored(const Shipped&);
// Throws Failure for missing, further or misshaped tensors.
Shipped shipped_from(const StoredWeights&);

struct Baselines {
  Forecaster one_scale, deterministic;
  Logistic logistic;
  Population population;
};
StoredWeights stored(const Baselines&);
Baselines baselines_from(const StoredWeights&);

// The network with one latent scale, and that with none.
Architecture one_scale(int dimensions);
Architecture deterministic(int dimensions);

}  // namespace longview::u_hpnet

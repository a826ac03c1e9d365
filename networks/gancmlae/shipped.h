// GANCMLAE's weights as they are shipped, and the baselines' as a training leaves them.
#pragma once

#include "networks/core/model.h"
#include "networks/gancmlae/morphometry.h"
#include "networks/gancmlae/regions.h"
#include "networks/gancmlae/training.h"
#include "networks/layers/normative.h"

namespace longview::gancmlae {

struct Shipped {
  Autoencoder network;
  MeanTissues mean;
  Normative usual;
  Atlas atlas;
};
// Both files of the model, in options.out.
void write_model(const Shipped& shipped, const Split& split, const Recipe& recipe, const TrainOptions& options);
// Throws Failure for missing or misshaped tensors.
Shipped shipped_from(const StoredWeights& file);

// What GANCMLAE is compared with. `nothing` is the w-score map: no reconstruction, only what is usual (of all brains).
struct Baselines {
  Autoencoder plain;
  Normative plain_usual;
  Components components;
  Normative components_usual, nothing_usual;
  at::Tensor mask;  // [96, 112, 96]
};
void write_baselines(const Baselines& baselines, const std::filesystem::path& file);
Baselines read_baselines(const std::filesystem::path& file);

}  // namespace longview::gancmlae

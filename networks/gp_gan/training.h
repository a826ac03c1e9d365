// `longview train gp-gan`: from a cohort to weights and a card.
#pragma once

#include <vector>

#include "networks/core/model.h"
#include "networks/gp_gan/recipe.h"

namespace longview::gp_gan {

// Throws Failure if the cohort has no healthy anatomy to simulate in, Stopped if stopped (what was learned is saved
// first). Writes courses/, state.safetensors, log.txt, weights.safetensors and card.json under options.out.
void train(const std::vector<History>& cohort, const TrainOptions& options, const Recipe& recipe,
           const Progress& progress);

}  // namespace longview::gp_gan

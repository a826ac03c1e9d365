// From labelled heads to weights and a card.
#pragma once

#include <vector>

#include "networks/brain_labels/recipe.h"
#include "networks/core/model.h"

namespace longview::brain_labels {

// Trains on every history that has labels of brain structures. Saves its state now and then; goes on from it with
// `options.resume`. Throws Failure if fewer than two have labels, Stopped (with the state saved) if stopped.
void train(const std::vector<History>& cohort, const TrainOptions& options, const Recipe& recipe,
           const Progress& progress);

}  // namespace longview::brain_labels

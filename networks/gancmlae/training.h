// GANCMLAE's whole training: from a cohort of healthy brains to weights, card and baselines.
#pragma once

#include "networks/core/model.h"
#include "networks/gancmlae/trainer.h"

namespace longview::gancmlae {

// Of the brains that may be learned from, every third (in order of the patients, beginning with the second) teaches
// what is usual and when to stop, and is never learned from by the networks.
struct Split {
  std::vector<TrainingBrain> learned, usual;
};
Split split(const std::vector<TrainingBrain>& brains);

// Trains on brains; writes OUT/weights.safetensors, OUT/card.json, OUT/baselines.safetensors (plain autoencoder and
// principal components, for comparison only) and what resuming needs. Throws Failure, Stopped.
void train_on(const std::vector<TrainingBrain>& brains, const TrainOptions& options, const Recipe& recipe,
              const Progress& progress);

void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress);

}  // namespace longview::gancmlae

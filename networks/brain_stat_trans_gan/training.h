// BrainStatTrans-GAN's whole training: from a cohort of healthy brains to weights and card.
#pragma once

#include "networks/brain_stat_trans_gan/shipped.h"

namespace longview::brain_stat_trans_gan {

// Where the networks of older and younger brains lie within a model's folder.
inline std::filesystem::path age_folder(const std::filesystem::path& of_model) { return of_model / "age"; }

// Trains on brains with labels; every sixth calibrates and is never learned from. Throws Failure, Stopped.
void train_on(const std::vector<TrainingBrain>& brains, const TrainOptions& options, const Recipe& recipe,
              const Progress& progress);

// Both statuses, one after the other: simulated atrophy in options.out, older age in age_folder().
void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress);

// RMFN's difference of logits, patient minus healthy, for one brain as shown.
double rmfn_difference(const Shipped& shipped, const at::Tensor& brain);

// Slope and offset of a logistic regression on one number, by Newton's steps; the slope is held down a little, so that
// scores that part both groups wholly do not make it endless.
std::pair<double, double> calibrated(const std::vector<double>& patients, const std::vector<double>& healthy);

}  // namespace longview::brain_stat_trans_gan

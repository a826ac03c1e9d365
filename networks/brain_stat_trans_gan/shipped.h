// BrainStatTrans-GAN's and RMFN's weights as they are shipped.
#pragma once

#include "networks/brain_stat_trans_gan/trainer.h"
#include "networks/core/model.h"
#include "networks/layers/normative.h"

namespace longview::brain_stat_trans_gan {

struct Shipped {
  Generator generator{0};
  StatusNetwork status{0};     // RMFN's path of the brain, and the MRI-only classifier
  Independent independent{0};  // says how healthy the changed brain looks; the generator never met it
  Rmfn rmfn{0};
  // Probability of a patient from RMFN's difference of logits d: 1 / (1 + exp(-(slope d + offset))), fitted on people
  // whom no network learned from.
  double slope = 1, offset = 0;
  at::Tensor atlas = at::zeros({76, 94, 76}, at::kByte);  // the structure that most brains have at each place
};

struct TrainingFacts {
  std::vector<std::string> learned, calibrated;  // patients
  std::int64_t steps = 0;
  double minutes = 0;
  std::uint64_t seed = 0;
};

// What an intensity usually is at an age and a sex: the w-score map, for comparison only.
void write_usual(const Normative& usual, const std::filesystem::path& file);
Normative read_usual(const std::filesystem::path& file);

// The structure that has most votes at each place; 0 where fewer than a quarter have any.
at::Tensor atlas_of(const std::vector<TrainingBrain>& brains);

// As F16.
StoredWeights stored(const Shipped& shipped);
// Throws Failure for missing or misshaped tensors.
Shipped shipped_from(const StoredWeights& file);
// Both files of the model, in `out`.
void write_model(const Shipped& shipped, const TrainingFacts& facts, const Recipe& recipe,
                 const std::filesystem::path& out);

// What every network here is shown: blurred by half a voxel, so that how often a brain was interpolated tells nothing.
at::Tensor shown(const at::Tensor& image);

double patient_probability(const Shipped& shipped, double logit_difference);

}  // namespace longview::brain_stat_trans_gan

// GANCMLAE learning: one step, and the state that goes on after a stop.
#pragma once

#include <filesystem>

#include "networks/gancmlae/objective.h"
#include "networks/gancmlae/reconstruction.h"
#include "networks/training/adam.h"
#include "networks/training/brains.h"

namespace longview::gancmlae {

// Every number of the training (networks.md 4.2) and of our own.
struct Recipe {
  LossWeights weights;
  int batch = 4;  // ours; networks.md: 8
  int epochs = 200;
  double learning_rate = 5e-4;       // ours; networks.md: 2e-4; falls to 0 over the last half
  double discriminator_joins = 0.5;  // share of the time before which there is none (ours)
  double discriminator_rate = 2e-4;
  double blended = 0.5;                     // share of maps that are blends of two healthy brains (ours: there are few)
  Jitter jitter{1, 0.5, 0.01, true};        // ours: the maps lie on the mean already
  double discriminator_rests_below = 0.35;  // loss under which it does not learn, or it wins for good (ours)
  int checked_every = 100;                  // steps between looks at the brains that are not learned from
  double save_every_seconds = 300;
  // The plain autoencoder: neither second encoder nor discriminator, l1 alone.
  bool plain = false;
};

class Trainer {
 public:
  // `mean_logits` of the maps that are learned from, [1, 1, 96, 112, 96].
  Trainer(std::uint64_t seed, const Recipe& recipe, const at::Tensor& mean_logits, bool bfloat16);

  struct Losses {
    GeneratorLoss generator;
    double discriminator = 0;
  };
  // `maps` and `mask` [N, 1, 96, 112, 96].
  // `share` of the time gone.
  Losses learn(const at::Tensor& maps, const at::Tensor& mask, double share);

  // The running mean of the weights.
  Autoencoder mean() const;
  std::int64_t steps() const { return steps_; }
  double seconds = 0;       // of learning so far
  double best_error = 1e9;  // of the brains that are not learned from

  void save(const std::filesystem::path& file) const;
  void load(const std::filesystem::path& file);

 private:
  std::uint64_t seed_;
  Recipe recipe_;
  RunMode mode_;
  Autoencoder network_;
  Encoder again_, discriminator_;
  Parameters learned_;  // of encoder, decoder and second encoder
  Adam adam_, discriminator_adam_;
  std::int64_t steps_ = 0;
};

}  // namespace longview::gancmlae

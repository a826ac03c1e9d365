// U-HPNet learning: one step, and the state that goes on after a stop.
#pragma once

#include <filesystem>

#include "networks/training/adam.h"
#include "networks/u_hpnet/batch.h"

namespace longview::u_hpnet {

// Every number of the training (networks.md 2.1, 2.3) and of our own.
struct Recipe {
  LossWeights weights;
  int batch = 2;
  double learning_rate = 5e-4, last_rate = 5e-6;  // a cosine from one to the other (ours)
  double weight_decay = 1e-5;
  double elbo = 0;                    // above 0: a plain ELBO with that weight of the divergence
  std::int64_t steps = 20000;         // where no minutes are given
  std::uint64_t cases = 400;          // simulated ones
  std::uint64_t cases_at_start = 12;  // training starts when so many are made; each step then makes one more
  double save_every_seconds = 180;
  double network_share = 0.6;  // of the minutes; the one-scale and the deterministic network share the rest
};

// 0 to 1 through the training -> learning rate.
double rate_at(const Recipe& recipe, double fraction);

class Trainer {
 public:
  Trainer(const Architecture&, std::uint64_t seed, const Recipe&, bool bfloat16);
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  Losses learn(const Batch& batch, const at::Tensor& class_weights, double rate);

  // The running mean of the weights.
  Forecaster mean() const;
  const Geco& geco() const { return geco_; }
  std::int64_t steps() const { return steps_; }
  double seconds = 0;  // of learning so far

  void save(const std::filesystem::path& file) const;
  // Throws Failure for a state that is cut or of another network.
  void load(const std::filesystem::path& file);

 private:
  std::uint64_t seed_;
  Recipe recipe_;
  bool bfloat16_;
  Forecaster network_;
  Adam adam_;
  Geco geco_;
  std::int64_t steps_ = 0;
};

// A network with copies of these weights, by name.
Forecaster with_weights(const Architecture&, const Parameters& weights);

}  // namespace longview::u_hpnet

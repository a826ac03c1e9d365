// How GP-GAN is trained: every number of networks.md 1.5 and of our own in one place.
#pragma once

#include <cstdint>

#include "networks/gp_gan/objective.h"
#include "networks/training/patch_sampler.h"

namespace longview::gp_gan {

struct Recipe {
  Weights weights;
  SamplerOptions sampler;
  int batch = 2;
  double learning_rate = 2e-4;        // falls to 0 over the second half
  std::int64_t steps = 20000;         // of each stage
  double first_stage_alone = 0.25;    // share of the time before stage 2 starts from stage 1's weights (ours)
  double second_stage_share = 0.67;   // of the steps after that (ours)
  double judged_from = 0.15;          // the discriminator starts to learn
  double adversarial_from = 0.2;      // and to teach
  double chained_at_end = 0.25;       // q: share of stage 2's batches fed with stage 1's output; 0.5 in networks.md
  std::uint64_t courses = 140;        // simulated ones
  std::size_t courses_at_start = 12;  // training starts when so many are made
  double save_every_seconds = 180;
};

// 0 to 1 through the training -> the share of the first learning rate.
inline double rate_share(double fraction) { return fraction < 0.5 ? 1 : 2 * (1 - fraction); }

}  // namespace longview::gp_gan

// One training on one patient: what it sees, a step, and the map that it gives.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

#include "imaging/core/progress.h"
#include "networks/layers/scan_pair.h"
#include "networks/personal_wgan/networks.h"
#include "networks/personal_wgan/patches.h"
#include "networks/training/adam.h"

namespace longview::personal_wgan {

class Trainer {
 public:
  // `unchanged`: pairs on the same grid between which nothing changed (scanned_again).
  Trainer(const ScanPair& pair, const std::vector<ScanPair>& unchanged, std::uint64_t seed, const Recipe& recipe = {});

  struct Losses {
    double critic = 0, realism = 0, left_out = 0, nothing = 0;
  };
  // The critic's steps and one of the map's network.
  Losses step();
  std::int64_t steps() const { return steps_; }

  // [z, y, x] on the pair's grid, in deviations of the brain, by the running mean of the weights.
  at::Tensor map(const Progress& progress = {}) const;

 private:
  struct Seen {
    at::Tensor before, brain, difference, unchanged, real;  // [N, 1, z, y, x]
  };
  Seen see();
  at::Tensor made(const Seen& seen, const at::Tensor& map);
  double critic_step();

  Recipe recipe_;
  double spacing_mm_, noise_;
  at::Tensor volumes_, unchanged_, brain_, brain_voxels_;
  Draw draw_;
  at::Generator generator_;
  MapNetwork network_, mean_;
  Critic critic_;
  Adam adam_, critic_adam_;
  std::int64_t steps_ = 0;
};

}  // namespace longview::personal_wgan

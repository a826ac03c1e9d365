// A classifier of another build that the generator never meets: it says whether a changed brain really looks healthy,
// or only fools the networks that taught the generator (networks.md 3.5).
#pragma once

#include "networks/layers/blocks.h"

namespace longview::brain_stat_trans_gan {

class Independent {
 public:
  explicit Independent(std::uint64_t seed);

  // [N, 1, 76, 94, 76] -> [N, 2] logits: healthy, patient.
  at::Tensor operator()(const at::Tensor& x, RunMode mode = {}) const;

  const Parameters& parameters() const { return parameters_; }

 private:
  struct Stage {
    Convolution convolution;
    at::Tensor scale, shift;
  };
  Parameters parameters_;
  std::vector<Stage> stages_;
  Linear linear_;
};

}  // namespace longview::brain_stat_trans_gan

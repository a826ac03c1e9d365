// BrainStatTrans-GAN's reconstruction discriminator: a brain as scanned, or made? (networks.md 3.3)
#pragma once

#include "networks/layers/blocks.h"

namespace longview::brain_stat_trans_gan {

class Discriminator {
 public:
  explicit Discriminator(std::uint64_t seed);

  // [N, 1, 76, 94, 76] -> [N] logits; the sigmoid is the loss's.
  at::Tensor operator()(const at::Tensor& x, RunMode mode = {}, Trace* trace = nullptr) const;

  const Parameters& parameters() const { return parameters_; }
  const Parameters& statistics() const { return statistics_; }

 private:
  Parameters parameters_, statistics_;
  std::vector<Convolution> layers_;
  std::vector<BatchNorm> norms_;
};

}  // namespace longview::brain_stat_trans_gan

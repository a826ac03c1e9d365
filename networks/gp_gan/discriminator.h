// GP-GAN's discriminator: does this change belong to this patient? (networks.md 1.4)
#pragma once

#include <ATen/ATen.h>

#include "networks/layers/parameters.h"

namespace longview::gp_gan {

class Discriminator {
 public:
  explicit Discriminator(std::uint64_t seed);

  // Condition (6 channels), image and tumour probability [N, 8, z, y, x] -> logits of overlapping parts.
  at::Tensor operator()(const at::Tensor& x, bool bfloat16) const;

  const Parameters& parameters() const { return parameters_; }

 private:
  struct Layer {
    at::Tensor weight, bias, scale, shift;  // scale undefined: no norm
    std::array<std::int64_t, 3> stride;     // z, y, x
  };
  Parameters parameters_;
  std::vector<Layer> layers_;
};

}  // namespace longview::gp_gan

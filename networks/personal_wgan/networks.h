// The two networks that learn on one patient: the map's and the critic's (networks.md 5.2 and 5.3, base 8).
#pragma once

#include "networks/layers/blocks.h"

namespace longview::personal_wgan {

inline constexpr std::int64_t base_width = 8;

// A 3D U-Net of four levels: two convolutions with instance norm each, max-pooling, transposed convolutions of
// 4 x 4 x 4 to 8 channels; the last level's second convolution gives the one output. 361,281 parameters.
class MapNetwork {
 public:
  explicit MapNetwork(std::uint64_t seed);

  // [N, 1, z, y, x], each a multiple of 8 -> the same size. All zeros before training.
  at::Tensor operator()(const at::Tensor& x, RunMode mode = {}) const;

  const Parameters& parameters() const { return parameters_; }

 private:
  struct Block {
    Convolution convolution;
    at::Tensor scale, shift;
  };
  struct Rise {
    TransposedConvolution convolution;
    at::Tensor scale, shift;
  };
  Block block(const std::string& name, std::int64_t in, std::int64_t out, Draw& draw);
  static at::Tensor run(const Block& block, const at::Tensor& x);

  Parameters parameters_;
  std::vector<std::vector<Block>> down_, up_;
  std::vector<Rise> rises_;
  Convolution last_;
};

// Convolutions of 3 x 3 x 3 without norms, max-pooling between the groups, the mean of the last map: a number a sample.
// 1,317,681 parameters.
class Critic {
 public:
  explicit Critic(std::uint64_t seed);

  // [N, 1, z, y, x], each at least 16 -> [N].
  at::Tensor operator()(const at::Tensor& x) const;

  const Parameters& parameters() const { return parameters_; }

 private:
  Parameters parameters_;
  std::vector<std::vector<Convolution>> groups_;
};

}  // namespace longview::personal_wgan

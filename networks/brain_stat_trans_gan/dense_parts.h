// What DenseNet-21 and the residual's path of RMFN are made of (Huang 2017; networks.md 3.4).
#pragma once

#include "networks/layers/blocks.h"

namespace longview::brain_stat_trans_gan {

// Where a network's parts put their tensors.
struct Maker {
  Parameters& parameters;
  Parameters& statistics;
  Draw& draw;

  Convolution convolution(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel) const;
  BatchNorm norm(const std::string& name, std::int64_t channels) const;
};

// 3 x 3 x 3 convolution, norm, rectifier, max-pool by 2: 1 -> 16 channels.
struct Stem {
  Convolution convolution;
  BatchNorm norm;

  at::Tensor operator()(const at::Tensor& x, RunMode mode) const;
};
Stem make_stem(const Maker& maker);

// Two layers, each norm, rectifier, 1 x 1 x 1 to 64, norm, rectifier, 3 x 3 x 3 to 16, joined to what came in.
struct DenseBlock {
  struct Layer {
    BatchNorm before;
    Convolution narrow;
    BatchNorm between;
    Convolution wide;
  };
  std::vector<Layer> layers;

  at::Tensor operator()(const at::Tensor& x, RunMode mode) const;
};
DenseBlock make_dense_block(const Maker& maker, int number, std::int64_t in);

// Norm, rectifier, 1 x 1 x 1 to half the channels, mean of 2 x 2 x 2.
struct Transition {
  BatchNorm norm;
  Convolution convolution;

  at::Tensor operator()(const at::Tensor& x, RunMode mode) const;
};
Transition make_transition(const Maker& maker, int number, std::int64_t in);

// Norm, rectifier, maximum over 4 x 5 x 4: [N, c].
struct Tail {
  BatchNorm norm;

  at::Tensor operator()(const at::Tensor& x, RunMode mode) const;
};

}  // namespace longview::brain_stat_trans_gan

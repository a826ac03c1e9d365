// GP-GAN's generator: a 3D U-Net with two heads, conditioned on the interval (networks.md 1.3, preset S).
#pragma once

#include <ATen/ATen.h>

#include "networks/layers/interval.h"
#include "networks/layers/parameters.h"

namespace longview::gp_gan {

// What each head says for a patch, before the interval's factor.
struct Change {
  at::Tensor image;   // [N, 1, z, y, x], within -1 ... 1
  at::Tensor tumour;  // [N, 1, z, y, x], logits
};

// Random masks for the bottleneck's dropout; null: none.
using Dropout = Draw*;

class Generator {
 public:
  // 6 channels (stage 1) give the 1,660,690 parameters of networks.md; stage 2 has 8 (ours).
  Generator(int channels, std::uint64_t seed);

  // `x` [N, channels, z, y, x] with sizes that are multiples of 8; `days` [N]. Computes in bfloat16 if asked.
  Change operator()(const at::Tensor& x, const at::Tensor& days, bool bfloat16, Dropout dropout = nullptr) const;

  const Parameters& parameters() const { return parameters_; }
  int channels() const { return channels_; }

 private:
  struct Block {
    at::Tensor weight, bias, scale, shift;
    std::int64_t stride = 1;
    int film = -1;
  };
  Block block(const std::string& name, int in, int out, int stride, int film, Draw& draw);
  at::Tensor run(const Block&, const at::Tensor& x, const std::vector<at::Tensor>& films) const;

  int channels_;
  Parameters parameters_;
  IntervalFilm film_;
  std::vector<Block> down_, up_;
  at::Tensor image_weight_, image_bias_, tumour_weight_, tumour_bias_;
};

}  // namespace longview::gp_gan

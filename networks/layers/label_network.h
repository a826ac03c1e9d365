// The labels network: a small 3D U-Net of our own (after Ronneberger 2015, Cicek 2016), for a head at 2 mm.
#pragma once

#include <ATen/ATen.h>

#include "networks/layers/operations.h"
#include "networks/layers/parameters.h"

namespace longview {

// The head's intensity and where in the box a voxel is: x, y, z.
inline constexpr int kLabelChannels = 4;

// What it learns from and is shown at a time, z, y, x: a part of a head, as norms over a whole one would be others.
inline constexpr Steps kLabelWindow{48, 64, 48};

class LabelNetwork {
 public:
  explicit LabelNetwork(std::uint64_t seed);

  // [1, kLabelChannels, z, y, x], sizes multiples of 8 -> [1, 1 + kBrainStructures, z, y, x] logits, float.
  at::Tensor operator()(const at::Tensor& x, bool bfloat16) const;

  const Parameters& parameters() const { return parameters_; }

 private:
  struct Block {
    at::Tensor weight, bias, scale, shift;
    std::int64_t stride = 1, padding = 1;
  };
  Block block(const std::string& name, int in, int out, int size, int stride, Draw& draw);
  at::Tensor run(const Block&, const at::Tensor& x) const;

  Parameters parameters_;
  std::vector<Block> down_, up_;  // one, then two a level down; three a level up, at full size two
  at::Tensor head_weight_, head_bias_;
};

// [1, kLabelChannels, z, y, x] from intensities [z, y, x] that were centred and scaled, and the first voxel's place in
// the whole box.
at::Tensor with_places(const at::Tensor& intensities, std::int64_t z, std::int64_t y, std::int64_t x);

// The structure on the other side for each value, 0 for 0; bytes.
at::Tensor mirrored_structures();

}  // namespace longview

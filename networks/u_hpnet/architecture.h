// The numbers that make a hierarchical probabilistic U-Net: as published in 2D, ours in 2D and 3D (networks.md 2).
#pragma once

#include <cstdint>
#include <vector>

namespace longview::u_hpnet {

struct Architecture {
  int dimensions = 3;  // 2: kernels, pooling and latents are flat; tensors stay [N, C, 1, y, x]
  int image_channels = 2;
  std::vector<std::int64_t> channels{16, 32, 64, 96, 96};  // finest level first
  int blocks = 1;                                          // residual ones a level
  int convolutions = 2;                                    // a block
  int latents = 3;  // scales, coarsest first; 1: the one-scale variant; 0: the deterministic one
};

// The 2D release with the defaults for LIDC: 8 levels, 3 blocks of 3 convolutions, 4 latents, the image alone.
inline Architecture published() { return {2, 1, {24, 48, 96, 192, 192, 192, 192, 192}, 3, 3, 4}; }

// Ours: CT and the nodule at the first date. 3D after networks.md 2.3; 2D as published.
inline Architecture of_nodules(int dimensions) {
  if (dimensions == 3) return {};
  Architecture flat = published();
  flat.image_channels = 2;
  return flat;
}

}  // namespace longview::u_hpnet

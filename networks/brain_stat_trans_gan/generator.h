// BrainStatTrans-GAN's generator: a brain, and the same brain in the other status (networks.md 3.2).
#pragma once

#include "networks/layers/blocks.h"

namespace longview::brain_stat_trans_gan {

// The standard brain: 76 x 94 x 76 voxels of 2 mm; here z, y, x.
inline constexpr std::array<std::int64_t, 3> brain_size{76, 94, 76};

class Generator {
 public:
  explicit Generator(std::uint64_t seed);

  // [N, 1, 76, 94, 76], intensities 0 to 1 -> the same. The release's last layer gives the brain; here it gives what is
  // added to it (ours), so that what need not change stays as sharp as it was.
  at::Tensor operator()(const at::Tensor& x, RunMode mode = {}, Trace* trace = nullptr) const;

  const Parameters& parameters() const { return parameters_; }
  const Parameters& statistics() const { return statistics_; }

 private:
  Parameters parameters_, statistics_;
  std::vector<Convolution> down_, up_;  // two a level
  std::vector<TransposedConvolution> larger_;
  Convolution before_attention_, last_;
  BatchNorm norm_;
  PositionAttention attention_;
};

}  // namespace longview::brain_stat_trans_gan

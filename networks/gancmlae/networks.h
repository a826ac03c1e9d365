// GANCMLAE's networks: encoder, decoder, second encoder, discriminator (networks.md 4.2).
#pragma once

#include "networks/layers/blocks.h"

namespace longview::gancmlae {

// What it is shown: 96 x 112 x 96 voxels of 2 mm; here z, y, x. Code of 128 numbers.
inline constexpr std::array<std::int64_t, 3> map_size{96, 112, 96};
inline constexpr std::int64_t code_size = 128;

// Four convolutions 4 x 4 x 4 by 2 with instance norm, and a linear layer: to a code, or to one logit.
class Encoder {
 public:
  Encoder(const std::string& name, std::int64_t outputs, std::uint64_t seed);

  // [N, 1, 96, 112, 96] -> the last stage, [N, 128, 6, 7, 6]: the discriminator's feature.
  at::Tensor feature(const at::Tensor& x, RunMode mode = {}, Trace* trace = nullptr) const;
  // -> [N, outputs].
  at::Tensor read(const at::Tensor& feature) const;
  at::Tensor operator()(const at::Tensor& x, RunMode mode = {}) const { return read(feature(x, mode)); }

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

class Decoder {
 public:
  explicit Decoder(std::uint64_t seed);

  // [N, 128] -> [N, 1, 96, 112, 96], logits that are added to the mean brain's. Untrained it gives zeros.
  at::Tensor operator()(const at::Tensor& code, RunMode mode = {}, Trace* trace = nullptr) const;

  const Parameters& parameters() const { return parameters_; }

 private:
  Parameters parameters_;
  Linear linear_;
  std::vector<TransposedConvolution> stages_;
  std::vector<std::pair<at::Tensor, at::Tensor>> norms_;
};

}  // namespace longview::gancmlae

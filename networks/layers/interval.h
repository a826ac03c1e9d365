// Days between dates as the network sees them (networks.md 0.4).
#pragma once

#include <ATen/ATen.h>

#include "networks/layers/parameters.h"

namespace longview {

// [N] days -> [N, 32]: sines and cosines of 15 wavelengths from 60 to 7,680 days, a logarithm, and years.
at::Tensor interval_embedding(const at::Tensor& days);

// 32 -> 64 -> 64, SiLU, and one linear layer a conditioned block, zero at the start.
class IntervalFilm {
 public:
  IntervalFilm() = default;
  IntervalFilm(Parameters& parameters, const std::vector<std::int64_t>& channels, Draw& draw);

  // [N, 64]: what the blocks' layers are given.
  at::Tensor hidden(const at::Tensor& days) const;
  // For each block [N, 2c]: gamma and beta.
  std::vector<at::Tensor> from_hidden(const at::Tensor& hidden) const;
  std::vector<at::Tensor> operator()(const at::Tensor& days) const { return from_hidden(hidden(days)); }

 private:
  at::Tensor first_, first_bias_, second_, second_bias_;
  std::vector<std::pair<at::Tensor, at::Tensor>> heads_;
};

}  // namespace longview

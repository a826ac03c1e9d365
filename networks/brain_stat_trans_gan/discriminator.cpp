#include "networks/brain_stat_trans_gan/discriminator.h"

namespace longview::brain_stat_trans_gan {

Discriminator::Discriminator(std::uint64_t seed) {
  Draw draw(seed, "brain_stat_trans_gan discriminator");
  std::int64_t in = 1;
  for (int i = 1; i <= 5; ++i) {
    const std::int64_t out = 16 << i;
    layers_.push_back(make_convolution(parameters_, "conv" + std::to_string(i), in, out, 3, 2, 1, draw));
    norms_.push_back(make_batch_norm(parameters_, statistics_, "norm" + std::to_string(i), out));
    in = out;
  }
  layers_.push_back(make_convolution(parameters_, "conv6", in, 1, 3, 1, 0, draw));
}

at::Tensor Discriminator::operator()(const at::Tensor& x, RunMode mode, Trace* trace) const {
  at::Tensor h = mode.bfloat16 ? x.to(at::kBFloat16) : x;
  for (std::size_t i = 0; i < norms_.size(); ++i) {
    h = leaky(norms_[i](layers_[i](h), mode.training));
    note(trace, "layer" + std::to_string(i + 1), h);
  }
  h = layers_.back()(h);
  note(trace, "layer6", h);
  return h.to(at::kFloat).flatten();
}

}  // namespace longview::brain_stat_trans_gan

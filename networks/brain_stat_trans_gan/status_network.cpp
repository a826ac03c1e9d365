#include "networks/brain_stat_trans_gan/status_network.h"

namespace longview::brain_stat_trans_gan {

StatusNetwork::StatusNetwork(std::uint64_t seed) {
  Draw draw(seed, "brain_stat_trans_gan status");
  const Maker maker{parameters_, statistics_, draw};
  stem_ = make_stem(maker);
  std::int64_t channels = 16;
  for (std::size_t i = 0; i < 4; ++i) {
    const int number = static_cast<int>(i) + 1;
    blocks_[i] = make_dense_block(maker, number, channels);
    channels += 32;
    if (i == 3) break;
    transitions_[i] = make_transition(maker, number, channels);
    channels /= 2;
  }
  tail_ = {maker.norm("tail.norm", channels)};
  linear_ = make_linear(parameters_, "linear", channels, 2, draw);
}

StatusNetwork::Features StatusNetwork::features(const at::Tensor& x, RunMode mode, Trace* trace) const {
  at::Tensor h = stem_(x, mode);
  note(trace, "stem", h);
  std::array<at::Tensor, 3> kept;
  for (std::size_t i = 0; i < 4; ++i) {
    h = blocks_[i](h, mode);
    note(trace, "block" + std::to_string(i + 1), h);
    if (i == 3) break;
    kept[i] = h = transitions_[i](h, mode);
    note(trace, "transition" + std::to_string(i + 1), h);
  }
  return {kept[0], kept[1], kept[2], tail_(h, mode)};
}

at::Tensor StatusNetwork::operator()(const at::Tensor& x, RunMode mode, Trace* trace) const {
  return linear_(features(x, mode, trace).a4);
}

}  // namespace longview::brain_stat_trans_gan

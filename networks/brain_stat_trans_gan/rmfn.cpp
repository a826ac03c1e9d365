#include "networks/brain_stat_trans_gan/rmfn.h"

namespace longview::brain_stat_trans_gan {

Rmfn::Rmfn(std::uint64_t seed) {
  Draw draw(seed, "brain_stat_trans_gan rmfn");
  const Maker maker{parameters_, statistics_, draw};
  stem_ = make_stem(maker);
  constexpr std::int64_t from_brain[] = {24, 28, 30};
  std::int64_t channels = 16;
  for (std::size_t i = 0; i < 4; ++i) {
    const int number = static_cast<int>(i) + 1;
    blocks_[i] = make_dense_block(maker, number, channels);
    channels += 32;
    if (i == 3) break;
    transitions_[i] = make_transition(maker, number, channels);
    channels = channels / 2 + from_brain[i];
  }
  tail_ = {maker.norm("tail.norm", channels)};
  linear_ = make_linear(parameters_, "linear", channels + 62, 2, draw);
}

at::Tensor Rmfn::operator()(const at::Tensor& residual, const StatusNetwork::Features& brain, RunMode mode,
                            Trace* trace) const {
  at::Tensor h = stem_(residual, mode);
  note(trace, "stem", h);
  const at::Tensor* joined[] = {&brain.a1, &brain.a2, &brain.a3};
  for (std::size_t i = 0; i < 4; ++i) {
    h = blocks_[i](h, mode);
    note(trace, "block" + std::to_string(i + 1), h);
    if (i == 3) break;
    h = transitions_[i](h, mode);
    note(trace, "transition" + std::to_string(i + 1), h);
    h = at::cat({h, joined[i]->to(h.scalar_type())}, 1);
  }
  const at::Tensor all = at::cat({tail_(h, mode), brain.a4}, 1);
  note(trace, "joined", all);
  return linear_(all);
}

}  // namespace longview::brain_stat_trans_gan

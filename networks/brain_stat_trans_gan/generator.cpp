#include "networks/brain_stat_trans_gan/generator.h"

namespace longview::brain_stat_trans_gan {

Generator::Generator(std::uint64_t seed) {
  Draw draw(seed, "brain_stat_trans_gan generator");
  constexpr std::int64_t width[] = {8, 16, 32, 64};
  int number = 0;
  const auto add = [&](std::vector<Convolution>& to, std::int64_t in, std::int64_t out) {
    to.push_back(make_convolution(parameters_, "conv" + std::to_string(++number), in, out, 3, 1, 1, draw));
  };
  for (int level = 0; level < 4; ++level) {
    add(down_, level ? width[level - 1] : 1, width[level]);
    add(down_, width[level], width[level]);
  }
  before_attention_ = make_convolution(parameters_, "conv_pa", 64, 64, 3, 1, 1, draw, Bias::without);
  norm_ = make_batch_norm(parameters_, statistics_, "norm_pa", 64);
  attention_ = make_position_attention(parameters_, "attention", 64, draw);
  // 8 x 10 x 8 -> 18 x 22 x 18 -> 37 x 46 x 37 -> 76 x 94 x 76.
  constexpr Steps more[] = {{1, 1, 1}, {0, 1, 0}, {1, 1, 1}};
  for (int step = 0; step < 3; ++step) {
    const std::int64_t in = width[3 - step], out = width[2 - step];
    larger_.push_back(make_transposed(parameters_, "up" + std::to_string(++number), in, out, 3, 0, more[step], draw));
    add(up_, in, out);
    add(up_, out, out);
  }
  last_ = make_convolution(parameters_, "conv18", 8, 1, 3, 1, 1, draw);
  constexpr double little = 0.02;  // untrained it changes next to nothing
  at::NoGradGuard no_gradient;
  last_.weight.mul_(little);
}

at::Tensor Generator::operator()(const at::Tensor& x, RunMode mode, Trace* trace) const {
  at::Tensor h = mode.bfloat16 ? x.to(at::kBFloat16) : x;
  std::vector<at::Tensor> skips;
  for (std::size_t level = 0; level < 4; ++level) {
    if (level) h = max_pool(at::relu(h), {3, 3, 3}, {2, 2, 2}, {0, 0, 0});
    h = down_[2 * level + 1](at::relu(down_[2 * level](h)));
    note(trace, "down" + std::to_string(level), h);
    if (level < 3) skips.push_back(h);  // before the rectifier
  }
  h = attention_(at::relu(norm_(before_attention_(h), mode.training)));
  note(trace, "attention", h);
  for (std::size_t step = 0; step < 3; ++step) {
    h = larger_[step](at::relu(h));
    note(trace, "up" + std::to_string(step), h);
    h = at::relu(up_[2 * step](at::relu(at::cat({h, skips[2 - step]}, 1))));
    h = at::relu(up_[2 * step + 1](h));
    note(trace, "joined" + std::to_string(step), h);
  }
  return x + last_(h.to(at::kFloat));
}

}  // namespace longview::brain_stat_trans_gan

#include "networks/brain_stat_trans_gan/independent.h"

namespace longview::brain_stat_trans_gan {

Independent::Independent(std::uint64_t seed) {
  Draw draw(seed, "brain_stat_trans_gan independent");
  std::int64_t in = 1;
  for (const std::int64_t out : {8, 16, 32, 64, 64}) {
    const std::string name = "stage" + std::to_string(stages_.size() + 1);
    Stage stage{make_convolution(parameters_, name + ".conv", in, out, 5, 2, 2, draw), {}, {}};
    stage.scale = parameters_.add(name + ".norm.weight", at::ones({out}));
    stage.shift = parameters_.add(name + ".norm.bias", at::zeros({out}));
    stages_.push_back(stage);
    in = out;
  }
  // 76 x 94 x 76 halves five times to 3 x 3 x 3; the places stay apart.
  linear_ = make_linear(parameters_, "linear", 64 * 27, 2, draw);
}

at::Tensor Independent::operator()(const at::Tensor& x, RunMode mode) const {
  at::Tensor h = mode.bfloat16 ? x.to(at::kBFloat16) : x;
  for (const Stage& stage : stages_) h = leaky(instance_norm(stage.convolution(h), stage.scale, stage.shift));
  return linear_(h.flatten(1));
}

}  // namespace longview::brain_stat_trans_gan

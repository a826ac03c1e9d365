#include "networks/gancmlae/networks.h"

namespace longview::gancmlae {

namespace {
constexpr std::int64_t widths[] = {16, 32, 64, 128};
constexpr std::int64_t last[] = {6, 7, 6};
constexpr std::int64_t flat = 128 * 6 * 7 * 6;
}  // namespace

Encoder::Encoder(const std::string& name, std::int64_t outputs, std::uint64_t seed) {
  Draw draw(seed, "gancmlae " + name);
  std::int64_t in = 1;
  for (const std::int64_t out : widths) {
    const std::string stage = "stage" + std::to_string(stages_.size() + 1);
    Stage made{make_convolution(parameters_, stage + ".conv", in, out, 4, 2, 1, draw), {}, {}};
    made.scale = parameters_.add(stage + ".norm.weight", at::ones({out}));
    made.shift = parameters_.add(stage + ".norm.bias", at::zeros({out}));
    stages_.push_back(made);
    in = out;
  }
  linear_ = make_linear(parameters_, "linear", flat, outputs, draw);
}

at::Tensor Encoder::feature(const at::Tensor& x, RunMode mode, Trace* trace) const {
  at::Tensor h = mode.bfloat16 ? x.to(at::kBFloat16) : x;
  for (const Stage& stage : stages_) {
    h = leaky(instance_norm(stage.convolution(h), stage.scale, stage.shift));
    note(trace, "encoded", h);
  }
  return h;
}

at::Tensor Encoder::read(const at::Tensor& feature) const { return linear_(feature.flatten(1)); }

Decoder::Decoder(std::uint64_t seed) {
  Draw draw(seed, "gancmlae decoder");
  linear_ = make_linear(parameters_, "linear", code_size, flat, draw);
  for (int i = 3; i >= 0; --i) {
    const std::string stage = "stage" + std::to_string(i + 1);
    const std::int64_t out = i ? widths[i - 1] : 1;
    stages_.push_back(make_transposed(parameters_, stage + ".conv", widths[i], out, 4, 1, {0, 0, 0}, draw));
    if (i)
      norms_.emplace_back(parameters_.add(stage + ".norm.weight", at::ones({out})),
                          parameters_.add(stage + ".norm.bias", at::zeros({out})));
  }
  at::NoGradGuard no_gradient;
  stages_.back().weight.zero_();
}

at::Tensor Decoder::operator()(const at::Tensor& code, RunMode mode, Trace* trace) const {
  at::Tensor h = linear_(code).view({code.size(0), widths[3], last[0], last[1], last[2]});
  if (mode.bfloat16) h = h.to(at::kBFloat16);
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    h = stages_[i](h);
    if (i < norms_.size()) h = at::relu(instance_norm(h, norms_[i].first, norms_[i].second));
    note(trace, "decoded", h);
  }
  return h.to(at::kFloat);
}

}  // namespace longview::gancmlae

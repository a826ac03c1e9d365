#include "networks/layers/blocks.h"

namespace longview {

void note(Trace* trace, const std::string& name, const at::Tensor& x) {
  if (trace) trace->emplace_back(name, x.sizes().vec());
}

at::Tensor Convolution::operator()(const at::Tensor& x) const { return convolve(x, weight, bias, stride, padding); }

Convolution make_convolution(Parameters& parameters, const std::string& name, std::int64_t in, std::int64_t out,
                             std::int64_t kernel, std::int64_t stride, std::int64_t padding, Draw& draw, Bias bias) {
  Convolution made;
  made.weight = parameters.add(name + ".weight", convolution_weights({out, in, kernel, kernel, kernel}, draw));
  if (bias == Bias::with) made.bias = parameters.add(name + ".bias", at::zeros({out}));
  made.stride = {stride, stride, stride};
  made.padding = {padding, padding, padding};
  return made;
}

at::Tensor TransposedConvolution::operator()(const at::Tensor& x) const {
  return convolve_transposed(x, weight, bias, stride, padding, more);
}

TransposedConvolution make_transposed(Parameters& parameters, const std::string& name, std::int64_t in,
                                      std::int64_t out, std::int64_t kernel, std::int64_t padding, Steps more,
                                      Draw& draw) {
  TransposedConvolution made;
  // Each output voxel hears about an eighth of the kernel at a stride of 2.
  made.weight =
      parameters.add(name + ".weight", convolution_weights({in, out, kernel, kernel, kernel}, draw) *
                                           std::sqrt(8.0 * static_cast<double>(out) / static_cast<double>(in)));
  made.bias = parameters.add(name + ".bias", at::zeros({out}));
  made.padding = {padding, padding, padding};
  made.more = more;
  return made;
}

at::Tensor BatchNorm::operator()(const at::Tensor& x, bool training) const {
  return at::batch_norm(x, scale, shift, mean, variance, training, 0.1, 1e-5, false);
}

BatchNorm make_batch_norm(Parameters& parameters, Parameters& statistics, const std::string& name,
                          std::int64_t channels) {
  return {parameters.add(name + ".weight", at::ones({channels})), parameters.add(name + ".bias", at::zeros({channels})),
          statistics.keep(name + ".mean", at::zeros({channels})),
          statistics.keep(name + ".variance", at::ones({channels}))};
}

at::Tensor Linear::operator()(const at::Tensor& x) const { return at::linear(x.to(at::kFloat), weight, bias); }

Linear make_linear(Parameters& parameters, const std::string& name, std::int64_t in, std::int64_t out, Draw& draw) {
  return {parameters.add(name + ".weight", convolution_weights({out, in}, draw)),
          parameters.add(name + ".bias", at::zeros({out}))};
}

at::Tensor PositionAttention::operator()(const at::Tensor& x) const {
  const at::Tensor q = query(x).flatten(2).to(at::kFloat), k = key(x).flatten(2).to(at::kFloat);
  const at::Tensor v = value(x).flatten(2).to(at::kFloat);
  const at::Tensor likeness = at::softmax(at::matmul(q.transpose(1, 2), k), -1);  // [N, place, other place]
  const at::Tensor taken = at::matmul(v, likeness.transpose(1, 2)).view(x.sizes());
  return (gamma * taken + x.to(at::kFloat)).to(x.scalar_type());
}

PositionAttention make_position_attention(Parameters& parameters, const std::string& name, std::int64_t channels,
                                          Draw& draw) {
  const auto place = [&](const char* part, std::int64_t out) {
    return make_convolution(parameters, name + part, channels, out, 1, 1, 0, draw);
  };
  PositionAttention made{place(".query", channels / 8), place(".key", channels / 8), place(".value", channels), {}};
  made.gamma = parameters.add(name + ".gamma", at::zeros({1}));
  return made;
}

}  // namespace longview

#include "networks/brain_stat_trans_gan/dense_parts.h"

namespace longview::brain_stat_trans_gan {

namespace {
constexpr std::int64_t growth = 16, narrow = 4 * growth;
}

Convolution Maker::convolution(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel) const {
  Convolution made;
  made.weight = parameters.add(name + ".weight", outgoing_weights({out, in, kernel, kernel, kernel}, draw));
  made.padding = {kernel / 2, kernel / 2, kernel / 2};
  return made;
}

BatchNorm Maker::norm(const std::string& name, std::int64_t channels) const {
  return make_batch_norm(parameters, statistics, name, channels);
}

at::Tensor Stem::operator()(const at::Tensor& x, RunMode mode) const {
  const at::Tensor h = mode.bfloat16 ? x.to(at::kBFloat16) : x;
  return max_pool(at::relu(norm(convolution(h), mode.training)), {3, 3, 3}, {2, 2, 2}, {1, 1, 1});
}

Stem make_stem(const Maker& maker) { return {maker.convolution("stem.conv", 1, 16, 3), maker.norm("stem.norm", 16)}; }

at::Tensor DenseBlock::operator()(const at::Tensor& x, RunMode mode) const {
  at::Tensor h = x;
  for (const Layer& layer : layers) {
    const at::Tensor few = layer.narrow(at::relu(layer.before(h, mode.training)));
    h = at::cat({h, layer.wide(at::relu(layer.between(few, mode.training)))}, 1);
  }
  return h;
}

DenseBlock make_dense_block(const Maker& maker, int number, std::int64_t in) {
  DenseBlock block;
  for (int i = 0; i < 2; ++i) {
    const std::string name = "block" + std::to_string(number) + ".layer" + std::to_string(i + 1);
    const std::int64_t channels = in + i * growth;
    block.layers.push_back(
        {maker.norm(name + ".norm1", channels), maker.convolution(name + ".conv1", channels, narrow, 1),
         maker.norm(name + ".norm2", narrow), maker.convolution(name + ".conv2", narrow, growth, 3)});
  }
  return block;
}

at::Tensor Transition::operator()(const at::Tensor& x, RunMode mode) const {
  const at::Tensor h = convolution(at::relu(norm(x, mode.training)));
  // The mean comes to the same and is faster in float (Torch has no fast one in bfloat16).
  return at::avg_pool3d(h.to(at::kFloat), {2, 2, 2}, {2, 2, 2}).to(h.scalar_type());
}

Transition make_transition(const Maker& maker, int number, std::int64_t in) {
  const std::string name = "transition" + std::to_string(number);
  return {maker.norm(name + ".norm", in), maker.convolution(name + ".conv", in, in / 2, 1)};
}

at::Tensor Tail::operator()(const at::Tensor& x, RunMode mode) const {
  return max_pool(at::relu(norm(x, mode.training)), {4, 5, 4}, {4, 5, 4}, {0, 0, 0}).to(at::kFloat).flatten(1);
}

}  // namespace longview::brain_stat_trans_gan

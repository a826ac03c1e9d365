#include "networks/gp_gan/discriminator.h"

#include "networks/layers/operations.h"

namespace longview::gp_gan {

namespace {
struct Shape {
  int in, out, depth;                  // kernel 4 x 4 x depth (x, y, z)
  std::array<std::int64_t, 3> stride;  // z, y, x
};
constexpr Shape shapes[] = {
    {8, 32, 4, {2, 2, 2}}, {32, 64, 4, {2, 2, 2}}, {64, 128, 3, {1, 2, 2}}, {128, 1, 3, {1, 1, 1}}};
}  // namespace

Discriminator::Discriminator(std::uint64_t seed) {
  Draw draw(seed, "gp_gan discriminator");
  for (int i = 0; i < 4; ++i) {
    const Shape& shape = shapes[i];
    const std::string name = "C" + std::to_string(i + 1);
    Layer layer;
    layer.weight =
        parameters_.add(name + ".conv.weight", convolution_weights({shape.out, shape.in, shape.depth, 4, 4}, draw));
    layer.bias = parameters_.add(name + ".conv.bias", at::zeros({shape.out}));
    if (i == 1 || i == 2) {
      layer.scale = parameters_.add(name + ".norm.weight", at::ones({shape.out}));
      layer.shift = parameters_.add(name + ".norm.bias", at::zeros({shape.out}));
    }
    layer.stride = shape.stride;
    layers_.push_back(layer);
  }
}

at::Tensor Discriminator::operator()(const at::Tensor& x, bool bfloat16) const {
  at::Tensor h = bfloat16 ? x.to(at::kBFloat16) : x;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    h = convolve(h, layer.weight, layer.bias, layer.stride, {1, 1, 1});
    if (layer.scale.defined()) h = instance_norm(h, layer.scale, layer.shift);
    if (i + 1 < layers_.size()) h = leaky(h);
  }
  return h.to(at::kFloat);
}

}  // namespace longview::gp_gan

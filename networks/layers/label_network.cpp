#include "networks/layers/label_network.h"

#include "imaging/core/brain_structures.h"
#include "imaging/preparation/head_box.h"
#include "networks/layers/operations.h"

namespace longview {

namespace {
constexpr int kWidths[] = {16, 32, 64, 128};
}

LabelNetwork::Block LabelNetwork::block(const std::string& name, int in, int out, int size, int stride, Draw& draw) {
  Block made;
  made.weight = parameters_.add(name + ".conv.weight", convolution_weights({out, in, size, size, size}, draw));
  made.bias = parameters_.add(name + ".conv.bias", at::zeros({out}));
  made.scale = parameters_.add(name + ".norm.weight", at::ones({out}));
  made.shift = parameters_.add(name + ".norm.bias", at::zeros({out}));
  made.stride = stride;
  made.padding = size / 2;
  return made;
}

LabelNetwork::LabelNetwork(std::uint64_t seed) {
  Draw draw(seed, "brain_labels network");
  down_.push_back(block("E0", kLabelChannels, kWidths[0], 3, 1, draw));
  for (int level = 1; level < 4; ++level) {
    const std::string name = "D" + std::to_string(level);
    down_.push_back(block(name + "a", kWidths[level - 1], kWidths[level], 3, 2, draw));
    down_.push_back(block(name + "b", kWidths[level], kWidths[level], 3, 1, draw));
  }
  for (int level = 2; level >= 0; --level) {
    const std::string name = "U" + std::to_string(level);
    up_.push_back(block(name + "up", kWidths[level + 1], kWidths[level], 1, 1, draw));
    up_.push_back(block(name + "a", 2 * kWidths[level], kWidths[level], 3, 1, draw));
    if (level > 0) up_.push_back(block(name + "b", kWidths[level], kWidths[level], 3, 1, draw));
  }
  const int classes = 1 + kBrainStructures;
  head_weight_ = parameters_.add("head.weight", convolution_weights({classes, 2 * kWidths[0], 1, 1, 1}, draw));
  head_bias_ = parameters_.add("head.bias", at::zeros({classes}));
}

at::Tensor LabelNetwork::run(const Block& block, const at::Tensor& x) const {
  const auto s = block.stride, p = block.padding;
  return leaky(instance_norm(convolve(x, block.weight, block.bias, {s, s, s}, {p, p, p}), block.scale, block.shift));
}

at::Tensor LabelNetwork::operator()(const at::Tensor& x, bool bfloat16) const {
  at::Tensor h = run(down_[0], bfloat16 ? x.to(at::kBFloat16) : x);
  std::vector<at::Tensor> skips{h};
  for (std::size_t level = 1; level < 4; ++level) {
    h = run(down_[2 * level], run(down_[2 * level - 1], h));
    skips.push_back(h);
  }
  at::Tensor raised;
  for (std::size_t level = 0; level < 3; ++level) {
    // Narrowed first, then made larger: an eighth of the work.
    raised = twice_as_large(run(up_[3 * level], h));
    h = run(up_[3 * level + 1], at::cat({raised, skips[2 - level]}, 1));
    if (level < 2) h = run(up_[3 * level + 2], h);
  }
  return convolve(at::cat({h, raised}, 1), head_weight_, head_bias_, {1, 1, 1}, {0, 0, 0}).to(at::kFloat);
}

at::Tensor with_places(const at::Tensor& intensities, std::int64_t z, std::int64_t y, std::int64_t x) {
  std::vector<at::Tensor> channels{intensities};
  const std::int64_t first[] = {z, y, x};
  for (int axis = 0; axis < 3; ++axis) {
    const std::int64_t size = intensities.size(axis);
    const double half = kHeadBox[static_cast<std::size_t>(2 - axis)] / 2.0;
    std::vector<std::int64_t> shape{1, 1, 1};
    shape[static_cast<std::size_t>(axis)] = size;
    const at::Tensor line = (at::arange(size, at::kFloat) + (static_cast<double>(first[axis]) + 0.5 - half)) / half;
    channels.push_back(line.view(shape).expand_as(intensities));
  }
  return at::stack(channels, 0).unsqueeze(0);
}

at::Tensor mirrored_structures() {
  at::Tensor values = at::zeros({1 + kBrainStructures}, at::kByte);
  for (const BrainStructure& structure : brain_structures())
    values[structure.value] = static_cast<std::uint8_t>(structure.mirrored);
  return values;
}

}  // namespace longview

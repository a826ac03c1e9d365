#include "networks/personal_wgan/networks.h"

#include "networks/layers/twice_differentiable.h"

namespace longview::personal_wgan {

namespace {
constexpr Steps two{2, 2, 2}, none{0, 0, 0};
constexpr std::int64_t widths[] = {base_width, 2 * base_width, 4 * base_width, 8 * base_width};
}  // namespace

MapNetwork::Block MapNetwork::block(const std::string& name, std::int64_t in, std::int64_t out, Draw& draw) {
  return {make_convolution(parameters_, name + ".conv", in, out, 3, 1, 1, draw),
          parameters_.add(name + ".norm.weight", at::ones({out})),
          parameters_.add(name + ".norm.bias", at::zeros({out}))};
}

MapNetwork::MapNetwork(std::uint64_t seed) {
  Draw draw(seed, "personal-wgan map");
  std::int64_t in = 1;
  for (int level = 0; level < 4; ++level) {
    const std::string name = "down" + std::to_string(level + 1);
    down_.push_back(
        {block(name + ".1", in, widths[level], draw), block(name + ".2", widths[level], widths[level], draw)});
    in = widths[level];
  }
  for (int level = 2; level >= 0; --level) {
    const std::string name = "up" + std::to_string(level + 1);
    Rise rise{make_transposed(parameters_, name + ".rise", in, base_width, 4, 1, none, draw), {}, {}};
    rise.scale = parameters_.add(name + ".rise.norm.weight", at::ones({base_width}));
    rise.shift = parameters_.add(name + ".rise.norm.bias", at::zeros({base_width}));
    rises_.push_back(rise);
    up_.push_back({block(name + ".1", base_width + widths[level], widths[level], draw)});
    if (level > 0) up_.back().push_back(block(name + ".2", widths[level], widths[level], draw));
    in = widths[level];
  }
  last_ = make_convolution(parameters_, "last", in, 1, 3, 1, 1, draw);
  at::NoGradGuard no_gradient;
  last_.weight.zero_();
}

at::Tensor MapNetwork::run(const Block& block, const at::Tensor& x) {
  return leaky(instance_norm(block.convolution(x), block.scale, block.shift));
}

at::Tensor MapNetwork::operator()(const at::Tensor& x, RunMode mode) const {
  at::Tensor h = mode.bfloat16 ? x.to(at::kBFloat16) : x;
  std::vector<at::Tensor> levels;
  for (std::size_t level = 0; level < down_.size(); ++level) {
    if (level > 0) h = max_pool(h, two, two, none);
    for (const Block& one : down_[level]) h = run(one, h);
    levels.push_back(h);
  }
  for (std::size_t i = 0; i < rises_.size(); ++i) {
    const at::Tensor risen = leaky(instance_norm(rises_[i].convolution(h), rises_[i].scale, rises_[i].shift));
    h = at::cat({risen, levels[2 - i]}, 1);
    for (const Block& one : up_[i]) h = run(one, h);
  }
  return last_(h).to(at::kFloat);
}

Critic::Critic(std::uint64_t seed) {
  Draw draw(seed, "personal-wgan critic");
  const std::vector<std::vector<std::int64_t>> outs{{1}, {2}, {4, 4}, {8, 8}, {16, 16, 16}};
  std::int64_t in = 1;
  for (std::size_t group = 0; group < outs.size(); ++group) {
    groups_.emplace_back();
    for (std::size_t i = 0; i < outs[group].size(); ++i) {
      const std::string name = "group" + std::to_string(group + 1) + "." + std::to_string(i + 1);
      groups_.back().push_back(make_convolution(parameters_, name, in, outs[group][i] * base_width, 3, 1, 1, draw));
      in = outs[group][i] * base_width;
    }
  }
  groups_.push_back({make_convolution(parameters_, "last", in, 1, 1, 1, 0, draw)});
}

at::Tensor Critic::operator()(const at::Tensor& x) const {
  at::Tensor h = x;
  for (std::size_t group = 0; group < groups_.size(); ++group) {
    const bool last = group + 1 == groups_.size();
    if (group > 0 && !last) h = at::max_pool3d(h, two, two, none);
    for (const Convolution& one : groups_[group]) {
      h = convolve_twice_differentiable(h, one.weight, one.bias, one.padding);
      if (!last) h = leaky(h);
    }
  }
  return h.flatten(1).mean(1);
}

}  // namespace longview::personal_wgan

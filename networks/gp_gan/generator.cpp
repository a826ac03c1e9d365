#include "networks/gp_gan/generator.h"

#include <cmath>

#include "networks/layers/operations.h"

namespace longview::gp_gan {

namespace {
constexpr double dropout_share = 0.2;
// Ours: logits of a voxel far from the border have to travel past 8; with this factor the head's weights need not.
constexpr double logit_gain = 8;

at::Tensor dropped(const at::Tensor& x, Draw& draw) {
  at::Tensor kept = at::empty({x.size(0), x.size(1), 1, 1, 1}, at::kFloat);  // whole channels
  float* values = kept.data_ptr<float>();
  for (std::int64_t i = 0; i < kept.numel(); ++i)
    values[i] = draw.chance(dropout_share) ? 0.f : static_cast<float>(1 / (1 - dropout_share));
  return x * kept.to(x.device(), x.scalar_type());
}
}  // namespace

Generator::Block Generator::block(const std::string& name, int in, int out, int stride, int film, Draw& draw) {
  Block made;
  made.weight = parameters_.add(name + ".conv.weight", convolution_weights({out, in, 3, 3, 3}, draw));
  made.bias = parameters_.add(name + ".conv.bias", at::zeros({out}));
  made.scale = parameters_.add(name + ".norm.weight", at::ones({out}));
  made.shift = parameters_.add(name + ".norm.bias", at::zeros({out}));
  made.stride = stride;
  made.film = film;
  return made;
}

Generator::Generator(int channels, std::uint64_t seed) : channels_(channels) {
  Draw draw(seed, "gp_gan generator", static_cast<std::uint64_t>(channels));
  const char* names[] = {"E0", "D1", "D2", "D3"};
  const int width[] = {16, 32, 64, 128};
  for (int level = 0; level < 4; ++level) {
    const int in = level ? width[level - 1] : channels;
    down_.push_back(block(std::string(names[level]) + "a", in, width[level], level ? 2 : 1, -1, draw));
    down_.push_back(block(std::string(names[level]) + "b", width[level], width[level], 1, level, draw));
  }
  for (int level = 2; level >= 0; --level) {
    const std::string name = "U" + std::to_string(level);
    up_.push_back(block(name + "up", width[level + 1], width[level], 1, -1, draw));
    up_.push_back(block(name + "a", 2 * width[level], width[level], 1, -1, draw));
    up_.push_back(block(name + "b", width[level], width[level], 1, 6 - level, draw));
  }
  image_weight_ = parameters_.add("image.weight", convolution_weights({1, 16, 1, 1, 1}, draw) * 0.1);
  image_bias_ = parameters_.add("image.bias", at::zeros({1}));
  tumour_weight_ = parameters_.add("tumour.weight", convolution_weights({1, 16, 1, 1, 1}, draw) * 0.1);
  tumour_bias_ = parameters_.add("tumour.bias", at::zeros({1}));
  film_ = IntervalFilm(parameters_, {16, 32, 64, 128, 64, 32, 16}, draw);
}

at::Tensor Generator::run(const Block& block, const at::Tensor& x, const std::vector<at::Tensor>& films) const {
  const at::Tensor y = convolve(x, block.weight, block.bias, {block.stride, block.stride, block.stride}, {1, 1, 1});
  if (block.film < 0) return leaky(instance_norm(y, block.scale, block.shift));
  // (1 + gamma) (scale n + shift) + beta, folded into the norm's own scale and shift.
  const std::vector<at::Tensor> parts = films[static_cast<std::size_t>(block.film)].chunk(2, 1);
  const at::Tensor gain = 1 + parts[0];
  return leaky(instance_norm(y, gain * block.scale, gain * block.shift + parts[1]));
}

Change Generator::operator()(const at::Tensor& x, const at::Tensor& days, bool bfloat16, Dropout dropout) const {
  const std::vector<at::Tensor> films = film_(days);
  at::Tensor h = bfloat16 ? x.to(at::kBFloat16) : x;
  std::vector<at::Tensor> skips;
  for (std::size_t i = 0; i < down_.size(); ++i) {
    h = run(down_[i], h, films);
    if (i % 2 == 1) skips.push_back(h);
  }
  if (dropout) h = dropped(h, *dropout);
  for (std::size_t level = 0; level < 3; ++level) {
    h = run(up_[3 * level], twice_as_large(h), films);
    h = run(up_[3 * level + 1], at::cat({h, skips[2 - level]}, 1), films);
    h = run(up_[3 * level + 2], h, films);
  }
  const at::Tensor image = convolve(h, image_weight_, image_bias_, {1, 1, 1}, {0, 0, 0}).to(at::kFloat).tanh();
  const at::Tensor tumour = convolve(h, tumour_weight_, tumour_bias_, {1, 1, 1}, {0, 0, 0}).to(at::kFloat);
  return {image, tumour * logit_gain};
}

}  // namespace longview::gp_gan

#include "networks/u_hpnet/hierarchy.h"

#include <cmath>

namespace longview::u_hpnet {

namespace {
constexpr double least_log_deviation = -7, most_log_deviation = 4;
constexpr double bias_deviation = 0.001;

at::Tensor truncated_normal(std::int64_t count, Draw& draw) {
  at::Tensor values = at::empty({count}, at::kFloat);
  for (std::int64_t i = 0; i < count; ++i) {
    double drawn = draw.normal();
    while (std::abs(drawn) > 2) drawn = draw.normal();
    values.data_ptr<float>()[i] = static_cast<float>(bias_deviation * drawn);
  }
  return values;
}

// Gaussians are made in float where the features are bfloat16.
at::Tensor wide(const at::Tensor& x) { return x.scalar_type() == at::kBFloat16 ? x.to(at::kFloat) : x; }

class Builder {
 public:
  Builder(const Architecture& architecture, Parameters& parameters, Draw& draw)
      : architecture_(architecture), parameters_(parameters), draw_(draw) {}

  Convolution convolution(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel) {
    const std::int64_t deep = architecture_.dimensions == 3 ? kernel : 1;
    Convolution made;
    made.weight = parameters_.add(name + ".weight", orthogonal_weights({out, in, deep, kernel, kernel}, draw_));
    made.bias = parameters_.add(name + ".bias", truncated_normal(out, draw_));
    made.padding = {deep / 2, kernel / 2, kernel / 2};
    return made;
  }

  Level level(const std::string& name, std::int64_t in, std::int64_t out) {
    Level made;
    for (int i = 0; i < architecture_.blocks; ++i) {
      made.push_back(block(name + "." + std::to_string(i), in, out));
      in = out;
    }
    return made;
  }

 private:
  ResidualBlock block(const std::string& name, std::int64_t in, std::int64_t out) {
    ResidualBlock made;
    const std::int64_t narrow = out / 2;
    for (int i = 0; i < architecture_.convolutions; ++i)
      made.body.push_back(convolution(name + ".conv" + std::to_string(i), i ? narrow : in, narrow, 3));
    if (narrow != out) made.widen = convolution(name + ".widen", narrow, out, 1);
    if (in != out) made.skip = convolution(name + ".skip", in, out, 1);
    return made;
  }

  const Architecture& architecture_;
  Parameters& parameters_;
  Draw& draw_;
};

at::Tensor through(const Level& level, at::Tensor x) {
  for (const ResidualBlock& block : level) x = block(x);
  return x;
}

// From the deepest level to the next finer one is decoder level 0.
std::size_t finer(const Architecture& architecture, int level) {
  return architecture.channels.size() - 2 - static_cast<std::size_t>(level);
}
}  // namespace

at::Tensor orthogonal_weights(at::IntArrayRef shape, Draw& draw) {
  const std::int64_t rows = shape[0];
  std::int64_t columns = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) columns *= shape[i];
  at::Tensor drawn = at::empty({std::max(rows, columns), std::min(rows, columns)}, at::kDouble);
  for (std::int64_t i = 0; i < drawn.numel(); ++i) drawn.data_ptr<double>()[i] = draw.normal();
  const auto [q, r] = at::linalg_qr(drawn);
  const at::Tensor straight = q * r.diagonal().sign();
  return (rows > columns ? straight : straight.t()).to(at::kFloat).reshape(shape).contiguous();
}

at::Tensor noise_like(const at::Tensor& like, Draw& draw) {
  at::Tensor noise = at::empty(like.sizes(), at::kFloat);
  float* values = noise.data_ptr<float>();
  for (std::int64_t i = 0; i < noise.numel(); ++i) values[i] = static_cast<float>(draw.normal());
  return noise.to(like.device(), like.scalar_type());
}

at::Tensor repeated(const at::Tensor& x, int dimensions) {
  const std::int64_t deep = dimensions == 3 ? 2 : 1;
  const at::IntArrayRef n = x.sizes();
  return x.unsqueeze(3)
      .unsqueeze(5)
      .unsqueeze(7)
      .expand({n[0], n[1], n[2], deep, n[3], 2, n[4], 2})
      .reshape({n[0], n[1], deep * n[2], 2 * n[3], 2 * n[4]});
}

at::Tensor averaged(const at::Tensor& x, int dimensions) {
  const std::int64_t deep = dimensions == 3 ? 2 : 1;
  return at::avg_pool3d(wide(x), {deep, 2, 2}).to(x.scalar_type());
}

at::Tensor ResidualBlock::operator()(const at::Tensor& x) const {
  at::Tensor residual = x;
  for (const Convolution& convolution : body) residual = convolution(residual.relu());
  if (widen.weight.defined()) residual = widen(residual);
  return (skip.weight.defined() ? skip(x) : x) + residual;
}

Choices Decoded::as_given() const {
  Choices choices;
  for (const at::Tensor& latent : latents) choices.push_back({latent});
  return choices;
}

Core::Core(const Architecture& architecture, const std::string& name, int input_channels, Parameters& parameters,
           Draw& draw)
    : dimensions_(architecture.dimensions) {
  Builder builder(architecture, parameters, draw);
  std::int64_t width = input_channels;
  for (std::size_t i = 0; i < architecture.channels.size(); ++i) {
    down_.push_back(builder.level(name + ".down" + std::to_string(i), width, architecture.channels[i]));
    width = architecture.channels[i];
  }
  for (int i = 0; i < architecture.latents; ++i) {
    const std::int64_t next = architecture.channels[finer(architecture, i)];
    gaussians_.push_back(builder.convolution(name + ".latent" + std::to_string(i), width, 2, 1));
    up_.push_back(builder.level(name + ".up" + std::to_string(i), width + 1 + next, next));
    width = next;
  }
}

std::vector<at::Tensor> Core::encode(const at::Tensor& x) const {
  std::vector<at::Tensor> encoded;
  for (const Level& level : down_)
    encoded.push_back(through(level, encoded.empty() ? x : averaged(encoded.back(), dimensions_)));
  return encoded;
}

Decoded Core::decode(const std::vector<at::Tensor>& encoded, const Choices& choices, Draw& noise) const {
  return decoded(encoded, choices, noise, up_.size());
}

Decoded Core::sampled_latents(const std::vector<at::Tensor>& encoded, Draw& noise) const {
  return decoded(encoded, {}, noise, up_.size() - 1);
}

Decoded Core::decoded(const std::vector<at::Tensor>& encoded, const Choices& choices, Draw& noise,
                      std::size_t levels) const {
  Decoded decoded;
  at::Tensor h = encoded.back();
  for (std::size_t i = 0; i < up_.size(); ++i) {
    const at::Tensor both = wide(gaussians_[i](h));
    const Gaussian gaussian{both.narrow(1, 0, 1), both.narrow(1, 1, 1).clamp(least_log_deviation, most_log_deviation)};
    const Choice choice = i < choices.size() ? choices[i] : Choice{};
    at::Tensor z = choice.given.defined() ? choice.given : gaussian.mean;
    if (!choice.given.defined() && choice.temperature > 0)
      z = z + choice.temperature * gaussian.log_deviation.exp() * noise_like(z, noise);
    decoded.distributions.push_back(gaussian);
    decoded.latents.push_back(z);
    if (i >= levels) break;
    h = repeated(at::cat({z.to(h.scalar_type()), h}, 1), dimensions_);
    h = through(up_[i], at::cat({h, encoded[encoded.size() - 2 - i]}, 1));
    decoded.stages.push_back(h);
  }
  return decoded;
}

Stitching::Stitching(const Architecture& architecture, Parameters& parameters, Draw& draw)
    : dimensions_(architecture.dimensions) {
  Builder builder(architecture, parameters, draw);
  const int levels = static_cast<int>(architecture.channels.size()) - 1;
  std::int64_t width = architecture.channels[static_cast<std::size_t>(levels - architecture.latents)];
  for (int i = architecture.latents; i < levels; ++i) {
    const std::int64_t next = architecture.channels[finer(architecture, i)];
    up_.push_back(builder.level("stitching.up" + std::to_string(i), width + next, next));
    width = next;
  }
  logits_ = builder.convolution("stitching.logits", width, 2, 1);
}

at::Tensor Stitching::operator()(const std::vector<at::Tensor>& encoded, Decoded& decoded) const {
  at::Tensor h = decoded.stages.empty() ? encoded.back() : decoded.stages.back();
  for (const Level& level : up_) {
    const at::Tensor& skipped = encoded[encoded.size() - 2 - decoded.stages.size()];
    h = through(level, at::cat({repeated(h, dimensions_), skipped}, 1));
    decoded.stages.push_back(h);
  }
  return wide(logits_(h));
}

Hierarchy::Hierarchy(const Architecture& architecture, std::uint64_t seed)
    : Hierarchy(architecture, Draw(seed, "u_hpnet weights")) {}

Hierarchy::Hierarchy(const Architecture& architecture, Draw draw)
    : architecture_(architecture),
      prior_(architecture, "prior", architecture.image_channels, parameters_, draw),
      posterior_(architecture, "posterior", architecture.image_channels + 2, parameters_, draw),
      stitching_(architecture, parameters_, draw) {}

}  // namespace longview::u_hpnet

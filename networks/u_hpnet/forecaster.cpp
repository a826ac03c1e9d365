#include "networks/u_hpnet/forecaster.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace longview::u_hpnet {

namespace {
constexpr double steepest = 8;             // of L0, in logits
constexpr double first_time_scale = 0.25;  // years
constexpr double dropout_share = 0.2;
constexpr double least_size = -4, most_size = 4;  // of the size's log deviation
constexpr std::int64_t hidden_size = 64;

// gamma and beta of decoder level i, at the encoder's output that goes into it.
void film(std::vector<at::Tensor>& encoded, const std::vector<at::Tensor>& films, std::size_t first,
          std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    at::Tensor& x = encoded[encoded.size() - 2 - i];
    const std::vector<at::Tensor> parts =
        films[first + i].to(x.scalar_type()).view({-1, 2 * x.size(1), 1, 1, 1}).chunk(2, 1);
    x = (1 + parts[0]) * x + parts[1];
  }
}

at::Tensor dropped(const at::Tensor& x, Draw* draw) {
  if (!draw) return x;
  at::Tensor kept = at::empty({1, x.size(1)}, at::kFloat);
  for (std::int64_t i = 0; i < kept.numel(); ++i)
    kept.data_ptr<float>()[i] = draw->chance(dropout_share) ? 0.F : static_cast<float>(1 / (1 - dropout_share));
  return x * kept;
}

at::Tensor mean_of(const at::Tensor& x) { return x.to(at::kFloat).mean({2, 3, 4}); }

std::vector<std::int64_t> film_widths(const Architecture& architecture) {
  std::vector<std::int64_t> widths(architecture.channels.rbegin() + 1, architecture.channels.rend());
  const std::vector<std::int64_t> own = widths;
  const int further = std::max(0, architecture.latents - 1);  // none after the posterior's finest latents
  widths.insert(widths.end(), own.begin(), own.begin() + further);
  return widths;
}

std::int64_t vector_size(const Architecture& architecture) {
  const auto& c = architecture.channels;
  return c[c.size() - 1] + c[c.size() - 2] + c[c.size() - 3] + architecture.latents + hidden_size + 2;
}

at::Tensor spread_over(const at::Tensor& x, std::int64_t count) {
  if (count == 1) return x;
  std::vector<std::int64_t> sizes = x.sizes().vec();
  sizes[0] = count;
  return x.expand(sizes);
}
}  // namespace

Forecaster::Forecaster(const Architecture& architecture, std::uint64_t seed)
    : hierarchy_(architecture, seed), parameters_(hierarchy_.parameters()) {
  Draw draw(seed, "u_hpnet interval and heads");
  film_ = IntervalFilm(parameters_, film_widths(architecture), draw);
  first_ = make_linear(parameters_, "heads.0", vector_size(architecture), 128, draw);
  second_ = make_linear(parameters_, "heads.1", 128, 64, draw);
  size_ = make_linear(parameters_, "heads.size", 64, 2, draw);
  classes_ = make_linear(parameters_, "heads.classes", 64, 3, draw);
  raw_time_scale_ = parameters_.add("time_scale", at::full({1}, std::log(std::expm1(first_time_scale))));
}

std::map<std::string, std::int64_t> Forecaster::counts() const {
  std::map<std::string, std::int64_t> counts;
  const std::size_t levels = hierarchy_.architecture().channels.size() - 1;
  for (const auto& [name, tensor] : parameters_.items) {
    std::string part = name.substr(0, name.find('.'));
    if (part == "film" && std::stoul(name.substr(5)) >= levels) part = "posterior_film";
    counts[part] += tensor.numel();
  }
  return counts;
}

at::Tensor Forecaster::border_logits(const at::Tensor& distance) { return (-distance).clamp(-steepest, steepest); }

at::Tensor Forecaster::interval_factor(const at::Tensor& days) const {
  return (1 - (-days / 365.25 / at::softplus(raw_time_scale_)).exp()).view({-1, 1, 1, 1, 1});
}

at::Tensor Forecaster::input(const Known& known) const {
  return at::cat({known.image, border_logits(known.distance).sigmoid()}, 1);
}

Read Forecaster::read(const Known& known, bool bfloat16) const {
  const at::Tensor x = input(known);
  Read read{hierarchy_.prior().encode(bfloat16 ? x.to(at::kBFloat16) : x), film_.hidden(known.days)};
  film(read.encoded, film_.from_hidden(read.hidden), 0, read.encoded.size() - 1);
  return read;
}

Sampled Forecaster::finish(const Read& read, const Known& known, Decoded& decoded) const {
  const at::Tensor both = hierarchy_.stitching()(read.encoded, decoded);
  Sampled sampled;
  sampled.added = interval_factor(known.days) * (both.narrow(1, 1, 1) - both.narrow(1, 0, 1));
  sampled.logits = border_logits(known.distance) + sampled.added;

  const std::int64_t count = sampled.logits.size(0);
  std::vector<at::Tensor> parts{mean_of(read.encoded.back()), mean_of(decoded.stages[0]), mean_of(decoded.stages[1])};
  for (const at::Tensor& latent : decoded.latents) parts.push_back(mean_of(latent));
  const at::Tensor diameter = spread_over(known.diameter_mm.view({-1, 1}), count);
  parts.push_back(spread_over(read.hidden, count));
  parts.push_back((std::numbers::pi / 6 * diameter.pow(3)).log());
  parts.push_back(diameter);
  sampled.features = at::cat(parts, 1);
  return sampled;
}

Heads Forecaster::heads(const at::Tensor& features, Draw* dropout) const {
  const at::Tensor h = dropped(at::silu(second_(dropped(at::silu(first_(features)), dropout))), dropout);
  const at::Tensor size = size_(h);
  return {size.select(1, 0), size.select(1, 1).clamp(least_size, most_size), classes_(h)};
}

Sampled Forecaster::sample(const Read& read, const Known& known, const Choices& choices, Draw& noise,
                           std::int64_t count) const {
  Read all{{}, read.hidden};
  for (const at::Tensor& x : read.encoded) all.encoded.push_back(spread_over(x, count));
  all.encoded.back() = all.encoded.back().contiguous();
  Decoded decoded = hierarchy_.prior().decode(all.encoded, choices, noise);
  return finish(all, known, decoded);
}

Forecaster::Trained Forecaster::train(const Known& known, const at::Tensor& mask, bool bfloat16, Draw& noise) const {
  const Read prior = read(known, bfloat16);
  Trained trained;
  Decoded decoded;
  if (hierarchy_.architecture().latents > 0) {
    const at::Tensor shown = at::cat({input(known), 1 - mask, mask}, 1);
    std::vector<at::Tensor> encoded = hierarchy_.posterior().encode(bfloat16 ? shown.to(at::kBFloat16) : shown);
    film(encoded, film_.from_hidden(prior.hidden), prior.encoded.size() - 1,
         static_cast<std::size_t>(hierarchy_.architecture().latents - 1));
    const Decoded posterior = hierarchy_.posterior().sampled_latents(encoded, noise);
    trained.posterior = posterior.distributions;
    decoded = hierarchy_.prior().decode(prior.encoded, posterior.as_given(), noise);
    trained.prior = decoded.distributions;
  }
  trained.sampled = finish(prior, known, decoded);
  trained.heads = heads(trained.sampled.features, &noise);
  return trained;
}

}  // namespace longview::u_hpnet

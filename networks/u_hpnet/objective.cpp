#include "networks/u_hpnet/objective.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <sstream>

#include "imaging/core/failure.h"
#include "networks/layers/losses.h"

namespace longview::u_hpnet {

namespace {
constexpr double sharp = 4;
constexpr double least_multiplier = 1e-4, most_multiplier = 1e4;

double softplus(double x) { return x > 30 ? x : std::log1p(std::exp(x)); }
double inverse_softplus(double y) { return y > 30 ? y : std::log(std::expm1(y)); }

at::Tensor per_instance(const at::Tensor& x) { return x.flatten(1).sum(1).mean(); }
}  // namespace

at::Tensor divergence(const Gaussian& q, const Gaussian& p) {
  const at::Tensor variance_p = (2 * p.log_deviation).exp();
  const at::Tensor each = p.log_deviation - q.log_deviation +
                          ((2 * q.log_deviation).exp() + (q.mean - p.mean).square()) / (2 * variance_p) - 0.5;
  return per_instance(each);
}

at::Tensor divergence(const std::vector<Gaussian>& q, const std::vector<Gaussian>& p) {
  at::Tensor sum = at::zeros({});
  for (std::size_t i = 0; i < q.size(); ++i) sum = sum + divergence(q[i], p[i]);
  return sum;
}

at::Tensor cross_entropy(const at::Tensor& logits, const at::Tensor& mask) {
  return at::softplus(logits) - mask * logits;
}

at::Tensor drawn_places(const at::Tensor& weights, std::int64_t count, Draw& draw) {
  at::Tensor score = weights.detach().to(at::kFloat).flatten().log().clamp_min(-1e30).clone();
  float* values = score.data_ptr<float>();
  for (std::int64_t i = 0; i < score.numel(); ++i)
    values[i] -= static_cast<float>(std::log(-std::log(draw.uniform() + 0x1p-54)));
  at::Tensor drawn = at::zeros_like(score);
  drawn.index_fill_(0, std::get<1>(score.topk(count)), 1);
  return drawn.view(weights.sizes()).to(weights.scalar_type());
}

Geco::Geco(double rate, double decay) : rate_(rate), decay_(decay), w_(inverse_softplus(1)) {}

double Geco::multiplier() const { return std::clamp(std::pow(softplus(w_), 2), least_multiplier, most_multiplier); }

at::Tensor Geco::constrained(const at::Tensor& reconstruction, double allowed, double voxels) {
  const double now = reconstruction.item<double>();
  mean_ = started_ ? decay_ * mean_ + (1 - decay_) * now : now;
  started_ = true;
  const double broken = mean_ - allowed;
  const at::Tensor term = multiplier() * (broken + reconstruction - reconstruction.detach());
  constraint_ = broken / std::max(1.0, voxels);
  w_ += rate_ * constraint_ * 2 * softplus(w_) / (1 + std::exp(-w_));
  w_ = std::clamp(w_, inverse_softplus(std::sqrt(least_multiplier)), inverse_softplus(std::sqrt(most_multiplier)));
  return term;
}

std::string Geco::text() const {
  char text[120];
  std::snprintf(text, sizeof text, "%.17g %.17g %d", w_, mean_, started_ ? 1 : 0);
  return text;
}

void Geco::read(const std::string& text) {
  std::istringstream stream(text);
  int started = 0;
  if (!(stream >> w_ >> mean_ >> started)) throw Failure("The state of this training lacks GECO's multiplier.");
  started_ = started != 0;
}

at::Tensor diameter_of(const at::Tensor& probability, double spacing_mm, int dimensions) {
  const at::Tensor voxels = probability.flatten(1).sum(1).clamp_min(1);
  if (dimensions == 2) return 2 * spacing_mm * (voxels / std::numbers::pi).sqrt();
  return spacing_mm * (6 / std::numbers::pi * voxels).pow(1 / 3.0);
}

at::Tensor normal_nll(const at::Tensor& mean, const at::Tensor& log_deviation, const at::Tensor& value) {
  return (log_deviation + (value - mean).square() / (2 * (2 * log_deviation).exp())).mean();
}

Losses loss_of(const Forecaster::Trained& trained, const Known& known, const Target& target,
               const at::Tensor& class_weights, const LossWeights& weights, Geco& geco, double elbo, double spacing_mm,
               int dimensions, Draw& draw) {
  const Sampled& sampled = trained.sampled;
  const Heads& heads = trained.heads;
  const at::Tensor entropies = cross_entropy(sampled.logits, target.mask);
  const auto count = static_cast<std::int64_t>(weights.share * static_cast<double>(entropies.numel()));
  const at::Tensor reconstruction = per_instance(entropies * drawn_places(entropies, count, draw));
  const double voxels = static_cast<double>(count) / static_cast<double>(entropies.size(0));

  Losses losses;
  losses.reconstruction = reconstruction.item<double>() / voxels;
  const at::Tensor kl = divergence(trained.posterior, trained.prior);
  losses.divergence = kl.item<double>();
  if (trained.prior.empty())
    losses.total =
        reconstruction + voxels * dice_loss(sampled.logits.sigmoid(), target.mask, at::ones_like(target.mask));
  else if (elbo > 0)
    losses.total = reconstruction + elbo * kl;
  else
    losses.total = geco.constrained(reconstruction, weights.allowed * voxels, voxels) + kl;

  const at::Tensor classes = at::cross_entropy_loss(heads.classes, target.classes, class_weights);
  const at::Tensor size = normal_nll(heads.change_mm, heads.log_deviation, target.change_mm);
  // Sharpened: a soft edge of 1 mm would make small nodules larger than they are.
  const auto diameter = [&](const at::Tensor& logits) {
    return diameter_of((sharp * logits).sigmoid(), spacing_mm, dimensions);
  };
  const at::Tensor of_mask = diameter(sampled.logits) - diameter(Forecaster::border_logits(known.distance));
  const at::Tensor consistency = at::smooth_l1_loss(of_mask, heads.change_mm);
  losses.classes = classes.item<double>();
  losses.size = size.item<double>();
  losses.consistency = consistency.item<double>();
  losses.total = losses.total + weights.classes * classes + weights.size * size + weights.consistency * consistency;
  return losses;
}

}  // namespace longview::u_hpnet

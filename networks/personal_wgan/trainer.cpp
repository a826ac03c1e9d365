#include "networks/personal_wgan/trainer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/autograd.h>

#include <algorithm>

#include "networks/layers/sliding_window.h"
#include "networks/personal_wgan/objective.h"

namespace longview::personal_wgan {

namespace {
constexpr double least_noise = 1e-3;  // deviations of the brain
constexpr double network_unit = 5;    // deviations of the brain that a network sees as 1 (networks.md 0.2)
constexpr AdamOptions options{.beta1 = 0, .beta2 = 0.9, .largest_norm = 1e6, .mean_decay = 0.98};

// What of a difference counts: before training, what stands out of the noise by three deviations and more.
at::Tensor weighed(const MapNetwork& network, const at::Tensor& difference, double noise) {
  // In float: in bfloat16 oneDNN's gradient of the last rise (4 x 8 x 8 voxels) was no number, and Adam left the step
  // out.
  return difference * (network(difference) + difference.abs() / noise - 3).sigmoid();
}
}  // namespace

Trainer::Trainer(const ScanPair& pair, const std::vector<ScanPair>& unchanged, std::uint64_t seed, const Recipe& recipe)
    : recipe_(recipe),
      spacing_mm_(pair.grid.spacing[0]),
      noise_(std::max(least_noise, 1.4826 * pair.noise)),
      volumes_(at::stack({pair.before, pair.after, pair.brain.to(at::kFloat)})),
      brain_(pair.brain),
      brain_voxels_(at::nonzero(pair.brain)),
      draw_(seed, "personal-wgan training"),
      generator_(at::detail::createCPUGenerator(seed)),
      network_(seed),
      mean_(seed),
      critic_(seed),
      adam_(network_.parameters(), options),
      critic_adam_(critic_.parameters(), options) {
  std::vector<at::Tensor> differences;
  // As noisy as the dates themselves, so that noise alone tells nothing.
  for (const ScanPair& one : unchanged)
    differences.push_back((one.after - one.before) * (noise_ / std::max(least_noise, 1.4826 * one.noise)));
  unchanged_ = at::stack(differences);
}

Trainer::Seen Trainer::see() {
  const at::Tensor places = draw_places(brain_voxels_, brain_, recipe_, draw_);
  const at::Tensor both = patches_at(places, at::cat({volumes_, unchanged_}), recipe_);
  const auto channel = [&](std::int64_t i) { return both.narrow(1, i, 1); };
  Seen seen;
  seen.before = channel(0);
  seen.brain = channel(2);
  seen.difference = channel(1) - seen.before;
  seen.unchanged = channel(3 + draw_.whole(unchanged_.size(0)));
  const at::Tensor real =
      patches_at(jittered(places, brain_, recipe_, spacing_mm_, draw_), volumes_.narrow(0, 1, 1), recipe_);
  seen.real = altered(real, recipe_, draw_, generator_) / network_unit;
  return seen;
}

at::Tensor Trainer::made(const Seen& seen, const at::Tensor& map) {
  return altered(seen.before + map, recipe_, draw_, generator_) / network_unit;
}

double Trainer::critic_step() {
  const Seen seen = see();
  at::Tensor made_ones;
  {
    at::NoGradGuard no_gradient;
    made_ones = made(seen, weighed(network_, seen.difference, noise_));
  }
  const at::Tensor where = at::rand({seen.real.size(0)}, generator_, seen.real.options());
  const at::Tensor loss =
      critic_loss([&](const at::Tensor& x) { return critic_(x); }, made_ones, seen.real, where, recipe_.penalty);
  torch::autograd::backward({loss}, {});
  critic_adam_.step(recipe_.rate);
  return loss.item<double>();
}

Trainer::Losses Trainer::step() {
  Losses losses;
  const int critic_steps = steps_ < recipe_.first ? recipe_.first_critic_steps : recipe_.critic_steps;
  for (int i = 0; i < critic_steps; ++i) losses.critic = critic_step();
  const Seen seen = see();
  const at::Tensor map = weighed(network_, seen.difference, noise_);
  const at::Tensor realism = -critic_(made(seen, map)).mean();
  const at::Tensor left_out = size_of((seen.difference - map) / network_unit, seen.brain);
  const at::Tensor nothing = size_of(weighed(network_, seen.unchanged, noise_) / network_unit, seen.brain);
  const at::Tensor loss = realism + recipe_.kept * left_out + recipe_.nothing * nothing;
  torch::autograd::backward({loss}, {});
  adam_.step(recipe_.rate);
  critic_.parameters().clear_gradients();
  ++steps_;
  losses.realism = realism.item<double>();
  losses.left_out = left_out.item<double>();
  losses.nothing = nothing.item<double>();
  return losses;
}

at::Tensor Trainer::map(const Progress& progress) const {
  at::NoGradGuard no_gradient;
  const auto& weights = mean_.parameters().items;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    at::Tensor target = weights[i].second;
    target.copy_(adam_.mean().items[i].second);
  }
  const at::Tensor difference = volumes_[1] - volumes_[0];
  const WindowNetwork run = [&](const at::Tensor& window, std::size_t) { return weighed(mean_, window, noise_); };
  return slide(difference.unsqueeze(0), brain_, recipe_.patch, 1, run, progress, 1)[0] * brain_;
}

}  // namespace longview::personal_wgan

#include "networks/gancmlae/trainer.h"

#include <torch/autograd.h>

#include <algorithm>
#include <cmath>

namespace longview::gancmlae {

namespace {
Parameters joined(const Autoencoder& network, const Encoder& again, bool plain) {
  Parameters all;
  const auto add = [&](const char* prefix, const Parameters& part) {
    for (const auto& [name, tensor] : part.items) all.items.emplace_back(prefix + name, tensor);
  };
  add("encoder.", network.encoder.parameters());
  add("decoder.", network.decoder.parameters());
  if (!plain) add("again.", again.parameters());
  return all;
}
}  // namespace

Trainer::Trainer(std::uint64_t seed, const Recipe& recipe, const at::Tensor& mean_logits, bool bfloat16)
    : seed_(seed),
      recipe_(recipe),
      mode_{bfloat16, true},
      network_(seed, mean_logits),
      again_("second encoder", code_size, seed),
      discriminator_("discriminator", 1, seed),
      learned_(joined(network_, again_, recipe.plain)),
      adam_(learned_),
      discriminator_adam_(discriminator_.parameters()) {
  // 32,256 numbers enter each code: as with weights that are scaled at run time (Karras 2018, equalised learning rate).
  const double wide = 1 / std::sqrt(32256.0);
  adam_.scale_rate("encoder.linear.weight", wide);
  adam_.scale_rate("again.linear.weight", wide);
  discriminator_adam_.scale_rate("linear.weight", wide);
}

Trainer::Losses Trainer::learn(const at::Tensor& maps, const at::Tensor& mask, double share) {
  const double falling = std::min(1.0, 2 * (1 - share));
  const bool judged = !recipe_.plain && share >= recipe_.discriminator_joins;
  Seen seen;
  seen.map = maps;
  seen.mask = mask;
  seen.code = network_.encoder(maps, mode_);
  seen.made = network_.rebuilt(seen.code, mode_);
  if (!recipe_.plain) seen.code_again = again_(seen.made, mode_);
  if (judged) {
    seen.feature_of_made = discriminator_.feature(seen.made, mode_);
    seen.judged = discriminator_.read(seen.feature_of_made);
    at::NoGradGuard no_gradient;
    seen.feature = discriminator_.feature(maps, mode_);
  }
  Losses losses;
  losses.generator = generator_loss(seen, recipe_.weights);
  torch::autograd::backward({losses.generator.total}, {});
  adam_.step(recipe_.learning_rate * falling);
  discriminator_.parameters().clear_gradients();
  if (judged) {
    const at::Tensor loss = discriminator_loss(discriminator_(maps, mode_), discriminator_(seen.made.detach(), mode_));
    losses.discriminator = loss.item<double>();
    if (losses.discriminator > recipe_.discriminator_rests_below) {
      torch::autograd::backward({loss}, {});
      discriminator_adam_.step(recipe_.discriminator_rate);
    }
  }
  ++steps_;
  return losses;
}

Autoencoder Trainer::mean() const {
  Autoencoder mean(seed_, network_.mean_logits);
  const Parameters copies = joined(mean, again_, true);
  at::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < copies.items.size(); ++i) {
    at::Tensor target = copies.items[i].second;
    target.copy_(adam_.mean().items[i].second);
  }
  return mean;
}

void Trainer::save(const std::filesystem::path& file) const {
  StoredWeights state;
  store_parameters(learned_, "learned.", "F32", state);
  store_parameters(discriminator_.parameters(), "discriminator.", "F32", state);
  adam_.store("adam.", state);
  discriminator_adam_.store("discriminator_adam.", state);
  state.metadata["steps"] = std::to_string(steps_);
  state.metadata["seconds"] = std::to_string(seconds);
  state.metadata["best_error"] = std::to_string(best_error);
  write_weights(file, state);
}

void Trainer::load(const std::filesystem::path& file) {
  const StoredWeights state = read_weights(file);
  load_parameters(learned_, "learned.", state);
  load_parameters(discriminator_.parameters(), "discriminator.", state);
  adam_.load("adam.", state);
  discriminator_adam_.load("discriminator_adam.", state);
  steps_ = std::stoll(state.metadata.at("steps"));
  seconds = std::stod(state.metadata.at("seconds"));
  best_error = std::stod(state.metadata.at("best_error"));
}

}  // namespace longview::gancmlae

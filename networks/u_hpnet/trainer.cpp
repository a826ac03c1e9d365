#include "networks/u_hpnet/trainer.h"

#include <torch/autograd.h>

#include <cmath>
#include <numbers>

#include "imaging/core/failure.h"

namespace longview::u_hpnet {

namespace {
AdamOptions adam_options(const Recipe& recipe) {
  AdamOptions options;
  options.beta1 = 0.9;
  options.largest_norm = 1e4;  // of sums over voxels
  options.weight_decay = recipe.weight_decay;
  return options;
}
}  // namespace

double rate_at(const Recipe& recipe, double fraction) {
  const double share = 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, fraction)));
  return recipe.last_rate + share * (recipe.learning_rate - recipe.last_rate);
}

Forecaster with_weights(const Architecture& architecture, const Parameters& weights) {
  Forecaster network(architecture, 0);
  at::NoGradGuard no_gradient;
  const auto& items = network.parameters().items;
  for (std::size_t i = 0; i < items.size(); ++i) {
    at::Tensor target = items[i].second;
    target.copy_(weights.items.at(i).second);
  }
  return network;
}

Trainer::Trainer(const Architecture& architecture, std::uint64_t seed, const Recipe& recipe, bool bfloat16)
    : seed_(seed),
      recipe_(recipe),
      bfloat16_(bfloat16),
      network_(architecture, seed),
      adam_(network_.parameters(), adam_options(recipe)) {}

Losses Trainer::learn(const Batch& batch, const at::Tensor& class_weights, double rate) {
  Draw draw(seed_, "u_hpnet step", static_cast<std::uint64_t>(steps_));
  const int dimensions = network_.hierarchy().architecture().dimensions;
  const Forecaster::Trained trained = network_.train(batch.known, batch.target.mask, bfloat16_, draw);
  Losses losses = loss_of(trained, batch.known, batch.target, class_weights, recipe_.weights, geco_, recipe_.elbo,
                          spacing_of(dimensions), dimensions, draw);
  torch::autograd::backward({losses.total}, {});
  losses.total = losses.total.detach();
  adam_.step(rate);
  ++steps_;
  return losses;
}

Forecaster Trainer::mean() const { return with_weights(network_.hierarchy().architecture(), adam_.mean()); }

void Trainer::save(const std::filesystem::path& file) const {
  StoredWeights state;
  store_parameters(network_.parameters(), "network.", "F32", state);
  adam_.store("adam.", state);
  state.metadata["steps"] = std::to_string(steps_);
  state.metadata["seconds"] = std::to_string(seconds);
  state.metadata["geco"] = geco_.text();
  write_weights(file, state);
}

void Trainer::load(const std::filesystem::path& file) {
  const StoredWeights state = read_weights(file);
  try {
    load_parameters(network_.parameters(), "network.", state);
    adam_.load("adam.", state);
    geco_.read(state.metadata.at("geco"));
    steps_ = std::stoll(state.metadata.at("steps"));
    seconds = std::stod(state.metadata.at("seconds"));
  } catch (const std::logic_error&) {
    throw Failure(file.string() + " is no state of this training. Train without --resume.");
  }
}

}  // namespace longview::u_hpnet

#include "networks/training/adam.h"

#include <algorithm>
#include <cmath>

namespace longview {

Adam::Adam(const Parameters& parameters, AdamOptions options) : parameters_(&parameters), options_(options) {
  for (const auto& [name, tensor] : parameters.items) {
    first_.items.emplace_back(name, at::zeros_like(tensor.detach()));
    second_.items.emplace_back(name, at::zeros_like(tensor.detach()));
    mean_.items.emplace_back(name, tensor.detach().clone());
    factors_.push_back(1);
  }
}

void Adam::scale_rate(const std::string& ending, double factor) {
  for (std::size_t i = 0; i < factors_.size(); ++i) {
    const std::string& name = parameters_->items[i].first;
    if (name.size() >= ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0)
      factors_[i] = factor;
  }
}

bool Adam::step(double learning_rate) {
  at::NoGradGuard no_gradient;
  double squares = 0;
  for (const auto& [name, tensor] : parameters_->items)
    if (tensor.grad().defined()) squares += tensor.grad().square().sum().item<double>();
  if (!std::isfinite(squares)) {
    parameters_->clear_gradients();
    return false;
  }
  const double shortened = std::min(1.0, options_.largest_norm / (std::sqrt(squares) + 1e-12));
  ++steps_;
  ++mean_steps_;
  const double warm1 = 1 - std::pow(options_.beta1, steps_), warm2 = 1 - std::pow(options_.beta2, steps_);
  const double decay = std::min(options_.mean_decay,
                                (1.0 + static_cast<double>(mean_steps_)) / (10.0 + static_cast<double>(mean_steps_)));
  for (std::size_t i = 0; i < parameters_->items.size(); ++i) {
    at::Tensor weights = parameters_->items[i].second;
    if (weights.grad().defined()) {
      at::Tensor gradient = weights.grad() * shortened;
      if (options_.weight_decay > 0) gradient = gradient.add(weights, options_.weight_decay);
      first_.items[i].second.mul_(options_.beta1).add_(gradient, 1 - options_.beta1);
      second_.items[i].second.mul_(options_.beta2).addcmul_(gradient, gradient, 1 - options_.beta2);
      const at::Tensor size = (second_.items[i].second / warm2).sqrt_().add_(options_.epsilon);
      weights.addcdiv_(first_.items[i].second, size, -learning_rate * factors_[i] / warm1);
    }
    mean_.items[i].second.mul_(decay).add_(weights.detach(), 1 - decay);
  }
  parameters_->clear_gradients();
  return true;
}

void Adam::restart_mean() {
  at::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < mean_.items.size(); ++i) mean_.items[i].second.copy_(parameters_->items[i].second);
  mean_steps_ = 0;
}

void Adam::store(const std::string& prefix, StoredWeights& into) const {
  store_parameters(first_, prefix + "first.", "F32", into);
  store_parameters(second_, prefix + "second.", "F32", into);
  store_parameters(mean_, prefix + "mean.", "F32", into);
  into.metadata[prefix + "steps"] = std::to_string(steps_) + " " + std::to_string(mean_steps_);
}

void Adam::load(const std::string& prefix, const StoredWeights& from) {
  load_parameters(first_, prefix + "first.", from);
  load_parameters(second_, prefix + "second.", from);
  load_parameters(mean_, prefix + "mean.", from);
  const std::string steps = from.metadata.at(prefix + "steps");
  steps_ = std::stoll(steps);
  mean_steps_ = std::stoll(steps.substr(steps.find(' ') + 1));
}

}  // namespace longview

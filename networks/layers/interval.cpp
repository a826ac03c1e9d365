#include "networks/layers/interval.h"

#include <cmath>
#include <numbers>

namespace longview {

at::Tensor interval_embedding(const at::Tensor& days) {
  std::vector<at::Tensor> columns;
  for (int k = 0; k < 15; ++k) {
    const at::Tensor angle = days * (2 * std::numbers::pi / (60 * std::pow(2.0, k / 2.0)));
    columns.push_back(angle.sin());
    columns.push_back(angle.cos());
  }
  columns.push_back((1 + days / 30.4375).log() / std::log(61.0));
  columns.push_back(days / 365.25);
  return at::stack(columns, 1);
}

IntervalFilm::IntervalFilm(Parameters& parameters, const std::vector<std::int64_t>& channels, Draw& draw) {
  first_ = parameters.add("interval.0.weight", convolution_weights({64, 32}, draw));
  first_bias_ = parameters.add("interval.0.bias", at::zeros({64}));
  second_ = parameters.add("interval.1.weight", convolution_weights({64, 64}, draw));
  second_bias_ = parameters.add("interval.1.bias", at::zeros({64}));
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const std::string name = "film." + std::to_string(i);
    heads_.emplace_back(parameters.add(name + ".weight", at::zeros({2 * channels[i], 64})),
                        parameters.add(name + ".bias", at::zeros({2 * channels[i]})));
  }
}

at::Tensor IntervalFilm::hidden(const at::Tensor& days) const {
  return at::silu(
      at::linear(at::silu(at::linear(interval_embedding(days), first_, first_bias_)), second_, second_bias_));
}

std::vector<at::Tensor> IntervalFilm::from_hidden(const at::Tensor& hidden) const {
  std::vector<at::Tensor> films;
  for (const auto& [weight, bias] : heads_) films.push_back(at::linear(hidden, weight, bias));
  return films;
}

}  // namespace longview

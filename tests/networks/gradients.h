// Gradients against finite differences.
#pragma once

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "networks/core/private/samples.h"

namespace longview {

inline at::Tensor random(at::IntArrayRef shape, std::uint64_t seed = 1) {
  Draw draw(seed, "test");
  at::Tensor tensor = at::empty(shape, at::kFloat);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<float>()[i] = static_cast<float>(draw.normal());
  return tensor;
}

// The gradient along a random direction against a central difference, in double.
inline void expect_gradient(const std::function<at::Tensor(const at::Tensor&)>& loss, const at::Tensor& at,
                            double step = 1e-5) {
  at::Tensor x = at.to(at::kDouble).detach().set_requires_grad(true);
  torch::autograd::backward({loss(x)}, {});
  const at::Tensor direction = random(at.sizes(), 77).to(at::kDouble);
  const double along = (x.grad() * direction).sum().item<double>();
  at::NoGradGuard no_gradient;
  const double difference =
      (loss(x + step * direction).item<double>() - loss(x - step * direction).item<double>()) / (2 * step);
  EXPECT_NEAR(along, difference, 1e-5 * std::max(1.0, std::abs(difference)));
  EXPECT_GT(std::abs(along), 1e-9);
}

}  // namespace longview

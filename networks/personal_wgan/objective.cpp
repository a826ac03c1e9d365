#include "networks/personal_wgan/objective.h"

#include <torch/autograd.h>

namespace longview::personal_wgan {

at::Tensor gradient_penalty(const CriticFunction& critic, const at::Tensor& made, const at::Tensor& real,
                            const at::Tensor& where) {
  const at::Tensor share = where.view({-1, 1, 1, 1, 1});
  const at::Tensor between = (made + share * (real - made)).detach().set_requires_grad(true);
  const at::Tensor gradient = torch::autograd::grad({critic(between).sum()}, {between}, {}, true, true)[0];
  const at::Tensor norm = (gradient.flatten(1).square().sum(1) + 1e-12).sqrt();
  return (norm - 1).square().mean();
}

at::Tensor critic_loss(const CriticFunction& critic, const at::Tensor& made, const at::Tensor& real,
                       const at::Tensor& where, double penalty_weight) {
  const at::Tensor judged = critic(at::cat({made, real}));
  const std::int64_t n = made.size(0);
  return judged.narrow(0, 0, n).mean() - judged.narrow(0, n, real.size(0)).mean() +
         penalty_weight * gradient_penalty(critic, made, real, where);
}

at::Tensor size_of(const at::Tensor& map, const at::Tensor& brain) {
  return (map.abs() * brain).sum() / brain.sum().clamp_min(1);
}

}  // namespace longview::personal_wgan

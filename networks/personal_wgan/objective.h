// The Wasserstein objective with gradient penalty (Gulrajani 2017) and the map's own terms (networks.md 5.3).
#pragma once

#include <ATen/ATen.h>

#include <functional>

namespace longview::personal_wgan {

using CriticFunction = std::function<at::Tensor(const at::Tensor&)>;

// Mean over samples of (|gradient of the critic| - 1)^2: the norm over all of a sample's voxels, at points on the
// segments between `made` and `real` [N, 1, z, y, x]; `where` [N] from 0 (made) to 1 (real). Can be differentiated with
// regard to the critic's parameters.
at::Tensor gradient_penalty(const CriticFunction& critic, const at::Tensor& made, const at::Tensor& real,
                            const at::Tensor& where);

// D(made) - D(real) + weight * penalty: what the critic makes small.
at::Tensor critic_loss(const CriticFunction& critic, const at::Tensor& made, const at::Tensor& real,
                       const at::Tensor& where, double penalty_weight);

// Mean size of a map within `brain`.
at::Tensor size_of(const at::Tensor& map, const at::Tensor& brain);

}  // namespace longview::personal_wgan

#include "networks/layers/diffeomorphic.h"

#include <array>

#include "networks/layers/similarity.h"

namespace longview {

namespace {
// The identity as grid_sampler wants it, [1, z, y, x, 3] from -1 to 1.
at::Tensor places(const at::Tensor& like) {
  at::Tensor theta = at::zeros({1, 3, 4}, like.options());
  for (int i = 0; i < 3; ++i) theta[0][i][i] = 1;
  return at::affine_grid_generator(theta, {1, 1, like.size(2), like.size(3), like.size(4)}, false);
}

at::Tensor in_halves(const at::Tensor& displacement) {
  const at::Tensor halves =
      at::tensor({displacement.size(4) / 2.0, displacement.size(3) / 2.0, displacement.size(2) / 2.0}, at::kFloat);
  return displacement.permute({0, 2, 3, 4, 1}) / halves;
}

at::Tensor looked_up(const at::Tensor& image, const at::Tensor& grid) {
  return at::grid_sampler(image, grid, 0, 1, false);
}

// Central differences along one axis (2 z, 3 y, 4 x), half of them at the border.
at::Tensor difference(const at::Tensor& x, std::int64_t axis) {
  const std::int64_t n = x.size(axis);
  const at::Tensor before = at::cat({x.narrow(axis, 0, 1), x.narrow(axis, 0, n - 1)}, axis);
  const at::Tensor after = at::cat({x.narrow(axis, 1, n - 1), x.narrow(axis, n - 1, 1)}, axis);
  return (after - before) * 0.5;
}

std::array<at::Tensor, 3> slopes(const at::Tensor& x) { return {difference(x, 4), difference(x, 3), difference(x, 2)}; }

at::Tensor halved(const at::Tensor& x) {
  return at::upsample_trilinear3d(gaussian_blur(x, 0.8), {x.size(2) / 2, x.size(3) / 2, x.size(4) / 2}, false);
}

at::Tensor step(const at::Tensor& fixed, const std::array<at::Tensor, 3>& fixed_gradient, const at::Tensor& moving,
                const at::Tensor& displacement, const at::Tensor& identity, const DemonsOptions& options) {
  const at::Tensor seen = looked_up(moving, identity + in_halves(displacement));
  const at::Tensor apart = fixed - seen;
  at::Tensor size = 0.5 * apart.square().sum(1, true) + 1e-3;
  std::vector<at::Tensor> force;
  const std::array<at::Tensor, 3> own = slopes(seen);
  for (std::size_t i = 0; i < 3; ++i) {
    const at::Tensor mean = 0.5 * (own[i] + fixed_gradient[i]);
    size = size + mean.square().sum(1, true);
    force.push_back((apart * mean).sum(1, true));
  }
  const at::Tensor update = gaussian_blur((at::cat(force, 1) / size).clamp(-0.7, 0.7), options.smooth_update);
  const at::Tensor both = update + looked_up(displacement, identity + in_halves(update));
  return gaussian_blur(both, options.smooth_displacement);
}

at::Tensor level(const at::Tensor& fixed, const at::Tensor& moving, at::Tensor displacement, int steps,
                 const DemonsOptions& options, const Progress& progress) {
  const at::Tensor identity = places(fixed);
  const std::array<at::Tensor, 3> fixed_gradient = slopes(fixed);
  for (int i = 0; i < steps; ++i) {
    displacement = step(fixed, fixed_gradient, moving, displacement, identity, options);
    progress.report((i + 1.0) / steps, "Laying the brain on the mean");
  }
  return displacement;
}
}  // namespace

at::Tensor warped(const at::Tensor& image, const at::Tensor& displacement) {
  return looked_up(image, places(displacement) + in_halves(displacement));
}

at::Tensor composed(const at::Tensor& outer, const at::Tensor& inner) { return inner + warped(outer, inner); }

at::Tensor inverted(const at::Tensor& displacement, int steps) {
  at::Tensor inverse = -displacement;
  for (int i = 0; i < steps; ++i) inverse = -warped(displacement, inverse);
  return inverse;
}

at::Tensor jacobian(const at::Tensor& displacement) {
  std::array<std::array<at::Tensor, 3>, 3> d;
  for (std::size_t row = 0; row < 3; ++row) {
    d[row] = slopes(displacement.narrow(1, static_cast<std::int64_t>(row), 1));
    d[row][row] = d[row][row] + 1;
  }
  return d[0][0] * (d[1][1] * d[2][2] - d[1][2] * d[2][1]) - d[0][1] * (d[1][0] * d[2][2] - d[1][2] * d[2][0]) +
         d[0][2] * (d[1][0] * d[2][1] - d[1][1] * d[2][0]);
}

at::Tensor demons(const at::Tensor& fixed, const at::Tensor& moving, const DemonsOptions& options,
                  const Progress& progress) {
  const at::Tensor small = halved(fixed);
  at::Tensor displacement = at::zeros({1, 3, small.size(2), small.size(3), small.size(4)}, fixed.options());
  displacement = level(small, halved(moving), displacement, options.coarse_steps, options, progress.part(0, 0.4));
  const at::Tensor wide =
      2 * at::upsample_trilinear3d(displacement, {fixed.size(2), fixed.size(3), fixed.size(4)}, false);
  return level(fixed, moving, wide, options.fine_steps, options, progress.part(0.4, 1));
}

}  // namespace longview

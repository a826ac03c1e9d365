#include "networks/layers/similarity.h"

#include <torch/autograd.h>

#include <cmath>

#include "networks/layers/operations.h"

namespace longview {

namespace {
// Row i holds the window's weights around i, for an axis of `n` voxels.
at::Tensor band(std::int64_t n, double sigma, int radius, at::TensorOptions options) {
  at::Tensor matrix = at::zeros({n, n}, at::kDouble);
  auto weights = matrix.accessor<double, 2>();
  double sum = 0;
  for (int d = -radius; d <= radius; ++d) sum += std::exp(-0.5 * d * d / (sigma * sigma));
  for (std::int64_t i = 0; i < n; ++i)
    for (int d = -radius; d <= radius; ++d)
      if (i + d >= 0 && i + d < n) weights[i][i + d] = std::exp(-0.5 * d * d / (sigma * sigma)) / sum;
  return matrix.to(options);
}

at::Tensor over_mask(const at::Tensor& x, const at::Tensor& mask) {
  return (x * mask).flatten(1).sum(1) / mask.flatten(1).sum(1).clamp_min(1);
}

at::Tensor by_products(const at::Tensor& x, double sigma, int radius) {
  const std::int64_t depth = x.size(-3), height = x.size(-2), width = x.size(-1);
  const auto weights = [&](std::int64_t n) { return band(n, sigma, radius, x.options()); };
  const at::Tensor wide = at::matmul(x.reshape({-1, width}), weights(width)).view({-1, height, width});
  const at::Tensor high = at::matmul(weights(height), wide).view({-1, depth, height * width});
  return at::matmul(weights(depth), high).view(x.sizes());
}

// The same in oneDNN: the axis takes the place of the channels of a 1 x 1 x 1 convolution. The BLAS of a plain Debian
// is its slow reference (measured: 3 GFLOP/s; the similarity of a training step took 5 of its 6 s).
at::Tensor by_convolutions(const at::Tensor& x, double sigma, int radius) {
  const std::int64_t depth = x.size(-3), height = x.size(-2), width = x.size(-1);
  const auto along = [&](const at::Tensor& with_channels, std::int64_t n) {
    return convolve(with_channels, band(n, sigma, radius, x.options()).view({n, n, 1, 1, 1}), {}, {1, 1, 1}, {0, 0, 0});
  };
  const at::Tensor deep = along(x.reshape({-1, depth, 1, height, width}), depth);
  const at::Tensor high = along(deep.reshape({-1, height, 1, 1, width}), height);
  const at::Tensor turned = high.reshape({-1, depth, height, width}).permute({0, 3, 1, 2}).contiguous();
  const at::Tensor wide = along(turned.unsqueeze(2), width).squeeze(2);
  return wide.permute({0, 2, 3, 1}).contiguous().view(x.sizes());
}

at::Tensor blurred(const at::Tensor& x, double sigma, std::int64_t radius) {
  const auto reach = static_cast<int>(radius);
  return x.scalar_type() == at::kFloat && x.is_cpu() ? by_convolutions(x, sigma, reach) : by_products(x, sigma, reach);
}

// The window is symmetric, so the gradient of the blur is the blur of the gradient.
class Blur : public torch::autograd::Function<Blur> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, double sigma,
                            std::int64_t radius) {
    context->saved_data["sigma"] = sigma;
    context->saved_data["radius"] = radius;
    return blurred(x, sigma, radius);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    return {blurred(gradients[0].contiguous(), context->saved_data["sigma"].toDouble(),
                    context->saved_data["radius"].toInt()),
            {},
            {}};
  }
};
}  // namespace

at::Tensor gaussian_blur(const at::Tensor& x, double sigma, int radius) {
  if (radius <= 0) radius = std::max(1, static_cast<int>(std::ceil(4 * sigma)));
  return Blur::apply(x, sigma, static_cast<std::int64_t>(radius));
}

at::Tensor ssim_map(const at::Tensor& x, const at::Tensor& y, const at::Tensor& mask) {
  constexpr double sigma = 1.5, c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
  constexpr int radius = 5;
  const at::Tensor weight = gaussian_blur(mask, sigma, radius).clamp_min(1e-6);
  const at::Tensor xm = x * mask, ym = y * mask;
  const at::Tensor all = gaussian_blur(at::cat({xm, ym, xm * xm, ym * ym, xm * ym}, 1), sigma, radius) / weight;
  const at::Tensor mx = all.narrow(1, 0, 1), my = all.narrow(1, 1, 1);
  const at::Tensor vx = all.narrow(1, 2, 1) - mx * mx, vy = all.narrow(1, 3, 1) - my * my;
  const at::Tensor covariance = all.narrow(1, 4, 1) - mx * my;
  return (2 * mx * my + c1) * (2 * covariance + c2) / ((mx * mx + my * my + c1) * (vx + vy + c2));
}

at::Tensor masked_ssim(const at::Tensor& x, const at::Tensor& y, const at::Tensor& mask) {
  return over_mask(ssim_map(x, y, mask), mask);
}

at::Tensor masked_psnr(const at::Tensor& x, const at::Tensor& y, const at::Tensor& mask) {
  return -10 * over_mask((x - y).square(), mask).log10();
}

}  // namespace longview

#include "networks/layers/similarity.h"

#include <cmath>

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
}  // namespace

at::Tensor gaussian_blur(const at::Tensor& x, double sigma, int radius) {
  if (radius <= 0) radius = std::max(1, static_cast<int>(std::ceil(4 * sigma)));
  const std::int64_t depth = x.size(-3), height = x.size(-2), width = x.size(-1);
  const auto weights = [&](std::int64_t n) { return band(n, sigma, radius, x.options()); };
  const at::Tensor wide = at::matmul(x.reshape({-1, width}), weights(width).t()).view({-1, height, width});
  const at::Tensor high = at::matmul(weights(height), wide).view({-1, depth, height * width});
  return at::matmul(weights(depth), high).view(x.sizes());
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

#include "networks/brain_stat_trans_gan/objective.h"

#include <algorithm>
#include <cmath>

#include "networks/layers/similarity.h"

namespace longview::brain_stat_trans_gan {

namespace {
constexpr double grey_values = 255, status_weight = 30;
}

double ssim_factor(double l1, double mse, double ssim) {
  if (ssim <= 0) return 1;
  const double exponent = std::floor(std::log10(std::max({l1, mse, ssim}) / ssim));
  return exponent >= 1 ? std::pow(10.0, exponent) : 1;
}

Reconstruction reconstruction_loss(const at::Tensor& made, const at::Tensor& brain, const at::Tensor& mask,
                                   bool with_ssim) {
  const at::Tensor difference = grey_values * (made - brain);
  const at::Tensor l1 = difference.abs().mean(), mse = difference.square().mean();
  Reconstruction loss{l1 + mse, l1.item<double>(), mse.item<double>(), 0};
  if (!with_ssim) return loss;
  const at::Tensor ssim = 1 - masked_ssim(made, brain, mask).mean();
  loss.ssim = ssim.item<double>();
  loss.total = loss.total + ssim_factor(loss.l1, loss.mse, loss.ssim) * ssim;
  return loss;
}

at::Tensor judged_as(const at::Tensor& logits, double real) {
  return at::binary_cross_entropy_with_logits(logits, at::full_like(logits, real));
}

at::Tensor status_loss(const std::vector<at::Tensor>& logits, const at::Tensor& wished) {
  at::Tensor sum = at::zeros({}, logits.front().options());
  for (const at::Tensor& each : logits) sum = sum + at::cross_entropy_loss(each, wished);
  return status_weight / static_cast<double>(logits.size()) * sum;
}

}  // namespace longview::brain_stat_trans_gan

#include "networks/layers/losses.h"

namespace longview {

namespace {
at::Tensor per_sample(const at::Tensor& x) { return x.flatten(1).sum(1); }
}  // namespace

at::Tensor dice_loss(const at::Tensor& probability, const at::Tensor& truth, const at::Tensor& where, double smooth) {
  const at::Tensor p = probability * where, y = truth * where;
  return (1 - (2 * per_sample(p * y) + smooth) / (per_sample(p) + per_sample(y) + smooth)).mean();
}

at::Tensor band_loss(const at::Tensor& logits, const at::Tensor& truth, const at::Tensor& where) {
  const at::Tensor positives = per_sample(truth * where), negatives = per_sample((1 - truth) * where);
  const at::Tensor weight = (negatives / positives.clamp_min(1)).sqrt().clamp(1, 10).view({-1, 1, 1, 1, 1});
  // log(1 + e^x) - x y, each side with its weight; softplus is stable for large logits.
  const at::Tensor each = weight * truth * at::softplus(-logits) + (1 - truth) * at::softplus(logits);
  const at::Tensor total = ((weight * truth + (1 - truth)) * where).sum().clamp_min(1);
  return (each * where).sum() / total;
}

at::Tensor weighted_l1(const at::Tensor& image, const at::Tensor& truth, const at::Tensor& weight) {
  return ((image - truth).abs() * weight).sum() / weight.sum().clamp_min(1);
}

at::Tensor least_squares(const at::Tensor& x, double target) { return (x - target).square().mean(); }

}  // namespace longview

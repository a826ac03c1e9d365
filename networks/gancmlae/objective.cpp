#include "networks/gancmlae/objective.h"

#include "networks/layers/losses.h"
#include "networks/layers/similarity.h"

namespace longview::gancmlae {

at::Tensor image_loss(const at::Tensor& made, const at::Tensor& map, const at::Tensor& mask) {
  return weighted_l1(made, map, mask);
}

at::Tensor latent_loss(const at::Tensor& code, const at::Tensor& again) { return (code - again).square().mean(); }

at::Tensor feature_loss(const at::Tensor& feature, const at::Tensor& of_made) {
  return (feature - of_made).square().mean();
}

GeneratorLoss generator_loss(const Seen& seen, const LossWeights& weights) {
  GeneratorLoss loss;
  const auto add = [&](double weight, const at::Tensor& term, double& told) {
    told = term.item<double>();
    loss.total = loss.total.defined() ? loss.total + weight * term : weight * term;
  };
  add(weights.image, image_loss(seen.made, seen.map, seen.mask), loss.image);
  if (weights.similarity > 0)
    add(weights.similarity, 1 - masked_ssim(seen.made, seen.map, seen.mask).mean(), loss.similarity);
  if (seen.code_again.defined()) add(weights.latent, latent_loss(seen.code, seen.code_again), loss.latent);
  if (seen.feature.defined()) add(weights.feature, feature_loss(seen.feature, seen.feature_of_made), loss.feature);
  if (seen.judged.defined())
    add(weights.adversarial, at::binary_cross_entropy_with_logits(seen.judged, at::ones_like(seen.judged)),
        loss.adversarial);
  return loss;
}

at::Tensor discriminator_loss(const at::Tensor& real, const at::Tensor& made) {
  return 0.5 * (at::binary_cross_entropy_with_logits(real, at::ones_like(real)) +
                at::binary_cross_entropy_with_logits(made, at::zeros_like(made)));
}

}  // namespace longview::gancmlae

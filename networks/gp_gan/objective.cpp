#include "networks/gp_gan/objective.h"

#include "networks/layers/losses.h"

namespace longview::gp_gan {

namespace {
constexpr double band_mm = 20, near_mm = 10, near_weight = 5, growth_smooth = 50;
}  // namespace

at::Tensor judged(const at::Tensor& condition, const at::Tensor& image, const at::Tensor& tumour) {
  return at::cat({condition.narrow(1, 0, 6), image, tumour}, 1);
}

GeneratorLoss generator_loss(const Forecast& forecast, const at::Tensor& condition, const Batch& batch,
                             const Weights& weights, const Discriminator* discriminator, bool bfloat16) {
  const at::Tensor truth = (batch.target_distance < 0).to(at::kFloat);
  const at::Tensor was_outside = (batch.distance > 0).to(at::kFloat);
  const at::Tensor near = ((batch.distance < near_mm).logical_or(batch.target_distance < near_mm)).to(at::kFloat);
  const at::Tensor band = (batch.distance < band_mm).to(at::kFloat) * batch.brain;
  const at::Tensor probability = forecast.tumour.sigmoid();

  const at::Tensor l1 = weighted_l1(forecast.image, batch.target_image, batch.brain * (1 + (near_weight - 1) * near));
  const at::Tensor dice = dice_loss(probability, truth, at::ones_like(truth));
  const at::Tensor growth = dice_loss(probability, truth, was_outside, growth_smooth);
  const at::Tensor edge = band_loss(forecast.tumour, truth, band);
  GeneratorLoss loss{weights.l1 * l1 + weights.dice * 0.5 * (dice + growth) + weights.band * edge,
                     0,
                     l1.item<double>(),
                     dice.item<double>(),
                     growth.item<double>(),
                     edge.item<double>()};
  if (discriminator) {
    const at::Tensor adversarial =
        least_squares((*discriminator)(judged(condition, forecast.image, probability), bfloat16), 0.9);
    loss.adversarial = adversarial.item<double>();
    loss.total = loss.total + weights.adversarial * adversarial;
  }
  return loss;
}

at::Tensor discriminator_loss(const Forecast& forecast, const at::Tensor& condition, const Batch& batch,
                              const Discriminator& discriminator, bool bfloat16) {
  const at::Tensor truth = (batch.target_distance < 0).to(at::kFloat);
  const at::Tensor real = discriminator(judged(condition, batch.target_image, truth), bfloat16);
  const at::Tensor made =
      discriminator(judged(condition, forecast.image.detach(), forecast.tumour.detach().sigmoid()), bfloat16);
  return 0.5 * (least_squares(real, 0.9) + least_squares(made, 0));
}

}  // namespace longview::gp_gan

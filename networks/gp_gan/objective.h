// GP-GAN's objective: adversarial, l1, Dice and a band's cross-entropy (networks.md 1.5).
#pragma once

#include <string>

#include "networks/gp_gan/discriminator.h"
#include "networks/gp_gan/stage.h"
#include "networks/training/patch_sampler.h"

namespace longview::gp_gan {

struct Weights {
  double adversarial = 1, l1 = 100, dice = 25, band = 10;
};

struct GeneratorLoss {
  at::Tensor total;
  double adversarial = 0, l1 = 0, dice = 0, growth_dice = 0, band = 0;
};

// What the discriminator sees: the 6 channels of stage 1, an image and a tumour.
at::Tensor judged(const at::Tensor& condition, const at::Tensor& image, const at::Tensor& tumour);

// `discriminator` null: without the adversarial term. The Dice term is half of the whole tumour's and half of what was
// added to the last one (ours: it is what the forecast is measured by).
GeneratorLoss generator_loss(const Forecast& forecast, const at::Tensor& condition, const Batch& batch,
                             const Weights& weights, const Discriminator* discriminator, bool bfloat16);

// Least squares: 0.9 for real, 0 for made.
at::Tensor discriminator_loss(const Forecast& forecast, const at::Tensor& condition, const Batch& batch,
                              const Discriminator& discriminator, bool bfloat16);

}  // namespace longview::gp_gan

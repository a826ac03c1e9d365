// GANCMLAE's losses: image, similarity, latent, feature, adversarial (networks.md 4.2).
#pragma once

#include <ATen/ATen.h>

namespace longview::gancmlae {

struct LossWeights {
  double image = 50, similarity = 1, latent = 1, feature = 1, adversarial = 1;
};

// What the networks gave for a batch; maps [N, 1, z, y, x].
struct Seen {
  at::Tensor map, mask, made;           // what was shown, where it counts, the reconstruction
  at::Tensor code, code_again;          // E(x) and E2(x'), [N, 128]
  at::Tensor feature, feature_of_made;  // of the discriminator; undefined for the plain autoencoder
  at::Tensor judged;                    // logits of the made ones, [N, 1]
};

struct GeneratorLoss {
  at::Tensor total;
  double image = 0, similarity = 0, latent = 0, feature = 0, adversarial = 0;
};

// sum |difference| over the mask, by the mask's size.
at::Tensor image_loss(const at::Tensor& made, const at::Tensor& map, const at::Tensor& mask);
// Squared distance of the codes by their length, mean over the batch.
at::Tensor latent_loss(const at::Tensor& code, const at::Tensor& again);
at::Tensor feature_loss(const at::Tensor& feature, const at::Tensor& of_made);

// Terms whose tensors are undefined are left out.
GeneratorLoss generator_loss(const Seen& seen, const LossWeights& weights);

// Binary cross-entropy of the logits of real (1) and made (0) maps, mean of both.
at::Tensor discriminator_loss(const at::Tensor& real, const at::Tensor& made);

}  // namespace longview::gancmlae

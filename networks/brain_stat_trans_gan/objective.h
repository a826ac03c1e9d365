// BrainStatTrans-GAN's losses (networks.md 3.5). Intensities of networks lie in 0 to 1; l1 and MSE count in the
// release's grey values, 0 to 255.
#pragma once

#include <ATen/ATen.h>

#include <vector>

namespace longview::brain_stat_trans_gan {

// The factor of the SSIM term for a batch: with m the largest of the three losses, 10^floor(log10(m / ssim)) where that
// is 10 or more, else 1.
double ssim_factor(double l1, double mse, double ssim);

struct Reconstruction {
  at::Tensor total;
  double l1 = 0, mse = 0, ssim = 0;  // ssim: 1 - SSIM
};
// L1 + MSE, and theta (1 - SSIM) where asked. Every tensor [N, 1, z, y, x]; SSIM in 3D within the mask (the release's
// is in 2D: a defect), L1 and MSE over all.
Reconstruction reconstruction_loss(const at::Tensor& made, const at::Tensor& brain, const at::Tensor& mask,
                                   bool with_ssim);

// Binary cross-entropy of logits [N] with 1 (real) or 0 (made).
at::Tensor judged_as(const at::Tensor& logits, double real);

// 30 times the cross-entropy of the status logits [N, 2] of made brains with the wished status, 0 healthy, 1 patient.
// Each network's logits count alike (ours: three judge, the release has one).
at::Tensor status_loss(const std::vector<at::Tensor>& logits, const at::Tensor& wished);

}  // namespace longview::brain_stat_trans_gan

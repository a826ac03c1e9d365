// How alike two images look: SSIM in 3D within a mask, and the Gaussian blur it stands on.
#pragma once

#include <ATen/ATen.h>

namespace longview {

// Gaussian blur over the last three axes, `sigma` in voxels, cut at `radius` voxels (0: at 4 sigma), zero beyond the
// border. As products with band matrices: fast, and with gradients.
at::Tensor gaussian_blur(const at::Tensor& x, double sigma, int radius = 0);

// SSIM (Wang 2004) of each voxel, [N, 1, z, y, x] each: Gaussian window of sigma 1.5 and 11 voxels, K1 = 0.01,
// K2 = 0.03, values 0 to 1; local moments are of what lies in `mask` (networks.md 0.5).
at::Tensor ssim_map(const at::Tensor& x, const at::Tensor& y, const at::Tensor& mask);

// Its mean over the mask, a number a sample: [N].
at::Tensor masked_ssim(const at::Tensor& x, const at::Tensor& y, const at::Tensor& mask);

// 10 log10(1 / mean squared difference within the mask), [N].
at::Tensor masked_psnr(const at::Tensor& x, const at::Tensor& y, const at::Tensor& mask);

}  // namespace longview

// What GANCMLAE is shown: the grey matter of the standard brain, blurred as in voxel-based morphometry and centred in
// 96 x 112 x 96 voxels (networks.md 0.2; the blur is ours: gyri of one person are noise to all others).
#pragma once

#include <ATen/ATen.h>

namespace longview::gancmlae {

inline constexpr double blur_fwhm_mm = 8, voxel_mm = 2;

// Grey matter [N, 1, 76, 94, 76], 0 to 1 -> blurred, [N, 1, 96, 112, 96].
at::Tensor shown_map(const at::Tensor& grey);
// The same place in the larger frame, without blur.
at::Tensor framed(const at::Tensor& standard);
// Back: the standard brain's part.
at::Tensor standard_part(const at::Tensor& map);

}  // namespace longview::gancmlae

#include "networks/gancmlae/maps.h"

#include <array>

#include "networks/gancmlae/networks.h"
#include "networks/layers/similarity.h"

namespace longview::gancmlae {

namespace {
constexpr std::array<std::int64_t, 3> standard{76, 94, 76};
constexpr double fwhm_by_sigma = 2.354820045;

std::int64_t margin(std::size_t axis) { return (map_size[axis] - standard[axis]) / 2; }
}  // namespace

at::Tensor framed(const at::Tensor& x) {
  return at::constant_pad_nd(x, {margin(2), margin(2), margin(1), margin(1), margin(0), margin(0)}, 0);
}

at::Tensor shown_map(const at::Tensor& grey) {
  return framed(gaussian_blur(grey, blur_fwhm_mm / fwhm_by_sigma / voxel_mm));
}

at::Tensor standard_part(const at::Tensor& map) {
  at::Tensor part = map;
  for (std::size_t axis = 0; axis < 3; ++axis)
    part = part.narrow(map.dim() - 3 + static_cast<std::int64_t>(axis), margin(axis), standard[axis]);
  return part;
}

}  // namespace longview::gancmlae

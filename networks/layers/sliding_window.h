// A volume seen through overlapping windows, put together again with Gaussian weights (networks.md 1.5).
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <vector>

#include "imaging/core/progress.h"
#include "networks/layers/operations.h"

namespace longview {

// Starts along one axis: half overlapping, the last one flush with the end.
std::vector<std::int64_t> window_starts(std::int64_t size, std::int64_t window);

// exp(-r^2 / 2 sigma^2) with sigma = size / 8 along each axis, [z, y, x].
at::Tensor gaussian_window(const Steps& size);

// `network` turns [1, C, z, y, x] windows of `input` [C, z, y, x] into [1, K, z, y, x]; returns [K, z, y, x], averaged.
// Only windows in which `where` [z, y, x] is set anywhere are run; elsewhere the result is 0. Volumes smaller than the
// window are padded with the border's values. Reports and checks `progress` once a window.
at::Tensor slide(const at::Tensor& input, const at::Tensor& where, const Steps& window, std::int64_t results,
                 const std::function<at::Tensor(const at::Tensor&)>& network, const Progress& progress);

}  // namespace longview

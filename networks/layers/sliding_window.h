// A volume seen through overlapping windows, put together again with Gaussian weights (networks.md 1.5).
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <vector>

#include "imaging/core/progress.h"
#include "networks/layers/operations.h"

namespace longview {

// Starts along one axis, evenly spread from end to end: neighbours share at least three eighths of the window. (Half,
// as networks.md has it, takes twice as long for a whole brain.)
std::vector<std::int64_t> window_starts(std::int64_t size, std::int64_t window);

// Where the windows start that are run: those whose core (the middle five eighths, up to the volume's border where the
// window touches it) holds something of `where` [z, y, x]. Each such voxel lies in a core.
std::vector<Steps> used_windows(const at::Tensor& where, const Steps& window);

// exp(-r^2 / 2 sigma^2) with sigma = size / 8 along each axis, [z, y, x].
at::Tensor gaussian_window(const Steps& size);

// Turns a window [1, C, z, y, x] into [1, K, z, y, x]; the number is the window's own, whatever order they run in.
using WindowNetwork = std::function<at::Tensor(const at::Tensor& window, std::size_t number)>;

// `network` over the used windows of `input` [C, z, y, x]; returns [K, z, y, x], averaged, 0 where no window was run.
// Volumes smaller than the window are padded with the border's values. `threads` windows run at once, one a thread, and
// the sum is made in a fixed order: the same result for any number of threads above 1. Reports and checks `progress`
// between windows. Throws Stopped.
at::Tensor slide(const at::Tensor& input, const at::Tensor& where, const Steps& window, std::int64_t results,
                 const WindowNetwork& network, const Progress& progress, int threads = 1);

}  // namespace longview

#include "networks/layers/sliding_window.h"

#include <algorithm>

namespace longview {

namespace {
using at::indexing::Slice;

at::Tensor part(const at::Tensor& volume, const Steps& start, const Steps& size) {
  at::Tensor view = volume;
  for (int axis = 0; axis < 3; ++axis)
    view = view.narrow(volume.dim() - 3 + axis, start[static_cast<std::size_t>(axis)],
                       size[static_cast<std::size_t>(axis)]);
  return view;
}

std::vector<Steps> used_windows(const at::Tensor& where, const Steps& window) {
  std::vector<Steps> used;
  for (const auto z : window_starts(where.size(0), window[0]))
    for (const auto y : window_starts(where.size(1), window[1]))
      for (const auto x : window_starts(where.size(2), window[2]))
        if (part(where, {z, y, x}, window).any().item<bool>()) used.push_back({z, y, x});
  return used;
}
}  // namespace

std::vector<std::int64_t> window_starts(std::int64_t size, std::int64_t window) {
  std::vector<std::int64_t> starts;
  const std::int64_t step = std::max<std::int64_t>(1, window / 2);
  for (std::int64_t at = 0; at + window < size; at += step) starts.push_back(at);
  starts.push_back(std::max<std::int64_t>(0, size - window));
  return starts;
}

at::Tensor gaussian_window(const Steps& size) {
  at::Tensor weights = at::ones({1, 1, 1});
  for (int axis = 0; axis < 3; ++axis) {
    const std::int64_t n = size[static_cast<std::size_t>(axis)];
    const double middle = (static_cast<double>(n) - 1) / 2, sigma = static_cast<double>(n) / 8;
    std::vector<std::int64_t> shape(3, 1);
    shape[static_cast<std::size_t>(axis)] = n;
    weights = weights * ((at::arange(n, at::kFloat) - middle) / sigma).square().mul(-0.5).exp().view(shape);
  }
  return weights;
}

at::Tensor slide(const at::Tensor& input, const at::Tensor& where, const Steps& window, std::int64_t results,
                 const std::function<at::Tensor(const at::Tensor&)>& network, const Progress& progress) {
  Steps size{input.size(1), input.size(2), input.size(3)}, more{};
  for (std::size_t axis = 0; axis < 3; ++axis) more[axis] = std::max<std::int64_t>(0, window[axis] - size[axis]);
  const bool padded = more[0] || more[1] || more[2];
  const std::array<std::int64_t, 6> sides{0, more[2], 0, more[1], 0, more[0]};
  const at::Tensor volume = padded ? at::replication_pad3d(input.unsqueeze(0), sides).squeeze(0) : input;
  const at::Tensor mask = padded ? at::constant_pad_nd(where.to(at::kByte), sides) : where.to(at::kByte);

  at::Tensor sum = at::zeros({results, volume.size(1), volume.size(2), volume.size(3)});
  at::Tensor weight = at::zeros({volume.size(1), volume.size(2), volume.size(3)});
  const at::Tensor shape = gaussian_window(window);
  const std::vector<Steps> starts = used_windows(mask, window);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    progress.report(static_cast<double>(i) / static_cast<double>(starts.size()), "Network");
    const at::Tensor result = network(part(volume, starts[i], window).contiguous().unsqueeze(0));
    part(sum, starts[i], window).add_(result.squeeze(0).to(at::kCPU) * shape);
    part(weight, starts[i], window).add_(shape);
  }
  sum.div_(weight.clamp_min(1e-12f));
  return part(sum, {0, 0, 0}, size).contiguous();
}

}  // namespace longview

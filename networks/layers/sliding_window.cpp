#include "networks/layers/sliding_window.h"

#include <algorithm>
#include <tuple>

#include "networks/core/private/side_by_side.h"

namespace longview {

namespace {
at::Tensor part(const at::Tensor& volume, const Steps& start, const Steps& size) {
  at::Tensor view = volume;
  for (int axis = 0; axis < 3; ++axis)
    view = view.narrow(volume.dim() - 3 + axis, start[static_cast<std::size_t>(axis)],
                       size[static_cast<std::size_t>(axis)]);
  return view;
}

// The middle five eighths of a window along one axis, or more where the window touches the volume's border.
std::pair<std::int64_t, std::int64_t> core(std::int64_t start, std::int64_t window, std::int64_t size) {
  const std::int64_t from = start == 0 ? 0 : start + window * 3 / 16;
  const std::int64_t to = start + window >= size ? size : start + window - window * 3 / 16;
  return {from, to - from};
}

}  // namespace

std::vector<Steps> used_windows(const at::Tensor& where, const Steps& window) {
  std::vector<Steps> used;
  const Steps size{where.size(0), where.size(1), where.size(2)};
  for (const auto z : window_starts(size[0], window[0]))
    for (const auto y : window_starts(size[1], window[1]))
      for (const auto x : window_starts(size[2], window[2])) {
        const Steps start{z, y, x};
        Steps from{}, length{};
        for (std::size_t axis = 0; axis < 3; ++axis)
          std::tie(from[axis], length[axis]) = core(start[axis], window[axis], size[axis]);
        if (part(where, from, length).any().item<bool>()) used.push_back(start);
      }
  return used;
}

std::vector<std::int64_t> window_starts(std::int64_t size, std::int64_t window) {
  const std::int64_t room = std::max<std::int64_t>(0, size - window),
                     longest = std::max<std::int64_t>(1, window * 5 / 8);
  const std::int64_t steps = (room + longest - 1) / longest;
  std::vector<std::int64_t> starts{0};
  for (std::int64_t i = 1; i <= steps; ++i) starts.push_back(i * room / steps);
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
                 const WindowNetwork& network, const Progress& progress, int threads) {
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
  const auto run = [&](std::size_t i) {
    return network(part(volume, starts[i], window).contiguous().unsqueeze(0), i).squeeze(0).to(at::kCPU);
  };
  side_by_side(starts.size(), threads, run, [&](std::size_t i, const at::Tensor& answer) {
    progress.report(static_cast<double>(i) / static_cast<double>(starts.size()), "Network");
    part(sum, starts[i], window).add_(answer * shape);
    part(weight, starts[i], window).add_(shape);
  });
  sum.div_(weight.clamp_min(1e-12f));
  return part(sum, {0, 0, 0}, size).contiguous();
}

}  // namespace longview

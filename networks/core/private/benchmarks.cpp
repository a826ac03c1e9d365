#include "networks/core/private/benchmarks.h"

#include <ATen/Parallel.h>
#include <sys/resource.h>
#include <torch/autograd.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "imaging/core/failure.h"
#include "networks/core/private/device.h"
#include "networks/gp_gan/generator.h"
#include "networks/layers/operations.h"
#include "networks/layers/sliding_window.h"

namespace longview {

namespace {
using gp_gan::Generator;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void training_step(const Generator& network, bool bfloat16) {
  const at::Tensor x = at::randn({1, network.channels(), 16, 64, 64}), days = at::full({1}, 90.f);
  const gp_gan::Change change = network(x, days, bfloat16);
  torch::autograd::backward({change.image.square().mean() + change.tumour.square().mean()}, {});
  network.parameters().clear_gradients();
}

// Colin27's brain at 1 mm fills about this box; an ellipsoid stands for the brain.
void whole_brain(const Generator& network, bool bfloat16, int side_by_side) {
  at::InferenceMode inference;
  const std::int64_t size[3] = {150, 180, 145};
  at::Tensor inside = at::zeros({size[0], size[1], size[2]});
  for (int axis = 0; axis < 3; ++axis) {
    std::int64_t shape[3] = {1, 1, 1};
    shape[axis] = size[axis];
    inside = inside + (at::linspace(-1, 1, size[axis]).square()).view({shape[0], shape[1], shape[2]});
  }
  const at::Tensor x = at::randn({network.channels(), size[0], size[1], size[2]}), days = at::full({1}, 90.f);
  slide(
      x, inside < 1, {16, 64, 64}, 2,
      [&](const at::Tensor& patch, std::size_t) {
        const gp_gan::Change change = network(patch, days, bfloat16);
        return at::cat({change.image, change.tumour}, 1);
      },
      Progress(), side_by_side);
}

double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}
}  // namespace

BenchmarkResult benchmark(const std::string& what, const Progress& progress) {
  if (what != "train" && what != "predict")
    throw Failure("There is no benchmark " + what + " of networks. Choose train or predict.");
  const Generator network(6, 1);
  const bool train = what == "train";
  const auto once = [&](bool bfloat16, int side_by_side) {
    return seconds([&] { train ? training_step(network, bfloat16) : whole_brain(network, bfloat16, side_by_side); });
  };
  const int repeats = train ? 5 : 1;
  BenchmarkResult result;
  result.peer_name = "libtorch defaults";
  const auto measured = [&](bool bfloat16, int side_by_side) {
    std::vector<double> times;
    if (train) once(bfloat16, side_by_side);  // warms caches up
    for (int i = 0; i < repeats; ++i) {
      progress.check();
      times.push_back(once(bfloat16, side_by_side));
    }
    return median(times);
  };
  const ComputePlan plan = compute_plan("cpu", 0);
  // The peer: the same network by at::conv3d and at::instance_norm as they choose, float, all cores, no pinning.
  at::set_num_threads(plan.threads);
  {
    const DefaultOperations defaults;
    result.peer = measured(false, 1);  // a window after the other, each on all cores
  }
  keep_freed_memory();
  run_pinned(plan, [&] { result.ours = measured(plan.bfloat16, 0); });
  result.peak_mb = peak_mb();
  result.notes = plan.words;
  return result;
}

}  // namespace longview

#include "networks/library/benchmarks.h"

#include <ATen/Parallel.h>
#include <sys/resource.h>
#include <torch/autograd.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "imaging/core/failure.h"
#include "networks/core/private/device.h"
#include "networks/gp_gan/generator.h"
#include "networks/gp_gan/recipe.h"
#include "networks/layers/operations.h"

namespace longview {

namespace {
using gp_gan::Generator;
constexpr int repeats = 7;
constexpr int batch = gp_gan::Recipe{}.batch;

void training_step(const Generator& network, bool bfloat16) {
  const at::Tensor x = at::randn({batch, network.channels(), 16, 64, 64}), days = at::full({batch}, 90.f);
  const gp_gan::Change change = network(x, days, bfloat16);
  torch::autograd::backward({change.image.square().mean() + change.tumour.square().mean()}, {});
  network.parameters().clear_gradients();
}

// The median of some steps after one that warms up.
double step_seconds(const Generator& network, bool bfloat16, const Progress& progress) {
  training_step(network, bfloat16);
  std::vector<double> times;
  for (int i = 0; i < repeats; ++i) {
    progress.check();
    times.push_back(seconds_of([&] { training_step(network, bfloat16); }));
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// As training does it: a network a thread. Seconds a step of all of them together.
double seconds_side_by_side(const ComputePlan& plan) {
  const auto steps = static_cast<std::size_t>(repeats * plan.threads);
  std::vector<Generator> networks;
  for (int i = 0; i < plan.threads; ++i) networks.emplace_back(6, 1);
  const auto run = [&](std::size_t thread) {
    at::set_num_threads(1);
    for (int i = 0; i < repeats; ++i) training_step(networks[thread], plan.bfloat16);
  };
  const auto all = [&] {
    std::vector<std::jthread> threads;
    for (int i = 0; i < plan.threads; ++i) threads.emplace_back(run, static_cast<std::size_t>(i));
  };
  all();  // warms up
  return seconds_of(all) / static_cast<double>(steps);
}

BenchmarkResult benchmark_train(const Progress& progress) {
  const Generator network(6, 1);
  const ComputePlan plan = compute_plan("cpu", 0);
  BenchmarkResult result;
  result.peer_name = "libtorch defaults";
  at::set_num_threads(plan.threads);
  {
    const DefaultOperations defaults;
    result.peer = step_seconds(network, false, progress);
  }
  keep_freed_memory();
  result.ours = seconds_side_by_side(plan);
  result.peak_mb = peak_mb();
  result.notes = "A generator's step at 64 x 64 x 16, batch " + std::to_string(batch) + ", " +
                 std::to_string(plan.threads) + " networks side by side as in training; " + plan.words;
  return result;
}
}  // namespace

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

BenchmarkResult benchmark(const std::string& what, const Progress& progress) {
  if (what == "train") return benchmark_train(progress);
  if (what == "predict") return benchmark_predict(progress);
  throw Failure("There is no benchmark " + what + " of networks. Choose train or predict.");
}

}  // namespace longview

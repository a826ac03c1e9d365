#include "networks/core/private/device.h"

#include <ATen/Parallel.h>
#include <malloc.h>
#include <sched.h>

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

#include "imaging/core/failure.h"
#include "networks/layers/operations.h"

namespace longview {

namespace {
std::vector<int> own_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cores;
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    for (int core = 0; core < CPU_SETSIZE; ++core)
      if (CPU_ISSET(core, &set)) cores.push_back(core);
  if (cores.empty()) cores.push_back(0);
  return cores;
}

void pin_to(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  sched_setaffinity(0, sizeof set, &set);
}
}  // namespace

ComputePlan compute_plan(const std::string& name, int threads) {
  ComputePlan plan;
  if (name == "cuda") {
    if (!at::hasCUDA()) throw Failure("This build of Torch sees no CUDA device. Choose the device cpu.");
    plan.device = at::kCUDA;
    plan.words = "cuda";
    return plan;
  }
  if (name != "cpu") throw Failure("There is no device " + name + ". Choose cpu or cuda.");
  const int cores = static_cast<int>(own_cores().size());
  plan.threads = threads > 0 ? std::min(threads, cores) : cores;
  plan.bfloat16 = bfloat16_is_fast();
  plan.words = "cpu, " + std::to_string(plan.threads) + (plan.threads == 1 ? " thread" : " threads") +
               (plan.bfloat16 ? ", bfloat16" : "");
  return plan;
}

void run_pinned(const ComputePlan& plan, const std::function<void()>& work) {
  std::exception_ptr failure;
  std::thread worker([&] {
    try {
      const std::vector<int> cores = own_cores();
      at::set_num_threads(plan.threads);
      // A thread that is pinned hands its one core on to its children, hence the thread of our own.
      if (plan.threads > 1)
        at::parallel_for(0, plan.threads, 1, [&](std::int64_t, std::int64_t) {
          pin_to(cores[static_cast<std::size_t>(at::get_thread_num()) % cores.size()]);
        });
      work();
    } catch (...) {
      failure = std::current_exception();
    }
  });
  worker.join();
  if (failure) std::rethrow_exception(failure);
}

void keep_freed_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

}  // namespace longview

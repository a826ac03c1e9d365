#include "networks/core/private/device.h"

#include <malloc.h>
#include <sched.h>

#include <algorithm>

#include "imaging/core/failure.h"
#include "networks/layers/operations.h"

namespace longview {

namespace {
int own_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
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
  const int cores = own_cores();
  plan.threads = threads > 0 ? std::min(threads, cores) : cores;
  plan.bfloat16 = bfloat16_is_fast();
  plan.words = "cpu, " + std::to_string(plan.threads) + (plan.threads == 1 ? " thread" : " threads") +
               (plan.bfloat16 ? ", bfloat16" : "");
  return plan;
}

void keep_freed_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

}  // namespace longview

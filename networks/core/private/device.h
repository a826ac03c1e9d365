// Where and how a network computes: device, threads, number format (stack.md section 4).
#pragma once

#include <ATen/ATen.h>

#include <string>

namespace longview {

struct ComputePlan {
  at::Device device = at::kCPU;
  bool bfloat16 = false;
  int threads = 1;
  std::string words;  // "cpu, 2 threads, bfloat16"
};

// `name` is "cpu" or "cuda"; `threads` 0 for all cores that this process may use. Throws Failure, with the way out, for
// a device that is not there.
ComputePlan compute_plan(const std::string& name, int threads);

// Keeps freed tensors' memory in the process: without it every new tensor costs page faults. Once; harmless again.
void keep_freed_memory();

}  // namespace longview

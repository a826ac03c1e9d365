// Private to registration and preparation: a loop over all cores that can be stopped.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "imaging/core/progress.h"

namespace longview {

// Calls work(n) for n = 0 ... count - 1 on all cores, in no order. `work` must not throw and must write only what
// belongs to its n: then the result does not depend on the number of cores. Throws Stopped if a stop was asked for.
inline void for_each_core(std::size_t count, const Progress& progress, const std::function<void(std::size_t)>& work) {
  const std::size_t threads = std::min<std::size_t>(count, std::max(1u, std::thread::hardware_concurrency()));
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t n = next++; n < count && !progress.stop_requested(); n = next++) work(n);
  };
  {
    std::vector<std::jthread> pool;
    for (std::size_t t = 1; t < threads; ++t) pool.emplace_back(run);
    run();
  }
  progress.check();
}

}  // namespace longview

// Independent pieces of a network's work on all cores: a piece a thread. Torch's own way, all threads on one piece,
// waits for the slowest of them after each operation, which on shared cores is most of the time.
#pragma once

#include <ATen/ATen.h>

#include <cstddef>
#include <functional>

namespace longview {

// `make(0)` ... `make(count - 1)`, each whole on one of `threads` threads; `take` gets them in that order on the
// calling thread. One thread: everything on the calling thread, with Torch's threads as they are set. Exceptions of
// both come out; the threads end after the piece that they are at. Keeps the caller's inference mode.
void side_by_side(std::size_t count, int threads, const std::function<at::Tensor(std::size_t)>& make,
                  const std::function<void(std::size_t, const at::Tensor&)>& take);

}  // namespace longview

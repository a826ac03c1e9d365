#include "networks/core/private/side_by_side.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <atomic>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace longview {

namespace {
class Pieces {
 public:
  Pieces(std::size_t count, const std::function<at::Tensor(std::size_t)>& make) : count_(count), make_(make) {}

  // What each thread does until there is nothing left.
  void work(bool inference) {
    at::set_num_threads(1);
    const c10::InferenceMode mode(inference);
    for (std::size_t i; !over_ && (i = next_++) < count_;) {
      try {
        at::Tensor made = make_(i);
        const std::lock_guard lock(mutex_);
        made_[i] = std::move(made);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
        over_ = true;
      }
      changed_.notify_one();
    }
  }

  // Waits for piece `i`. Throws what making one threw.
  at::Tensor piece(std::size_t i) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || made_.contains(i); });
    if (failure_) std::rethrow_exception(failure_);
    at::Tensor made = std::move(made_.at(i));
    made_.erase(i);
    return made;
  }

  void end() { over_ = true; }

 private:
  std::size_t count_;
  const std::function<at::Tensor(std::size_t)>& make_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> over_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::size_t, at::Tensor> made_;
  std::exception_ptr failure_;
};
}  // namespace

void side_by_side(std::size_t count, int threads, const std::function<at::Tensor(std::size_t)>& make,
                  const std::function<void(std::size_t, const at::Tensor&)>& take) {
  if (threads <= 1) {
    for (std::size_t i = 0; i < count; ++i) take(i, make(i));
    return;
  }
  Pieces pieces(count, make);
  const bool inference = c10::InferenceMode::is_enabled();
  std::vector<std::jthread> workers;
  for (int i = 0; i < threads; ++i) workers.emplace_back([&] { pieces.work(inference); });
  try {
    for (std::size_t i = 0; i < count; ++i) take(i, pieces.piece(i));
  } catch (...) {
    pieces.end();
    throw;  // the threads are joined on the way out
  }
}

}  // namespace longview

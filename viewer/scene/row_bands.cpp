#include "viewer/scene/row_bands.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace longview {
namespace {

class BandThreads {
 public:
  BandThreads() {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 1; i < cores; ++i) threads_.emplace_back([this](std::stop_token stop) { serve(stop); });
  }
  ~BandThreads() {
    for (auto& thread : threads_) thread.request_stop();
    wake_.notify_all();
  }

  int count() const { return static_cast<int>(threads_.size()) + 1; }

  void run(int rows, const std::function<void(int, int)>& work) {
    std::lock_guard one_picture(picture_);
    // Four bands a thread: an unlucky one does not keep the others waiting.
    const int bands = std::max(1, std::min(rows / 16, 4 * count()));
    if (bands == 1 || threads_.empty()) return work(0, rows);
    {
      std::lock_guard lock(mutex_);
      work_ = &work;
      rows_ = rows;
      bands_ = bands;
      next_ = 0;
      open_ = bands;
    }
    wake_.notify_all();
    std::unique_lock lock(mutex_);
    take_bands(lock);
    done_.wait(lock, [&] { return open_ == 0; });
    work_ = nullptr;
  }

 private:
  // Does bands until none is left; the lock is held on entry and on return.
  void take_bands(std::unique_lock<std::mutex>& lock) {
    while (work_ && next_ < bands_) {
      const int band = next_++;
      const auto* work = work_;
      const int rows = rows_, bands = bands_;
      lock.unlock();
      (*work)(rows * band / bands, rows * (band + 1) / bands);
      lock.lock();
      if (--open_ == 0) done_.notify_one();
    }
  }
  void serve(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [&] { return work_ && next_ < bands_; })) take_bands(lock);
  }

  std::mutex picture_, mutex_;
  std::condition_variable_any wake_, done_;
  const std::function<void(int, int)>* work_ = nullptr;
  int rows_ = 0, bands_ = 0, next_ = 0, open_ = 0;
  std::vector<std::jthread> threads_;
};

BandThreads& band_threads() {
  static BandThreads threads;
  return threads;
}

}  // namespace

void for_row_bands(int rows, const std::function<void(int, int)>& work) {
  if (rows > 0) band_threads().run(rows, work);
}

int row_band_threads() { return band_threads().count(); }

}  // namespace longview

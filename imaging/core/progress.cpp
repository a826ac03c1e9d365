#include "imaging/core/progress.h"

#include <algorithm>
#include <utility>

#include "imaging/core/failure.h"

namespace longview {

Progress::Progress(Listener listener, std::stop_token stop) : listener_(std::move(listener)), stop_(std::move(stop)) {}

void Progress::check() const {
  if (stop_.stop_requested()) throw Stopped();
}

void Progress::report(double fraction, const std::string& stage) const {
  check();
  if (listener_) listener_(std::clamp(fraction, 0.0, 1.0), stage);
}

Progress Progress::part(double from, double to, std::string stage) const {
  if (!listener_) return {nullptr, stop_};
  auto listener = [outer = listener_, from, to, stage = std::move(stage)](double fraction, const std::string& inner) {
    outer(from + (to - from) * fraction, stage.empty() ? inner : inner.empty() ? stage : stage + ": " + inner);
  };
  return {std::move(listener), stop_};
}

}  // namespace longview

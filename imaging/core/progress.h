// How far a long piece of work is, and whether it should stop. The last parameter of all that can take over 0.2 s.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

namespace longview {

class Progress {
 public:
  using Listener = std::function<void(double fraction, const std::string& stage)>;

  // Nobody listens and nothing stops it.
  Progress() = default;
  Progress(Listener listener, std::stop_token stop);

  // Says how far the work is, 0 to 1. Throws Stopped if a stop was asked for. Call from any thread.
  void report(double fraction, const std::string& stage) const;
  // Throws Stopped if a stop was asked for; says nothing.
  void check() const;
  bool stop_requested() const { return stop_.stop_requested(); }
  std::stop_token stop_token() const { return stop_; }

  // A child whose 0 to 1 is `from` to `to` of this one. `stage` precedes the child's own stages where not empty.
  Progress part(double from, double to, std::string stage = {}) const;

 private:
  Listener listener_;
  std::stop_token stop_;
};

}  // namespace longview

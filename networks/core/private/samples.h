// Random numbers that depend on what they are for, not on which thread asked first (networks.md 0.3).
#pragma once

#include <cstdint>
#include <string_view>

namespace longview {

// A stream keyed by numbers and words: the same key, the same numbers. SplitMix64 over a counter.
class Draw {
 public:
  Draw(std::uint64_t root, std::string_view purpose, std::uint64_t index = 0, std::uint64_t epoch = 0);

  std::uint64_t bits();
  double uniform(double low = 0, double high = 1);
  double normal();
  // 0 to count - 1.
  std::int64_t whole(std::int64_t count);
  bool chance(double probability) { return uniform() < probability; }

 private:
  std::uint64_t key_, counter_ = 0;
};

}  // namespace longview

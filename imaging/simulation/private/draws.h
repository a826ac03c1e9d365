// Private to simulation: random numbers by counter, keyed by (seed, purpose, index), so that no order of threads and no
// added draw elsewhere changes them (networks.md 0.3).
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace longview {

// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
inline std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

class Draws {
 public:
  Draws(std::uint64_t seed, std::string_view purpose, std::uint64_t index = 0) : key_(mixed(seed + kStep)) {
    for (char letter : purpose) key_ = mixed(key_ ^ static_cast<unsigned char>(letter)) + kStep;
    key_ = mixed(key_ + index * kStep);
  }

  std::uint64_t next() { return at(count_++); }
  std::uint64_t at(std::uint64_t n) const { return mixed(key_ + (n + 1) * kStep); }

  double uniform(double low = 0, double high = 1) {
    return low + (high - low) * static_cast<double>(next() >> 11) * 0x1p-53;
  }
  double log_uniform(double low, double high) { return std::exp(uniform(std::log(low), std::log(high))); }
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }

  // Nearly Gaussian (four uniform numbers added, as Irwin and Hall), sd 1: for the noise of millions of voxels.
  float rough_normal_at(std::uint64_t n) const {
    const std::uint64_t bits = at(n);
    const auto sum =
        static_cast<float>((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));
    return (sum - 131070.0F) * (1.7320508F / 65536.0F);
  }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;
  std::uint64_t key_, count_ = 0;
};

}  // namespace longview

#include "networks/core/private/samples.h"

#include <cmath>
#include <numbers>

namespace longview {

namespace {
// Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195.
std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}
}  // namespace

Draw::Draw(std::uint64_t root, std::string_view purpose, std::uint64_t index, std::uint64_t epoch)
    : key_(mixed(root + 0x9E3779B97F4A7C15ull)) {
  for (const char c : purpose) key_ = mixed(key_ ^ (static_cast<unsigned char>(c) + 0x9E3779B97F4A7C15ull));
  key_ = mixed(key_ ^ mixed(index + 0x9E3779B97F4A7C15ull));
  key_ = mixed(key_ ^ mixed(epoch + 0xD1B54A32D192ED03ull));
}

std::uint64_t Draw::bits() { return mixed(key_ + ++counter_ * 0x9E3779B97F4A7C15ull); }

double Draw::uniform(double low, double high) {
  return low + (high - low) * (static_cast<double>(bits() >> 11) * 0x1p-53);
}

double Draw::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform())), angle = 2 * std::numbers::pi * uniform();
  return radius * std::cos(angle);
}

std::int64_t Draw::whole(std::int64_t count) {
  return static_cast<std::int64_t>(uniform() * static_cast<double>(count));
}

}  // namespace longview

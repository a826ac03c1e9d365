// Private to simulation: functions of a direction, as tables in steps of one degree.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "imaging/core/grid.h"
#include "imaging/simulation/private/draws.h"

namespace longview {

// Value by polar angle (0 to 180 degrees from +S) and azimuth (0 to 360), bilinear between.
class DirectionTable {
 public:
  static constexpr int kRows = 181, kColumns = 361;

  // `f(row, column)` at every node.
  template <class F>
  explicit DirectionTable(F&& f) : values_(static_cast<std::size_t>(kRows) * kColumns) {
    for (int row = 0; row < kRows; ++row)
      for (int column = 0; column < kColumns; ++column) values_[at(row, column)] = static_cast<float>(f(row, column));
  }

  static Vec3 direction(int row, int column) {
    const double polar = row * std::numbers::pi / 180, azimuth = column * std::numbers::pi / 180;
    return {std::sin(polar) * std::cos(azimuth), std::sin(polar) * std::sin(azimuth), std::cos(polar)};
  }
  // The share of the sphere that node stands for; all nodes but the doubled last column add up to 1.
  static double share(int row) {
    const double half = std::numbers::pi / 360, polar = row * std::numbers::pi / 180;
    const double low = std::max(0.0, polar - half), high = std::min(std::numbers::pi, polar + half);
    return (std::cos(low) - std::cos(high)) / 2 / (kColumns - 1);
  }

  // Where between the nodes a direction lies: found once, used for several tables.
  struct Place {
    std::size_t n = 0;
    float down = 0, right = 0;
  };
  static Place place(const Vec3& way) {
    const double length = std::hypot(way[0], way[1], way[2]);
    if (!(length > 0)) return {};
    const double polar = std::acos(std::clamp(way[2] / length, -1.0, 1.0)) * 180 / std::numbers::pi;
    double azimuth = std::atan2(way[1], way[0]) * 180 / std::numbers::pi;
    if (azimuth < 0) azimuth += 360;
    const int row = std::min(static_cast<int>(polar), kRows - 2), column = std::min(static_cast<int>(azimuth), 359);
    return {at(row, column), static_cast<float>(polar - row), static_cast<float>(azimuth - column)};
  }
  float value(const Place& p) const {
    const float* v = values_.data() + p.n;
    const float top = v[0] + p.right * (v[1] - v[0]);
    const float bottom = v[kColumns] + p.right * (v[kColumns + 1] - v[kColumns]);
    return top + p.down * (bottom - top);
  }
  float value(int row, int column) const { return values_[at(row, column)]; }
  float largest() const { return *std::max_element(values_.begin(), values_.end()); }

 private:
  static std::size_t at(int row, int column) {
    return static_cast<std::size_t>(row) * kColumns + static_cast<std::size_t>(column);
  }
  std::vector<float> values_;
};

// Real spherical harmonics of degree 1 to `degrees`, coefficients N(0, size / degree).
DirectionTable random_harmonics(int degrees, double size, Draws draws);
// Their standard deviation over directions and draws.
double harmonics_deviation(int degrees, double size);

}  // namespace longview

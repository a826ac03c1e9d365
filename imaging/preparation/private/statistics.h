// Private to preparation: order statistics of voxels.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace longview {

// The value below which `share` (0 to 1) of `values` lie, with linear interpolation between ranks. 0 if there are none.
inline double percentile(std::vector<float>& values, double share) {
  if (values.empty()) return 0;
  const double rank = std::clamp(share, 0.0, 1.0) * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(rank);
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(low);
  std::nth_element(values.begin(), nth, values.end());
  const double a = *nth;
  if (low + 1 == values.size()) return a;
  const double b = *std::min_element(nth + 1, values.end());
  return a + (rank - static_cast<double>(low)) * (b - a);
}

struct Typical {
  double middle = 0,
         spread = 0;  // the median, and 1.4826 times the median distance from it (a deviation's robust twin)
};

inline Typical typical(std::vector<float> values) {
  Typical result;
  result.middle = percentile(values, 0.5);
  for (float& v : values) v = static_cast<float>(std::abs(v - result.middle));
  result.spread = 1.4826 * percentile(values, 0.5);
  return result;
}

}  // namespace longview

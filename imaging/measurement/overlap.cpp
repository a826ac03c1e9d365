#include "imaging/measurement/overlap.h"

#include <limits>

#include "imaging/measurement/private/mask.h"

namespace longview {

namespace {

double dice_of(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  std::size_t both = 0, sum = 0;
  for (std::size_t n = 0; n < a.size(); ++n) {
    both += a[n] & b[n];
    sum += static_cast<std::size_t>(a[n] + b[n]);
  }
  if (sum == 0) return std::numeric_limits<double>::quiet_NaN();
  return 2.0 * static_cast<double>(both) / static_cast<double>(sum);
}

}  // namespace

double dice(const Volume& a, const Volume& b) {
  need_same_grid(a, b, "Dice overlap");
  return dice_of(inside_of(a), inside_of(b));
}

double growth_dice(const Volume& predicted, const Volume& truth, const Volume& baseline) {
  need_same_grid(predicted, truth, "growth Dice");
  need_same_grid(predicted, baseline, "growth Dice");
  auto p = inside_of(predicted), t = inside_of(truth);
  const auto before = inside_of(baseline);
  for (std::size_t n = 0; n < before.size(); ++n)
    if (before[n]) p[n] = t[n] = 0;
  return dice_of(p, t);
}

}  // namespace longview

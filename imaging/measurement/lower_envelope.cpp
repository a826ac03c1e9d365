#include "imaging/measurement/private/lower_envelope.h"

#include <limits>

namespace longview {

void LowerEnvelope::add(double position, double value) {
  double from = -std::numeric_limits<double>::infinity();
  while (count_ > 0) {
    const Site& last = sites_[count_ - 1];
    from =
        (value - last.value + position * position - last.position * last.position) / (2 * (position - last.position));
    if (from > last.from) break;
    --count_;  // the last parabola is nowhere the lowest
    from = -std::numeric_limits<double>::infinity();
  }
  if (count_ == sites_.size()) sites_.resize(2 * count_ + 16);
  sites_[count_++] = {position, value, from};
}

double LowerEnvelope::at(double x) {
  while (reading_ + 1 < count_ && sites_[reading_ + 1].from < x) ++reading_;
  const double away = x - sites_[reading_].position;
  return sites_[reading_].value + away * away;
}

}  // namespace longview

// Curves through the acquired volumes: the baselines that a prediction is seen beside.
#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace longview {

struct VolumeAt {
  double day = 0, ml = 0;
};

using GrowthCurve = std::function<double(double day)>;

// Least squares straight line; exponential as the straight line of ln V; both need two dates at different days, the
// exponential positive volumes.
std::optional<GrowthCurve> linear_fit(const std::vector<VolumeAt>& points);
std::optional<GrowthCurve> exponential_fit(const std::vector<VolumeAt>& points);

// V(t) = K exp(-b exp(-c t)) by a search over K with ln ln(K / V) fitted as a line (Laird 1964); needs three dates with
// positive volumes and growth that slows down.
std::optional<GrowthCurve> gompertz_fit(const std::vector<VolumeAt>& points);

}  // namespace longview

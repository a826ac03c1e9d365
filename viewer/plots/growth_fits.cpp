#include "viewer/plots/growth_fits.h"

#include <algorithm>
#include <cmath>

namespace longview {
namespace {

struct Line {
  double start = 0, slope = 0;
};

std::optional<Line> line_through(const std::vector<VolumeAt>& points) {
  const double n = static_cast<double>(points.size());
  if (points.size() < 2) return std::nullopt;
  double day = 0, ml = 0;
  for (const auto& point : points) day += point.day / n, ml += point.ml / n;
  double across = 0, along = 0;
  for (const auto& point : points) {
    across += (point.day - day) * (point.ml - ml);
    along += (point.day - day) * (point.day - day);
  }
  if (along <= 0) return std::nullopt;
  return Line{ml - across / along * day, across / along};
}

bool all_positive(const std::vector<VolumeAt>& points) {
  return std::all_of(points.begin(), points.end(), [](const VolumeAt& point) { return point.ml > 0; });
}

}  // namespace

std::optional<GrowthCurve> linear_fit(const std::vector<VolumeAt>& points) {
  const auto line = line_through(points);
  if (!line) return std::nullopt;
  return [line = *line](double day) { return std::max(0.0, line.start + line.slope * day); };
}

std::optional<GrowthCurve> exponential_fit(const std::vector<VolumeAt>& points) {
  if (!all_positive(points)) return std::nullopt;
  std::vector<VolumeAt> logs = points;
  for (auto& point : logs) point.ml = std::log(point.ml);
  const auto line = line_through(logs);
  if (!line) return std::nullopt;
  return [line = *line](double day) { return std::exp(line.start + line.slope * day); };
}

std::optional<GrowthCurve> gompertz_fit(const std::vector<VolumeAt>& points) {
  if (points.size() < 3 || !all_positive(points)) return std::nullopt;
  const double largest =
      std::max_element(points.begin(), points.end(), [](auto& a, auto& b) { return a.ml < b.ml; })->ml;
  std::optional<GrowthCurve> best;
  double least = 0;
  for (double factor = 1.02; factor < 100; factor *= 1.08) {
    const double limit = largest * factor;
    std::vector<VolumeAt> logs = points;
    for (auto& point : logs) point.ml = std::log(std::log(limit / point.ml));
    const auto line = line_through(logs);
    if (!line || line->slope >= 0) continue;
    const auto curve = [limit, line = *line](double day) {
      return limit * std::exp(-std::exp(line.start + line.slope * day));
    };
    double error = 0;
    for (const auto& point : points) error += std::pow(curve(point.day) - point.ml, 2);
    if (!best || error < least) {
      least = error;
      best = curve;
    }
  }
  return best;
}

}  // namespace longview

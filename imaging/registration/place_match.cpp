#include "imaging/registration/place_match.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "imaging/registration/private/parallel.h"

namespace longview {

namespace {
constexpr double kCoarse = 2, kFine = 0.5;  // mm

// The points of a ball, relative to its middle.
std::vector<Vec3> ball(double radius) {
  std::vector<Vec3> points;
  const int steps = static_cast<int>(radius / kCoarse);
  for (int k = -steps; k <= steps; ++k)
    for (int j = -steps; j <= steps; ++j)
      for (int i = -steps; i <= steps; ++i)
        if (std::hypot(i, j, k) * kCoarse <= radius) points.push_back({i * kCoarse, j * kCoarse, k * kCoarse});
  return points;
}

struct Seen {
  const Volume& volume;
  const PlaceMatchOptions& options;
  float at(const Vec3& point) const {
    const double value = interpolate(volume, index_at(volume.grid, point), options.low);
    return static_cast<float>(std::clamp(value, options.low, options.high));
  }
};

Vec3 moved(const Vec3& a, const Vec3& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2]}; }

double correlation(const std::vector<float>& a, const std::vector<float>& b) {
  double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t n = 0; n < a.size(); ++n) {
    const double x = static_cast<double>(a[n]), y = static_cast<double>(b[n]);
    sa += x, sb += y, aa += x * x, bb += y * y, ab += x * y;
  }
  const double count = static_cast<double>(a.size());
  const double spread = (aa - sa * sa / count) * (bb - sb * sb / count);
  return spread > 0 ? (ab - sa * sb / count) / std::sqrt(spread) : 0;
}

// Shifts on a lattice of `step`, up to `steps` each way, the best of them.
PlaceMatch best_shift(const std::vector<float>& wanted, const std::vector<Vec3>& points, const Seen& seen,
                      const Vec3& around, double step, int steps, const Progress& progress) {
  const auto side = static_cast<std::size_t>(2 * steps + 1);
  std::vector<PlaceMatch> best(side);
  for_each_core(side, progress, [&](std::size_t k) {
    best[k].correlation = -2;
    std::vector<float> here(points.size());
    for (int j = -steps; j <= steps; ++j)
      for (int i = -steps; i <= steps; ++i) {
        const Vec3 place = moved(around, {i * step, j * step, (static_cast<int>(k) - steps) * step});
        for (std::size_t n = 0; n < points.size(); ++n) here[n] = seen.at(moved(place, points[n]));
        const double c = correlation(wanted, here);
        if (c > best[k].correlation) best[k] = {place, c};
      }
  });
  return *std::max_element(best.begin(), best.end(),
                           [](const PlaceMatch& a, const PlaceMatch& b) { return a.correlation < b.correlation; });
}

// The scan around a point on the coarse lattice, so that shifts by whole steps look up and do not interpolate.
Volume lattice_around(const Seen& seen, const Vec3& point, double reach) {
  const int half = static_cast<int>(std::ceil(reach / kCoarse)) + 1;
  Grid grid{{2 * half + 1, 2 * half + 1, 2 * half + 1}, {kCoarse, kCoarse, kCoarse}, {}};
  for (std::size_t a = 0; a < 3; ++a) grid.origin[a] = point[a] - half * kCoarse;
  std::vector<float> values;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) values.push_back(seen.at(point_at(grid, {i + 0.0, j + 0.0, k + 0.0})));
  return make_volume(grid, std::move(values));
}
}  // namespace

PlaceMatch match_place(const Volume& fixed, const Vec3& place, const Volume& moving, const Vec3& guess,
                       const PlaceMatchOptions& options, const Progress& progress) {
  const std::vector<Vec3> points = ball(options.radius_mm);
  const Seen from{fixed, options}, to{moving, options};
  std::vector<float> wanted;
  for (const Vec3& p : points) wanted.push_back(from.at(moved(place, p)));
  const Volume lattice = lattice_around(to, guess, options.radius_mm + options.reach_mm);
  const int steps = static_cast<int>(options.reach_mm / kCoarse);
  const PlaceMatch coarse =
      best_shift(wanted, points, {lattice, options}, guess, kCoarse, steps, progress.part(0, 0.7));
  return best_shift(wanted, points, to, coarse.place, kFine, 3, progress.part(0.7, 1));
}

}  // namespace longview

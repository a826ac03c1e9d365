#include "imaging/preparation/private/nodule_surface.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace longview {

namespace {
constexpr std::size_t kRays = 240, kRadii = 36, kNeighbours = 6;
constexpr double kSmallest = 1.2, kLargest = 28;  // mm
constexpr double kStep = 0.4;                     // mm along a ray
constexpr int kRounds = 20;
constexpr double kKept = 0.75;  // of what a ray hears from its neighbours it passes on

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

// Evenly over the sphere: a Fibonacci spiral.
std::vector<Vec3> spiral() {
  std::vector<Vec3> ways;
  for (std::size_t n = 0; n < kRays; ++n) {
    const double z = 1 - (2 * static_cast<double>(n) + 1) / kRays,
                 turn = static_cast<double>(n) * std::numbers::pi * (3 - std::sqrt(5.0));
    const double across = std::sqrt(1 - z * z);
    ways.push_back({across * std::cos(turn), across * std::sin(turn), z});
  }
  return ways;
}

using Nearest = std::vector<std::array<std::size_t, kNeighbours>>;

Nearest neighbours_of(const std::vector<Vec3>& ways) {
  Nearest nearest(kRays);
  for (std::size_t n = 0; n < kRays; ++n) {
    std::vector<std::size_t> order;
    for (std::size_t m = 0; m < kRays; ++m)
      if (m != n) order.push_back(m);
    std::partial_sort(order.begin(), order.begin() + kNeighbours, order.end(),
                      [&](std::size_t a, std::size_t b) { return dot(ways[n], ways[a]) > dot(ways[n], ways[b]); });
    std::copy_n(order.begin(), kNeighbours, nearest[n].begin());
  }
  return nearest;
}

double radius_at(double k) { return kSmallest * std::pow(kLargest / kSmallest, k / (kRadii - 1)); }

using Costs = std::array<double, kRadii>;

// What it costs to end at each radius along one ray.
Costs ray_costs(const Volume& cubes, const Vec3& centre, const Vec3& way, const NoduleLevels& levels,
                const SurfaceCosts& costs) {
  const auto samples = static_cast<std::size_t>((kLargest + costs.beyond) / kStep) + 2;
  std::vector<double> inside(samples + 1, 0), outside(samples + 1, 0);  // sums up to each sample
  for (std::size_t n = 0; n < samples; ++n) {
    const double r = (static_cast<double>(n) + 0.5) * kStep;
    const double hu = interpolate(
        cubes, index_at(cubes.grid, {centre[0] + r * way[0], centre[1] + r * way[1], centre[2] + r * way[2]}),
        levels.lung);
    const double share = levels.share(hu);
    const double lung = std::clamp(costs.border - share, 0.0, 0.5),
                 dense = std::clamp(share - costs.too_dense, 0.0, 1.0);
    inside[n + 1] = inside[n] + kStep * (costs.lung * lung + costs.dense * dense);
    outside[n + 1] = outside[n] + kStep * costs.left_out * std::clamp(share - costs.border, 0.0, 0.5);
  }
  Costs result{};
  for (std::size_t k = 0; k < kRadii; ++k) {
    const double r = radius_at(static_cast<double>(k));
    const auto here = static_cast<std::size_t>(std::lround(r / kStep));
    const auto there = std::min(samples, static_cast<std::size_t>(std::lround((r + costs.beyond) / kStep)));
    result[k] = inside[here] + outside[there] - outside[here] + costs.large * r;
  }
  return result;
}

// The cheapest surface, nearly: min-sum messages between neighbouring rays, halfway damped; each ray says the same to
// all of its neighbours, less what comes back.
std::vector<double> cheapest(const std::vector<Costs>& data, const Nearest& nearest, double uneven) {
  const double step = std::log(kLargest / kSmallest) / (kRadii - 1);
  std::array<double, kRadii> pull{};
  for (std::size_t d = 0; d < kRadii; ++d) pull[d] = uneven * std::pow(step * static_cast<double>(d), 2);
  std::vector<Costs> said(kRays * kNeighbours, Costs{}), heard(kRays, Costs{});  // said[n, c]: n to its neighbour c
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t n = 0; n < kRays; ++n) {
      Costs belief;
      for (std::size_t k = 0; k < kRadii; ++k) belief[k] = data[n][k] + kKept * heard[n][k];
      Costs message{};
      for (std::size_t to = 0; to < kRadii; ++to) {
        double best = 1e30;
        for (std::size_t k = 0; k < kRadii; ++k) best = std::min(best, belief[k] + pull[k > to ? k - to : to - k]);
        message[to] = best;
      }
      const double least = *std::min_element(message.begin(), message.end());
      for (std::size_t c = 0; c < kNeighbours; ++c)
        for (std::size_t k = 0; k < kRadii; ++k) said[n * kNeighbours + c][k] = message[k] - least;
    }
    std::vector<Costs> next(kRays, Costs{});
    for (std::size_t n = 0; n < kRays; ++n)
      for (std::size_t c = 0; c < kNeighbours; ++c)
        for (std::size_t k = 0; k < kRadii; ++k) next[nearest[n][c]][k] += said[n * kNeighbours + c][k];
    for (std::size_t n = 0; n < kRays; ++n)
      for (std::size_t k = 0; k < kRadii; ++k) heard[n][k] = (heard[n][k] + next[n][k]) / 2;
  }
  std::vector<double> radius;
  for (std::size_t n = 0; n < kRays; ++n) {
    std::size_t best = 0;
    for (std::size_t k = 1; k < kRadii; ++k)
      if (data[n][k] + heard[n][k] < data[n][best] + heard[n][best]) best = k;
    radius.push_back(radius_at(static_cast<double>(best)));
  }
  return radius;
}

// The centre of gravity of what the surface holds.
Vec3 middle_of(const NoduleSurface& surface) {
  Vec3 sum{};
  double volume = 0;
  for (std::size_t n = 0; n < surface.ways.size(); ++n) {
    const double r = surface.radius[n], cube = r * r * r;
    volume += cube / 3;
    for (std::size_t a = 0; a < 3; ++a) sum[a] += cube * r / 4 * surface.ways[n][a];
  }
  Vec3 middle = surface.centre;
  for (std::size_t a = 0; a < 3; ++a) middle[a] += sum[a] / volume;
  return middle;
}
}  // namespace

double NoduleSurface::towards(const Vec3& way) const {
  const double length = std::sqrt(dot(way, way));
  if (!(length > 0)) return radius.front();
  std::array<std::pair<double, std::size_t>, 3> best{{{-2, 0}, {-2, 0}, {-2, 0}}};
  for (std::size_t n = 0; n < ways.size(); ++n) {
    const double cosine = dot(way, ways[n]) / length;
    if (cosine <= best[2].first) continue;
    best[2] = {cosine, n};
    if (best[2].first > best[1].first) std::swap(best[2], best[1]);
    if (best[1].first > best[0].first) std::swap(best[1], best[0]);
  }
  double sum = 0, weights = 0;
  for (const auto& [cosine, n] : best) {
    const double weight = 1 / (1.0001 - std::min(1.0, cosine));
    sum += weight * radius[n];
    weights += weight;
  }
  return sum / weights;
}

double NoduleSurface::largest() const { return *std::max_element(radius.begin(), radius.end()); }

double NoduleSurface::mean() const {
  return std::accumulate(radius.begin(), radius.end(), 0.0) / static_cast<double>(radius.size());
}

NoduleSurface nodule_surface(const Volume& cubes, const Vec3& click, const NoduleLevels& levels,
                             const SurfaceCosts& costs) {
  static const std::vector<Vec3> ways = spiral();
  static const Nearest nearest = neighbours_of(ways);
  NoduleSurface surface{click, ways, {}};
  for (int round = 0; round < 3; ++round) {
    if (round > 0) {
      const Vec3 middle = middle_of(surface);
      if (levels.share(interpolate(cubes, index_at(cubes.grid, middle), levels.lung)) < costs.border) break;
      surface.centre = middle;
    }
    std::vector<Costs> data;
    for (const Vec3& way : ways) data.push_back(ray_costs(cubes, surface.centre, way, levels, costs));
    surface.radius = cheapest(data, nearest, costs.uneven);
  }
  return surface;
}

}  // namespace longview

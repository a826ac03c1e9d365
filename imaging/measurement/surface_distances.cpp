// Distances between surfaces: voxel centre to voxel centre, definitions of networks.md 0.5 (Metrics Reloaded's HD95:
// the larger of the two directed percentiles, not the pooled one).
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "imaging/measurement/distances.h"
#include "imaging/measurement/private/lower_envelope.h"
#include "imaging/measurement/private/mask.h"
#include "imaging/measurement/private/parallel.h"

namespace longview {

namespace {

struct Box {
  Size3 size{};
  Vec3 spacing{};
  std::size_t at(int i, int j, int k) const {
    return (static_cast<std::size_t>(k) * static_cast<std::size_t>(size[1]) + static_cast<std::size_t>(j)) *
               static_cast<std::size_t>(size[0]) +
           static_cast<std::size_t>(i);
  }
};

template <class F>
void for_each_voxel(const Size3& size, F&& f) {
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i) f(i, j, k);
}

// Indices of the mask voxels with a 6-neighbour outside; beyond the grid is outside.
std::vector<Size3> surface_of(const std::vector<std::uint8_t>& inside, const Grid& grid) {
  const Box box{grid.size, grid.spacing};
  const auto is_inside = [&](int i, int j, int k) {
    return i >= 0 && j >= 0 && k >= 0 && i < box.size[0] && j < box.size[1] && k < box.size[2] &&
           inside[box.at(i, j, k)];
  };
  std::vector<Size3> surface;
  for_each_voxel(box.size, [&](int i, int j, int k) {
    if (!inside[box.at(i, j, k)]) return;
    const bool enclosed = is_inside(i - 1, j, k) && is_inside(i + 1, j, k) && is_inside(i, j - 1, k) &&
                          is_inside(i, j + 1, k) && is_inside(i, j, k - 1) && is_inside(i, j, k + 1);
    if (!enclosed) surface.push_back({i, j, k});
  });
  return surface;
}

// Replaces squared distances by those that also look along `axis`.
void look_along(std::vector<double>& squared, const Box& box, int axis) {
  const int a = axis == 0 ? 1 : 0, b = axis == 2 ? 1 : 2, length = box.size[axis];
  for_each_parallel(static_cast<std::size_t>(box.size[b]), [&](std::size_t outer) {
    LowerEnvelope envelope;
    Size3 index{};
    index[b] = static_cast<int>(outer);
    const auto voxel = [&](int n) -> double& {
      index[axis] = n;
      return squared[box.at(index[0], index[1], index[2])];
    };
    for (index[a] = 0; index[a] < box.size[a]; ++index[a]) {
      envelope.clear();
      for (int n = 0; n < length; ++n)
        if (std::isfinite(voxel(n))) envelope.add(n * box.spacing[axis], voxel(n));
      for (int n = 0; n < length && !envelope.empty(); ++n) voxel(n) = envelope.at(n * box.spacing[axis]);
    }
  });
}

// Distance in mm of each voxel of `from` to the nearest voxel of `to`. Only the box that holds both is looked at.
std::vector<double> distances_between(const std::vector<Size3>& from, const std::vector<Size3>& to,
                                      const Vec3& spacing) {
  Size3 low = from.front(), high = low;
  for (const auto* surface : {&from, &to})
    for (const Size3& voxel : *surface)
      for (int c = 0; c < 3; ++c) low[c] = std::min(low[c], voxel[c]), high[c] = std::max(high[c], voxel[c]);
  const Box box{{high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1}, spacing};
  const auto at = [&](const Size3& voxel) { return box.at(voxel[0] - low[0], voxel[1] - low[1], voxel[2] - low[2]); };
  std::vector<double> squared(box.at(box.size[0] - 1, box.size[1] - 1, box.size[2] - 1) + 1,
                              std::numeric_limits<double>::infinity());
  for (const Size3& voxel : to) squared[at(voxel)] = 0;
  for (int axis = 0; axis < 3; ++axis) look_along(squared, box, axis);
  std::vector<double> distances;
  distances.reserve(from.size());
  for (const Size3& voxel : from) distances.push_back(std::sqrt(squared[at(voxel)]));
  return distances;
}

struct BothWays {
  std::vector<double> a_to_b, b_to_a;  // empty if either mask is empty
};

BothWays both_ways(const Volume& a, const Volume& b) {
  need_same_grid(a, b, "surface distance");
  const auto surface_a = surface_of(inside_of(a), a.grid), surface_b = surface_of(inside_of(b), b.grid);
  if (surface_a.empty() || surface_b.empty()) return {};
  return {distances_between(surface_a, surface_b, a.grid.spacing),
          distances_between(surface_b, surface_a, a.grid.spacing)};
}

// Linear interpolation between ranks (type 7 of Hyndman and Fan 1996, numpy's default).
double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const double rank = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const auto above = std::min(below + 1, values.size() - 1);
  return values[below] + (rank - static_cast<double>(below)) * (values[above] - values[below]);
}

}  // namespace

double hd95_mm(const Volume& a, const Volume& b) {
  const BothWays distances = both_ways(a, b);
  if (distances.a_to_b.empty()) return std::numeric_limits<double>::quiet_NaN();
  return std::max(percentile(distances.a_to_b, 0.95), percentile(distances.b_to_a, 0.95));
}

double assd_mm(const Volume& a, const Volume& b) {
  const auto [to_b, to_a] = both_ways(a, b);
  const double sum = std::accumulate(to_b.begin(), to_b.end(), std::accumulate(to_a.begin(), to_a.end(), 0.0));
  return sum / static_cast<double>(to_b.size() + to_a.size());  // 0 / 0 where either is empty
}

}  // namespace longview

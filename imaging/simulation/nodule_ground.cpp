#include "imaging/simulation/private/nodule_ground.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/simulation/private/potential.h"

namespace longview {

namespace {
constexpr float kSoft = -400;         // HU: half way between lung and soft tissue
constexpr float kNotScanned = -1010;  // HU: below air, as filled in beyond the field of view
constexpr float kThick = 3;           // mm: half of the least thickness of a wall
constexpr double kPassed = 3;         // mm of wall behind which no nodule goes on

std::string words_of(const Vec3& place) {
  char text[80];
  std::snprintf(text, sizeof text, "(%.1f, %.1f, %.1f)", place[0], place[1], place[2]);
  return text;
}

Volume cubes_around(const Volume& ct, const Vec3& place, double radius) {
  const int half = static_cast<int>(std::ceil(radius));
  Grid grid{{2 * half + 1, 2 * half + 1, 2 * half + 1}, {1, 1, 1}, {}};
  for (std::size_t a = 0; a < 3; ++a) grid.origin[a] = place[a] - half;
  std::vector<float> hu;
  hu.reserve(voxel_count(grid));
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i)
        hu.push_back(static_cast<float>(
            interpolate(ct, index_at(ct.grid, {grid.origin[0] + i, grid.origin[1] + j, grid.origin[2] + k}), -2000)));
  return make_volume(grid, std::move(hu));
}

// mm from the place to the nearest side of the CT.
double reach_in(const Grid& grid, const Vec3& place) {
  const Vec3 index = index_at(grid, place);
  double reach = 1e9;
  for (std::size_t a = 0; a < 3; ++a)
    reach = std::min({reach, (index[a] + 0.5) * grid.spacing[a], (grid.size[a] - 0.5 - index[a]) * grid.spacing[a]});
  return reach;
}

std::vector<float> distance_to(const Grid& grid, std::vector<std::uint8_t> mask) {
  const Volume distance = signed_distance(make_volume(grid, std::move(mask)));
  std::vector<float> d(voxels_of<float>(distance).begin(), voxels_of<float>(distance).end());
  for (float& mm : d) mm = std::clamp(mm, -1000.0F, 1000.0F);  // infinite where the mask is empty
  return d;
}

template <class Inside>
std::vector<std::uint8_t> mask_where(std::size_t count, Inside&& inside) {
  std::vector<std::uint8_t> mask(count);
  for (std::size_t n = 0; n < count; ++n) mask[n] = inside(n);
  return mask;
}

// Soft tissue within reach of its own inner part: an opening that keeps corners.
std::vector<float> distance_to_wall(const NoduleGround& ground) {
  const std::size_t count = ground.hu.size();
  const auto soft =
      mask_where(count, [&](std::size_t n) { return ground.hu[n] > kSoft || ground.hu[n] < kNotScanned; });
  const auto depth = distance_to(ground.grid, soft);
  const auto from_core = distance_to(ground.grid, mask_where(count, [&](std::size_t n) { return depth[n] < -kThick; }));
  return distance_to(ground.grid,
                     mask_where(count, [&](std::size_t n) { return soft[n] && from_core[n] < kThick + 1; }));
}

double median_lung(const NoduleGround& ground) {
  std::vector<float> lung;
  for (std::size_t n = 0; n < ground.hu.size(); ++n)
    if (ground.wall[n] > 3 && ground.hu[n] < -600) lung.push_back(ground.hu[n]);
  if (lung.empty()) return -850;
  const auto middle = lung.begin() + static_cast<std::ptrdiff_t>(lung.size() / 2);
  std::nth_element(lung.begin(), middle, lung.end());
  return *middle;
}
}  // namespace

float NoduleGround::at(const std::vector<float>& field, const Vec3& point) const {
  const FieldSampler sampler(grid.size);
  const auto cell =
      sampler.cell_at(static_cast<float>(point[0] - grid.origin[0]), static_cast<float>(point[1] - grid.origin[1]),
                      static_cast<float>(point[2] - grid.origin[2]));
  return FieldSampler::value(field.data(), cell);
}

NoduleGround nodule_ground(const Volume& ct, const Vec3& place, double radius) {
  if (!contains(ct.grid, index_at(ct.grid, place)))
    throw Failure("The place " + words_of(place) + " lies outside the CT; give one in the lung.");
  NoduleGround ground;
  ground.place = place;
  const Volume cubes = cubes_around(ct, place, radius);
  ground.grid = cubes.grid;
  const auto hu = voxels_of<float>(cubes);
  ground.hu.assign(hu.begin(), hu.end());
  ground.wall = distance_to_wall(ground);
  ground.vessel = distance_to(
      ground.grid, mask_where(hu.size(), [&](std::size_t n) { return hu[n] > kSoft && ground.wall[n] > 0; }));
  ground.lung_hu = median_lung(ground);
  ground.reach_mm = reach_in(ct.grid, place);
  if (ground.at(ground.wall, place) <= 0)
    throw Failure("The place " + words_of(place) + " lies in soft tissue; give one in the lung.");
  if (ground.lung_hu < -970)
    throw Failure("The place " + words_of(place) + " lies in air outside of the lung; give one in the lung.");
  return ground;
}

DirectionTable ways_open(const NoduleGround& ground, double radius) {
  constexpr double step = 0.5;
  return DirectionTable([&](int row, int column) {
    const Vec3 way = DirectionTable::direction(row, column);
    double passed = 0, r = 0;
    while (r < radius && passed < kPassed) {
      const double wall = ground.at(
          ground.wall, {ground.place[0] + r * way[0], ground.place[1] + r * way[1], ground.place[2] + r * way[2]});
      if (wall < 0) passed += step;
      r += std::max(step, wall - 1);  // no wall is nearer
    }
    return std::min(r, radius);
  });
}

}  // namespace longview

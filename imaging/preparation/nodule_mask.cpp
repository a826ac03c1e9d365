#include "imaging/preparation/nodule_mask.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/nodule_size.h"
#include "imaging/preparation/private/mask_tools.h"
#include "imaging/preparation/private/nodule_surface.h"
#include "imaging/preparation/private/statistics.h"

namespace longview {

namespace {
constexpr double kCube = 0.9;        // mm
constexpr double kReach = 33;        // mm around the click that is looked at
constexpr double kLungReach = 25;    // mm around the click in which the lung's density is taken
constexpr double kSeed = 2.5;        // mm around the click in which the nodule's is
constexpr double kSeedShare = 0.69;  // of the seed's voxels that are less dense than what is taken for the nodule
constexpr double kDensest = 50;      // HU: calcium is not the rule
constexpr double kLeast = 60;        // HU denser than lung
constexpr double kKeep = 0.26;       // share between lung and nodule from which on a voxel is inside
constexpr double kWider = 1.05, kRim = 0.8;  // readers draw outside of the half-way border: factor, and mm
constexpr double kCore = 0.6;                // of the radius within which cavities belong to the nodule
constexpr double kGlass = -550;              // HU that ground glass hardly exceeds
constexpr double kRimReach = 1.6;            // times the radius of the core: no blurred border reaches so far
constexpr double kRimShare = 0.5;            // of the rim's density between lung and ground glass
constexpr double kNotANodule = 24;           // mm, mean radius

// The surroundings in cubes; beyond the CT nothing is known.
Volume cubes_around(const Volume& ct, const Vec3& point) {
  const int half = static_cast<int>(kReach / kCube);
  Grid grid{{2 * half + 1, 2 * half + 1, 2 * half + 1}, {kCube, kCube, kCube}, {}};
  for (std::size_t a = 0; a < 3; ++a) grid.origin[a] = point[a] - half * kCube;
  std::vector<float> hu;
  hu.reserve(voxel_count(grid));
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i)
        hu.push_back(
            static_cast<float>(interpolate(ct, index_at(ct.grid, point_at(grid, {i + 0.0, j + 0.0, k + 0.0})), -2000)));
  return make_volume(grid, std::move(hu), "HU");
}

// 1 2 1 along each axis: sd 0.7 cubes.
Volume smoothed(const Volume& cubes) {
  std::vector<float> v(voxels_of<float>(cubes).begin(), voxels_of<float>(cubes).end()), out(v.size());
  const auto n = static_cast<std::size_t>(cubes.grid.size[0]);
  for (const std::size_t step : {std::size_t{1}, n, n * n}) {
    for (std::size_t i = 0; i < v.size(); ++i) {
      const std::size_t at = i / step % n;
      const float before = at > 0 ? v[i - step] : v[i], after = at + 1 < n ? v[i + step] : v[i];
      out[i] = 0.25F * before + 0.5F * v[i] + 0.25F * after;
    }
    std::swap(v, out);
  }
  return make_volume(cubes.grid, std::move(v), "HU");
}

double distance(const Vec3& a, const Vec3& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

NoduleLevels levels_at(const Volume& cubes, const Vec3& point) {
  const auto v = voxels_of<float>(cubes);
  const auto n = static_cast<std::size_t>(cubes.grid.size[0]);
  std::vector<float> lung, seed;
  for (std::size_t i = 0; i < v.size(); ++i) {
    const double d = distance(point, point_at(cubes.grid, {static_cast<double>(i % n), static_cast<double>(i / n % n),
                                                           static_cast<double>(i / (n * n))}));
    if (d < kLungReach && v[i] < -600 && v[i] > -1010) lung.push_back(v[i]);
    if (d < kSeed) seed.push_back(v[i]);
  }
  if (lung.size() < 200)
    throw Failure("There is no aerated lung around this place, so no lung nodule can be outlined here.");
  const NoduleLevels levels{percentile(lung, 0.5), std::min(percentile(seed, kSeedShare), kDensest)};
  if (!(levels.nodule > levels.lung + kLeast))
    throw Failure(
        "Nothing here is denser than the lung around it, so no nodule can be outlined. Click on its middle, or draw "
        "the "
        "mask elsewhere and give it with --mask.");
  return levels;
}

// What the nodule is told from lung by, and its surface.
struct Outline {
  NoduleLevels levels;
  NoduleSurface surface;
};

// The median of what lies in the outer surface and not in the inner one.
double median_between(const Volume& cubes, const NoduleSurface& inner, const NoduleSurface& outer) {
  std::vector<float> rim;
  for (std::size_t n = 0; n < outer.ways.size(); ++n)
    for (double r = 0; r < outer.radius[n]; r += kCube) {
      Vec3 p = outer.centre;
      for (std::size_t a = 0; a < 3; ++a) p[a] += r * outer.ways[n][a];
      const Vec3 way{p[0] - inner.centre[0], p[1] - inner.centre[1], p[2] - inner.centre[2]};
      if (distance(p, inner.centre) > inner.towards(way) + kCube)
        rim.push_back(static_cast<float>(interpolate(cubes, index_at(cubes.grid, p), -2000)));
    }
  return percentile(rim, 0.5);
}

// From a click in a solid core the first surface ends at the core. Where a wide rim of ground glass lies around it,
// that is the nodule.
Outline outline_at(const Volume& cubes, const Vec3& point) {
  Outline dense{levels_at(cubes, point), {}};
  dense.surface = nodule_surface(cubes, point, dense.levels);
  if (dense.levels.nodule < kGlass + 100) return dense;
  Outline glass{{dense.levels.lung, kGlass}, {}};
  SurfaceCosts costs;
  costs.too_dense = 100;  // the core is
  glass.surface = nodule_surface(cubes, dense.surface.centre, glass.levels, costs);
  const bool wide = glass.surface.mean() > kRimReach * dense.surface.mean() && glass.surface.mean() < kNotANodule;
  const double between = wide ? median_between(cubes, dense.surface, glass.surface) : dense.levels.lung;
  return glass.levels.share(between) > kRimShare && between < kGlass + 200 ? glass : dense;
}

// The part of the CT that the surface may reach, with a voxel to spare.
Grid box_of(const Grid& grid, const Vec3& middle, double reach, Size3& first) {
  const Vec3 index = index_at(grid, middle);
  Size3 last{};
  for (std::size_t a = 0; a < 3; ++a) {
    first[a] = std::clamp(static_cast<int>(std::floor(index[a] - reach / grid.spacing[a])) - 1, 0, grid.size[a] - 1);
    last[a] = std::clamp(static_cast<int>(std::ceil(index[a] + reach / grid.spacing[a])) + 1, 0, grid.size[a] - 1);
  }
  return sub_grid(grid, first, last);
}

// Within the surface what is dense enough, in one piece and without holes.
Volume inside(const Volume& cubes, const NoduleSurface& surface, const NoduleLevels& levels, const Grid& box) {
  const auto nx = static_cast<std::size_t>(box.size[0]), ny = static_cast<std::size_t>(box.size[1]);
  std::size_t middle = 0;
  double nearest = 1e9;
  const Volume dense = mask_where(box, [&](std::size_t n) {
    const Vec3 p = point_at(
        box, {static_cast<double>(n % nx), static_cast<double>(n / nx % ny), static_cast<double>(n / (nx * ny))});
    const Vec3 way{p[0] - surface.centre[0], p[1] - surface.centre[1], p[2] - surface.centre[2]};
    const double d = distance(p, surface.centre), r = surface.towards(way);
    if (d < nearest) nearest = d, middle = n;
    if (d > r * kWider + kRim) return false;
    return d < kCore * r || levels.share(interpolate(cubes, index_at(cubes.grid, p), levels.lung)) > kKeep;
  });
  const Volume piece = without_holes(piece_at(dense, middle));
  return count(piece) > 0 ? piece : mask_where(box, [&](std::size_t n) { return n == middle; });
}

// The CT's voxels on a part of its grid.
Volume part_of(const Volume& ct, const Grid& box, const Size3& first) {
  std::vector<float> hu;
  hu.reserve(voxel_count(box));
  for (int k = 0; k < box.size[2]; ++k)
    for (int j = 0; j < box.size[1]; ++j)
      for (int i = 0; i < box.size[0]; ++i)
        hu.push_back(static_cast<float>(value_at(ct, {first[0] + i, first[1] + j, first[2] + k})));
  return make_volume(box, std::move(hu), "HU");
}

Label label_of(int value, const char* name, std::array<std::uint8_t, 3> colour) {
  Label label{value, name, colour};
  label.type = {"27925004", "SCT", "Nodule"};
  label.algorithm_type = AlgorithmType::semiautomatic;
  label.algorithm_name = "Longview nodule surface 0.1";
  return label;
}

// `nodule` and `solid` lie on a part of the grid that begins at `first`.
LabelMap labelled(const Grid& grid, const Size3& first, const Volume& nodule, const Volume& solid, bool part_solid) {
  std::vector<std::uint8_t> values(voxel_count(grid), 0);
  const auto inner = voxels_of<std::uint8_t>(nodule), dense = voxels_of<std::uint8_t>(solid);
  const Size3& size = nodule.grid.size;
  std::size_t n = 0;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i, ++n) {
        const auto at = (static_cast<std::size_t>(first[2] + k) * static_cast<std::size_t>(grid.size[1]) +
                         static_cast<std::size_t>(first[1] + j)) *
                            static_cast<std::size_t>(grid.size[0]) +
                        static_cast<std::size_t>(first[0] + i);
        if (inner[n]) values[at] = part_solid && dense[n] ? 2 : 1;
      }
  LabelMap map{make_volume(grid, std::move(values)), {label_of(1, "Nodule", {0x5A, 0xA9, 0xF2})}};
  if (part_solid)
    map.labels = {label_of(1, "Ground-glass part of the nodule", {0x5A, 0xA9, 0xF2}),
                  label_of(2, "Solid part of the nodule", {0xF2, 0x8A, 0x5A})};
  return map;
}
}  // namespace

LabelMap propose_nodule(const Volume& ct, const Vec3& point, const Progress& progress) {
  progress.report(0, "Looking for the nodule");
  if (!contains(ct.grid, index_at(ct.grid, point)))
    throw Failure("The point that was clicked lies outside this scan. Click inside the nodule.");
  const Volume cubes = smoothed(cubes_around(ct, point));
  progress.report(0.3, "Looking for the nodule");
  const auto [levels, surface] = outline_at(cubes, point);
  if (surface.mean() > kNotANodule)
    throw Failure("What lies here is larger than a nodule, or part of the chest wall. Click on the nodule's middle.");
  progress.report(0.8, "Looking for the nodule");
  Size3 first{};
  const Grid box = box_of(ct.grid, surface.centre, surface.largest() * kWider + kRim, first);
  const Volume nodule = inside(cubes, surface, levels, box);
  const Volume solid = solid_part(part_of(ct, box, first), nodule);
  return labelled(ct.grid, first, nodule, solid, category_of(nodule, solid) == NoduleCategory::part_solid);
}

}  // namespace longview

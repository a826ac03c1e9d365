#include "imaging/measurement/nodule_size.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/measurement/private/mask.h"
#include "imaging/measurement/volumes.h"

namespace longview {

namespace {
constexpr float kSolid = -300;  // HU
constexpr double kInner = 1;    // mm from the surface
constexpr double kMostlySolid = 0.75, kHardlySolid = 0.03;
constexpr double kLeastSolid = 2;      // mm
constexpr double kRightAngle = 0.105;  // the cosine of 84 degrees

// What voxels take off the diameter of a disc of 6 to 40 voxels, between their centres: 0.36 to 0.11 of one.
constexpr double kRim = 0.25;

using Point = std::array<double, 2>;

// The index axes of a grid: across the slice, and the one nearest to S.
struct Slicing {
  std::size_t first, second, up;
};

Slicing slicing_of(const Grid& grid) {
  std::size_t up = 0;
  for (std::size_t c = 1; c < 3; ++c)
    if (std::abs(axis(grid, static_cast<int>(c))[2]) > std::abs(axis(grid, static_cast<int>(up))[2])) up = c;
  return {up == 0 ? 1U : 0U, up == 2 ? 1U : 2U, up};
}

struct Inside {
  const Grid& grid;
  std::vector<std::uint8_t> voxels;
  bool at(const Size3& index) const {
    for (std::size_t a = 0; a < 3; ++a)
      if (index[a] < 0 || index[a] >= grid.size[a]) return false;
    return voxels[(static_cast<std::size_t>(index[2]) * static_cast<std::size_t>(grid.size[1]) +
                   static_cast<std::size_t>(index[1])) *
                      static_cast<std::size_t>(grid.size[0]) +
                  static_cast<std::size_t>(index[0])] != 0;
  }
};

int largest_slice(const Inside& inside, const Slicing& axes) {
  std::vector<std::size_t> area(static_cast<std::size_t>(inside.grid.size[axes.up]), 0);
  Size3 index{};
  for (index[2] = 0; index[2] < inside.grid.size[2]; ++index[2])
    for (index[1] = 0; index[1] < inside.grid.size[1]; ++index[1])
      for (index[0] = 0; index[0] < inside.grid.size[0]; ++index[0])
        area[static_cast<std::size_t>(index[axes.up])] += inside.at(index);
  return static_cast<int>(std::max_element(area.begin(), area.end()) - area.begin());
}

// The centres of the slice's outermost voxels, mm.
std::vector<Point> border_of(const Inside& inside, const Slicing& axes, int slice) {
  std::vector<Point> border;
  const double u = inside.grid.spacing[axes.first], v = inside.grid.spacing[axes.second];
  Size3 index{};
  index[axes.up] = slice;
  for (int j = 0; j < inside.grid.size[axes.second]; ++j)
    for (int i = 0; i < inside.grid.size[axes.first]; ++i) {
      index[axes.first] = i, index[axes.second] = j;
      if (!inside.at(index)) continue;
      bool outermost = false;
      for (const auto& [di, dj] : std::array<std::array<int, 2>, 4>{{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}}) {
        Size3 next = index;
        next[axes.first] += di, next[axes.second] += dj;
        outermost = outermost || !inside.at(next);
      }
      if (outermost) border.push_back({i * u, j * v});
    }
  return border;
}

// The longest way between two of the points; with `across`, of those at a right angle to it.
Point longest_way(const std::vector<Point>& points, const Point* across) {
  Point longest{};
  double most = -1;
  const double length = across ? std::hypot((*across)[0], (*across)[1]) : 0;
  for (std::size_t a = 0; a < points.size(); ++a)
    for (std::size_t b = a + 1; b < points.size(); ++b) {
      const Point way{points[b][0] - points[a][0], points[b][1] - points[a][1]};
      const double square = way[0] * way[0] + way[1] * way[1];
      if (square <= most) continue;
      if (across && std::abs(way[0] * (*across)[0] + way[1] * (*across)[1]) > kRightAngle * length * std::sqrt(square))
        continue;
      most = square, longest = way;
    }
  return longest;
}

double equivalent_diameter(double mm3) { return std::cbrt(6 * mm3 / std::numbers::pi); }
}  // namespace

std::string_view name_of(NoduleCategory category) {
  if (category == NoduleCategory::solid) return "solid";
  return category == NoduleCategory::part_solid ? "part-solid" : "ground-glass";
}

AxialDiameters axial_diameters(const Volume& mask) {
  const Inside inside{mask.grid, inside_of(mask)};
  if (std::find(inside.voxels.begin(), inside.voxels.end(), 1) == inside.voxels.end()) return {};
  const Slicing axes = slicing_of(mask.grid);
  AxialDiameters result;
  result.slice = largest_slice(inside, axes);
  const std::vector<Point> border = border_of(inside, axes, result.slice);
  const Point along = longest_way(border, nullptr), across = longest_way(border, &along);
  const double rim = kRim * (mask.grid.spacing[axes.first] + mask.grid.spacing[axes.second]) / 2;
  result.long_mm = std::hypot(along[0], along[1]) + rim;
  result.short_mm = std::hypot(across[0], across[1]) + rim;
  return result;
}

Volume solid_part(const Volume& ct, const Volume& nodule) {
  need_same_grid(ct, nodule, "The solid part of a nodule");
  const auto inside = inside_of(nodule);
  std::vector<std::uint8_t> solid(inside.size(), 0);
  const Size3& size = ct.grid.size;
  std::size_t n = 0;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i, ++n) {
        if (!inside[n]) continue;
        double sum = 0, weights = 0;
        for (int c = 0; c < 27; ++c) {
          const Size3 step{c % 3 - 1, c / 3 % 3 - 1, c / 9 - 1};
          double square = 0;
          bool in = true;
          for (std::size_t a = 0; a < 3; ++a) {
            const int at = (a == 0 ? i : a == 1 ? j : k) + step[a];
            in = in && at >= 0 && at < size[a];
            square += std::pow(step[a] * ct.grid.spacing[a], 2);
          }
          if (!in) continue;
          const double weight = std::exp(-2 * square);  // sd 0.5 mm
          sum += weight * value_at(ct, {i + step[0], j + step[1], k + step[2]});
          weights += weight;
        }
        solid[n] = sum / weights > static_cast<double>(kSolid);
      }
  return make_volume(ct.grid, std::move(solid));
}

NoduleCategory category_of(const Volume& nodule, const Volume& solid) {
  const auto inside = inside_of(nodule), dense = inside_of(solid);
  const Volume depth = signed_distance(nodule);
  const auto d = voxels_of<float>(depth);
  double all = 0, inner = 0, dense_all = 0, dense_inner = 0;
  for (std::size_t n = 0; n < inside.size(); ++n) {
    if (!inside[n]) continue;
    const bool deep = static_cast<double>(d[n]) < -kInner;
    ++all, dense_all += dense[n];
    inner += deep, dense_inner += deep && dense[n];
  }
  if (!(all > 0)) return NoduleCategory::solid;
  const double share = inner >= 8 ? dense_inner / inner : dense_all / all;
  if (share >= kMostlySolid) return NoduleCategory::solid;
  const double diameter = equivalent_diameter(dense_all * voxel_volume_mm3(nodule.grid));
  return share < kHardlySolid || diameter < kLeastSolid ? NoduleCategory::ground_glass : NoduleCategory::part_solid;
}

namespace {
// The part of both that the nodule lies in, with two voxels around it.
struct Part {
  Volume ct, nodule;
  Size3 first{};
};

Part part_around(const Volume& ct, const Volume& nodule) {
  const Inside inside{nodule.grid, inside_of(nodule)};
  Size3 first = nodule.grid.size, last{-1, -1, -1}, index{};
  const auto each = [&](const Size3& from, const Size3& to, auto&& f) {
    for (index[2] = from[2]; index[2] <= to[2]; ++index[2])
      for (index[1] = from[1]; index[1] <= to[1]; ++index[1])
        for (index[0] = from[0]; index[0] <= to[0]; ++index[0]) f();
  };
  each({0, 0, 0}, {first[0] - 1, first[1] - 1, first[2] - 1}, [&] {
    if (!inside.at(index)) return;
    for (std::size_t a = 0; a < 3; ++a) first[a] = std::min(first[a], index[a]), last[a] = std::max(last[a], index[a]);
  });
  if (last[0] < 0) first = last = {0, 0, 0};
  for (std::size_t a = 0; a < 3; ++a) {
    first[a] = std::max(0, first[a] - 2);
    last[a] = std::min(nodule.grid.size[a] - 1, last[a] + 2);
  }
  std::vector<float> hu;
  std::vector<std::uint8_t> mask;
  each(first, last, [&] {
    hu.push_back(static_cast<float>(value_at(ct, index)));
    mask.push_back(inside.at(index));
  });
  const Grid grid = sub_grid(nodule.grid, first, last);
  return {make_volume(grid, std::move(hu), "HU"), make_volume(grid, std::move(mask)), first};
}
}  // namespace

NoduleSize measure_nodule(const Volume& whole_ct, const Volume& whole_nodule) {
  need_same_grid(whole_ct, whole_nodule, "A nodule's size");
  const auto [ct, nodule, first] = part_around(whole_ct, whole_nodule);
  const Volume solid = solid_part(ct, nodule);
  NoduleSize size;
  size.volume_mm3 = 1000 * volume_ml(nodule);
  size.equivalent_diameter_mm = equivalent_diameter(size.volume_mm3);
  size.whole = axial_diameters(whole_nodule);
  size.category = category_of(nodule, solid);
  if (size.category == NoduleCategory::solid) size.solid_mm3 = size.volume_mm3;
  if (size.category == NoduleCategory::part_solid) {
    size.solid_mm3 = 1000 * volume_ml(solid);
    size.solid = axial_diameters(solid);
    size.solid->slice += first[slicing_of(ct.grid).up];
  }
  return size;
}

}  // namespace longview

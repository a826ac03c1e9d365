#include "networks/layers/region_places.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "imaging/core/brain_structures.h"
#include "imaging/core/standard_space.h"

namespace longview {

namespace {
at::Tensor inside(const at::Tensor& atlas, const std::vector<int>& values) {
  at::Tensor any = at::zeros(atlas.sizes(), at::kBool);
  for (const int value : values) any = any.logical_or(atlas == value);
  return any;
}

std::vector<int> of_side(const BrainRegion& region, Side side) {
  std::vector<int> values;
  for (const int value : region.values)
    if (brain_structures()[static_cast<std::size_t>(value - 1)].side == side) values.push_back(value);
  return values;
}

// Voxels of the side that matters: [n, 3] as z, y, x.
at::Tensor notable_voxels(const BrainRegion& region, const at::Tensor& atlas, const at::Tensor& map) {
  const at::Tensor right = inside(atlas, of_side(region, Side::right)),
                   left = inside(atlas, of_side(region, Side::left));
  const bool has_right = right.any().item<bool>(), has_left = left.any().item<bool>();
  if (!has_right && !has_left) return inside(atlas, region.values).nonzero();
  if (!has_left) return right.nonzero();
  if (!has_right) return left.nonzero();
  const auto mean = [&](const at::Tensor& side) { return map.masked_select(side).mean().item<double>(); };
  return (mean(right) >= mean(left) ? right : left).nonzero();
}

std::optional<Vec3> place_of(const BrainRegion& region, const at::Tensor& atlas, const at::Tensor& map) {
  const at::Tensor voxels = notable_voxels(region, atlas, map).to(at::kDouble);
  if (voxels.size(0) == 0) return std::nullopt;
  const at::Tensor distance = (voxels - voxels.mean(0, true)).square().sum(1);
  const at::Tensor best = voxels[distance.argmin().item<std::int64_t>()];
  return point_at(standard_grid(), {best[2].item<double>(), best[1].item<double>(), best[0].item<double>()});
}
}  // namespace

at::Tensor nearest_through(const at::Tensor& labels, const at::Tensor& displacement) {
  const at::Tensor source = labels.contiguous(), u = displacement.to(at::kFloat).contiguous();
  at::Tensor seen = at::zeros_like(source);
  const std::int64_t nz = source.size(0), ny = source.size(1), nx = source.size(2), all = nz * ny * nx;
  const auto* from = source.data_ptr<std::uint8_t>();
  auto* to = seen.data_ptr<std::uint8_t>();
  const float* shift = u.data_ptr<float>();
  for (std::int64_t n = 0; n < all; ++n) {
    const auto look = [&](int axis, std::int64_t at) { return at + std::llround(shift[axis * all + n]); };
    const std::int64_t x = look(0, n % nx), y = look(1, n / nx % ny), z = look(2, n / nx / ny);
    if (x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz) to[n] = from[(z * ny + y) * nx + x];
  }
  return seen;
}

void add_places(NamedTable& table, const at::Tensor& atlas, const at::Tensor& map, const Affine& to_scan) {
  const auto regions = brain_regions();
  for (auto& row : table.rows) {
    const auto region = std::find_if(regions.begin(), regions.end(),
                                     [&](const BrainRegion& one) { return !row.empty() && one.name == row.front(); });
    const auto place = region == regions.end() ? std::nullopt : place_of(*region, atlas, map);
    const Vec3 point = place ? map_point(to_scan, *place) : Vec3{};
    for (const double mm : point) {
      char text[32];
      std::snprintf(text, sizeof text, "%.1f", mm);
      row.emplace_back(place ? text : "");
    }
  }
  table.columns.insert(table.columns.end(), {"x_mm", "y_mm", "z_mm"});
}

}  // namespace longview

#include "networks/baselines/masks.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "imaging/measurement/distances.h"
#include "imaging/registration/resample.h"

namespace longview {

Volume followed_mask(const LabelMap& lesion) {
  for (const Label& label : lesion.labels)
    if (label.value == 1) return mask_of(lesion, 1);
  return mask_of(lesion);
}

Volume lesion_distance(const LabelMap& lesion) {
  const Volume mask = followed_mask(lesion);
  const Volume distance = signed_distance(mask);
  const auto inside = voxels_of<std::uint8_t>(mask);
  const Volume any_mask = mask_of(lesion);
  const auto any = voxels_of<std::uint8_t>(any_mask);
  const auto old = voxels_of<float>(distance);
  std::vector<float> values(old.begin(), old.end());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (any[i] && !inside[i]) values[i] = std::numeric_limits<float>::infinity();
  return make_volume(distance.grid, std::move(values), "mm");
}

Volume level_set(const Volume& distance, double level_mm) {
  const auto d = voxels_of<float>(distance);
  std::vector<std::uint8_t> values(d.size());
  for (std::size_t i = 0; i < d.size(); ++i) values[i] = d[i] <= level_mm;
  return make_volume(distance.grid, std::move(values));
}

Volume level_set_of_volume(const Volume& distance, double volume_ml) {
  const auto d = voxels_of<float>(distance);
  std::vector<float> sorted;
  for (float v : d)
    if (std::isfinite(v)) sorted.push_back(v);
  std::sort(sorted.begin(), sorted.end());
  const double wanted = volume_ml * 1000 / voxel_volume_mm3(distance.grid);
  if (sorted.empty() || wanted < 0.5) return level_set(distance, -std::numeric_limits<double>::infinity());
  const auto rank = std::min(sorted.size() - 1, static_cast<std::size_t>(std::llround(wanted)) - 1);
  const float level = sorted[rank];
  // Equal distances go in or out together: take the count on the side that is nearer.
  const auto below = std::lower_bound(sorted.begin(), sorted.end(), level) - sorted.begin();
  const auto upto = std::upper_bound(sorted.begin(), sorted.end(), level) - sorted.begin();
  if (below > 0 && wanted - static_cast<double>(below) < static_cast<double>(upto) - wanted)
    return level_set(distance, sorted[static_cast<std::size_t>(below) - 1]);
  return level_set(distance, level);
}

namespace {

// Fills what the background of a slice's border does not reach (4-neighbours).
void fill_slice(std::uint8_t* slice, int nx, int ny) {
  constexpr std::uint8_t outside = 2;
  std::vector<int> open;
  const auto reach = [&](int i) {
    if (slice[i] == 0) slice[i] = outside, open.push_back(i);
  };
  for (int x = 0; x < nx; ++x) reach(x), reach((ny - 1) * nx + x);
  for (int y = 0; y < ny; ++y) reach(y * nx), reach(y * nx + nx - 1);
  while (!open.empty()) {
    const int i = open.back(), x = i % nx, y = i / nx;
    open.pop_back();
    if (x > 0) reach(i - 1);
    if (x + 1 < nx) reach(i + 1);
    if (y > 0) reach(i - nx);
    if (y + 1 < ny) reach(i + nx);
  }
  for (int i = 0; i < nx * ny; ++i) slice[i] = slice[i] != outside;
}

}  // namespace

Volume filled(const Volume& mask, double closing_mm) {
  const Volume wide = level_set(signed_distance(mask), closing_mm);
  const auto w = voxels_of<std::uint8_t>(wide);
  std::vector<std::uint8_t> values(w.begin(), w.end());
  const Size3 n = mask.grid.size;
  const std::size_t slice = static_cast<std::size_t>(n[0]) * static_cast<std::size_t>(n[1]);
  for (std::size_t k = 0; k < static_cast<std::size_t>(n[2]); ++k) fill_slice(values.data() + k * slice, n[0], n[1]);
  const Volume closed = level_set(signed_distance(make_volume(mask.grid, std::move(values))), -closing_mm);
  const auto c = voxels_of<std::uint8_t>(closed);
  const auto m = voxels_of<std::uint8_t>(mask);
  std::vector<std::uint8_t> either(c.size());
  for (std::size_t i = 0; i < c.size(); ++i) either[i] = c[i] || m[i];
  return make_volume(mask.grid, std::move(either));
}

Volume negated(const Volume& values) {
  const auto v = voxels_of<float>(values);
  std::vector<float> turned(v.size());
  std::transform(v.begin(), v.end(), turned.begin(), std::negate<>());
  return make_volume(values.grid, std::move(turned), values.unit);
}

Volume without(const Volume& a, const Volume& b) {
  const auto in = voxels_of<std::uint8_t>(a), out = voxels_of<std::uint8_t>(b);
  std::vector<std::uint8_t> values(in.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = in[i] && !out[i];
  return make_volume(a.grid, std::move(values));
}

Volume changed_distance(const Volume& distance, const Volume& change, const Affine& scan_to_study) {
  const Volume moved = resample(change, distance.grid, scan_to_study, Interpolation::linear, 0);
  const auto d = voxels_of<float>(distance);
  const auto c = voxels_of<float>(moved);
  std::vector<float> values(d.size());
  for (std::size_t i = 0; i < d.size(); ++i) values[i] = d[i] + c[i];
  return make_volume(distance.grid, std::move(values), "mm");
}

}  // namespace longview

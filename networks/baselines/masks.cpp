#include "networks/baselines/masks.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "imaging/measurement/distances.h"
#include "imaging/registration/resample.h"

namespace longview {

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

namespace {

// Mean of the distance and its neighbours' along the axes: lower where the surface bulges out less far.
double neighbourhood(std::span<const float> d, const Size3& n, std::size_t v) {
  const std::size_t stride[3] = {1, std::size_t(n[0]), std::size_t(n[0]) * std::size_t(n[1])};
  const std::size_t at[3] = {v % stride[1], v / stride[1] % std::size_t(n[1]), v / stride[2]};
  double sum = d[v];
  int count = 1;
  for (std::size_t a = 0; a < 3; ++a) {
    if (at[a] > 0 && std::isfinite(d[v - stride[a]])) sum += d[v - stride[a]], ++count;
    if (at[a] + 1 < std::size_t(n[a]) && std::isfinite(d[v + stride[a]])) sum += d[v + stride[a]], ++count;
  }
  return sum / count;
}

}  // namespace

Volume level_set_of_volume(const Volume& distance, double volume_ml) {
  const auto d = voxels_of<float>(distance);
  std::vector<float> finite;
  std::copy_if(d.begin(), d.end(), std::back_inserter(finite), [](float v) { return std::isfinite(v); });
  const double wanted = volume_ml * 1000 / voxel_volume_mm3(distance.grid);
  if (finite.empty() || !(wanted >= 0.5)) return level_set(distance, -std::numeric_limits<double>::infinity());
  const auto count = static_cast<std::size_t>(std::min(std::round(wanted), double(finite.size())));
  std::nth_element(finite.begin(), finite.begin() + std::ptrdiff_t(count - 1), finite.end());
  const float level = finite[count - 1];
  std::vector<std::uint8_t> values(d.size());
  std::vector<std::pair<double, std::size_t>> tied;
  std::size_t inside = 0;
  for (std::size_t v = 0; v < d.size(); ++v) {
    if (d[v] < level) values[v] = 1, ++inside;
    if (d[v] == level) tied.emplace_back(neighbourhood(d, distance.grid.size, v), v);
  }
  // On a grid many voxels are equally far: of those, the ones that lie more inside come first.
  std::sort(tied.begin(), tied.end());
  for (std::size_t i = 0; inside < count; ++i, ++inside) values[tied[i].second] = 1;
  return make_volume(distance.grid, std::move(values));
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

Volume either(const Volume& a, const Volume& b) {
  const auto one = voxels_of<std::uint8_t>(a), other = voxels_of<std::uint8_t>(b);
  std::vector<std::uint8_t> values(one.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = one[i] || other[i];
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

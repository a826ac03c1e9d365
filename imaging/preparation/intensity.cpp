#include "imaging/preparation/intensity.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "imaging/core/failure.h"
#include "imaging/preparation/private/statistics.h"

namespace longview {

namespace {
void check_same_size(const Volume& scan, const Volume& mask, const char* what) {
  if (scan.grid.size != mask.grid.size)
    throw Failure(std::string("The ") + what + " lies on another grid than the scan; resample it onto the scan first.");
}
}  // namespace

double IntensityScale::prepared(double raw_value) const {
  return std::clamp((raw_value - mean) / (5 * deviation), -1.0, 1.0);
}

double IntensityScale::raw(double prepared_value) const { return mean + 5 * deviation * prepared_value; }

IntensityScale intensity_scale(const Volume& scan, const Volume& mask, const Volume& lesion) {
  check_same_size(scan, mask, "mask");
  if (lesion.voxels) check_same_size(scan, lesion, "lesion");
  const Volume values = as_float(scan);
  const auto v = voxels_of<float>(values);
  const auto inside = voxels_of<std::uint8_t>(mask);
  std::vector<float> used;
  for (std::size_t n = 0; n < v.size(); ++n)
    if (inside[n] && !(lesion.voxels && voxels_of<std::uint8_t>(lesion)[n]) && std::isfinite(v[n]))
      used.push_back(v[n]);
  if (used.empty()) throw Failure("No voxel of the scan lies in its brain mask, so its intensities cannot be scaled.");
  const double low = percentile(used, 0.005), high = percentile(used, 0.995);
  // Two passes in voxel order: the same sum whatever the number of cores.
  const auto mean_of = [&](auto&& term) {
    double sum = 0;
    for (const float x : used) sum += term(std::clamp(static_cast<double>(x), low, high));
    return sum / static_cast<double>(used.size());
  };
  IntensityScale scale;
  scale.mean = mean_of([](double x) { return x; });
  scale.deviation = std::sqrt(mean_of([&](double x) { return (x - scale.mean) * (x - scale.mean); }));
  if (!(scale.deviation > 0)) throw Failure("All voxels in the brain mask have one value: this is no scan of a brain.");
  return scale;
}

Volume to_prepared(const Volume& scan, const Volume& mask, const IntensityScale& scale) {
  check_same_size(scan, mask, "mask");
  const Volume values = as_float(scan);
  const auto v = voxels_of<float>(values);
  const auto inside = voxels_of<std::uint8_t>(mask);
  std::vector<float> result(v.size(), -1.0f);
  for (std::size_t n = 0; n < v.size(); ++n)
    if (inside[n] && std::isfinite(v[n])) result[n] = static_cast<float>(scale.prepared(v[n]));
  return make_volume(scan.grid, std::move(result));
}

}  // namespace longview

#include "imaging/preparation/private/stripped.h"

#include <algorithm>

#include "imaging/measurement/distances.h"
#include "imaging/preparation/private/mask_tools.h"
#include "imaging/preparation/private/statistics.h"

namespace longview {

std::optional<Volume> stripped_brain(const Volume& scan) {
  constexpr double shell_mm = 2, dip = 0.85, enough_background = 0.1, least_ml = 300, most_ml = 2500;
  const auto v = voxels_of<float>(scan);
  const float background = *std::min_element(v.begin(), v.end());
  const auto same = static_cast<double>(std::count(v.begin(), v.end(), background));
  if (same < enough_background * static_cast<double>(v.size())) return std::nullopt;
  const Volume inside =
      without_holes(largest_piece(mask_where(scan.grid, [&](std::size_t n) { return v[n] > background; })));
  const double ml = static_cast<double>(count(inside)) * voxel_volume_mm3(scan.grid) / 1000;
  if (ml < least_ml || ml > most_ml) return std::nullopt;
  const Volume distance = signed_distance(inside);
  const auto d = voxels_of<float>(distance);
  std::vector<std::vector<float>> shells(10);
  for (std::size_t n = 0; n < v.size(); ++n) {
    const double depth = -static_cast<double>(d[n]) / shell_mm;
    if (depth > 0 && depth < static_cast<double>(shells.size()))
      shells[static_cast<std::size_t>(depth)].push_back(v[n]);
  }
  double brightest = 0;
  for (auto& shell : shells) {
    const double median = percentile(shell, 0.5) - background;
    if (median < dip * brightest) return std::nullopt;
    brightest = std::max(brightest, median);
  }
  return inside;
}

}  // namespace longview

#include "imaging/preparation/lesion_mask.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/preparation/brain_mask.h"
#include "imaging/preparation/private/mask_tools.h"
#include "imaging/preparation/private/statistics.h"

namespace longview {

namespace {
constexpr double kSeedReach = 5;         // mm round the click in which the lesion's brightness is looked for
constexpr double kFarthest = 45;         // mm from the click that a proposal may reach
constexpr double kBridge = 1.5;          // mm that a ragged rim may be broken by
constexpr double kBetween = 0.35;        // where the border lies between healthy brain (0) and the seed (1)
constexpr double kAtLeast = 1.6;         // deviations of healthy brain that every lesion voxel is brighter
constexpr double kStandsOut = 1.4;       // deviations of healthy brain that the seed must be brighter
constexpr double kLeastContrast = 0.12;  // and the share of healthy brain's brightness that it must be brighter

// The brain's typical brightness, which is white matter's in scans with contrast agent, away from the brain's rim.
Typical healthy_brain(const Volume& scan, const Volume& brain) {
  const auto v = voxels_of<float>(scan);
  const Volume distance = signed_distance(brain);
  const auto d = voxels_of<float>(distance);
  std::vector<float> values;
  for (std::size_t n = 0; n < v.size(); ++n)
    if (d[n] < -8 && std::isfinite(v[n])) values.push_back(v[n]);
  if (values.size() < 100) throw Failure("No brain was found in this scan, so no lesion can be outlined in it.");
  // Fluid and cavities widen the spread on the dark side only; what a lesion must beat is the bright side.
  const Typical both = typical(values);
  std::vector<float> above;
  for (const float x : values)
    if (x > both.middle && x < both.middle + 4 * both.spread) above.push_back(static_cast<float>(x - both.middle));
  return {both.middle, 1.4826 * percentile(above, 0.5)};
}

// Distance in mm of each voxel from the click.
struct Around {
  Grid grid;
  Vec3 point;

  double distance(std::size_t n) const {
    const auto nx = static_cast<std::size_t>(grid.size[0]), ny = static_cast<std::size_t>(grid.size[1]);
    const Vec3 p = point_at(
        grid, {static_cast<double>(n % nx), static_cast<double>(n / nx % ny), static_cast<double>(n / (nx * ny))});
    return std::hypot(p[0] - point[0], p[1] - point[1], p[2] - point[2]);
  }
};

// The voxel of the mask nearest to the click; the grid's size if none is within `reach`.
std::size_t nearest(const Volume& mask, const Around& around, double reach) {
  const auto m = voxels_of<std::uint8_t>(mask);
  std::size_t best = m.size();
  double least = reach;
  for (std::size_t n = 0; n < m.size(); ++n) {
    if (!m[n]) continue;
    const double d = around.distance(n);
    if (d <= least) {
      least = d;
      best = n;
    }
  }
  return best;
}
}  // namespace

LabelMap propose_lesion(const Volume& scan, const Vec3& point, const Progress& progress) {
  progress.report(0, "Looking for the lesion");
  if (!contains(scan.grid, index_at(scan.grid, point)))
    throw Failure("The point that was clicked lies outside this scan. Click inside the lesion.");
  const Volume values = as_float(scan);
  const Volume brain = brain_mask(values, progress.part(0, 0.7));
  const Typical white = healthy_brain(values, brain);
  const auto v = voxels_of<float>(values);
  const auto b = voxels_of<std::uint8_t>(brain);
  const Around around{scan.grid, point};
  std::vector<float> near;
  const double slice = *std::max_element(scan.grid.spacing.begin(), scan.grid.spacing.end());
  for (std::size_t n = 0; n < v.size(); ++n)
    if (b[n] && around.distance(n) <= std::max(kSeedReach, 0.6 * slice)) near.push_back(v[n]);
  if (near.empty())
    throw Failure(
        "The point that was clicked lies outside the brain. Click inside the lesion, or draw the mask elsewhere "
        "and give it with --mask.");
  const double brightest = percentile(near, 0.98), seed = percentile(near, 0.9);
  if (!(brightest > white.middle + std::max(kStandsOut * white.spread, kLeastContrast * white.middle)))
    throw Failure(
        "Nothing here is brighter than white matter, so no enhancing lesion can be outlined. Click on its "
        "brightest part, or draw the mask elsewhere and give it with --mask.");
  const double threshold = white.middle + std::max(kBetween * (seed - white.middle), kAtLeast * white.spread);
  const Volume bright =
      mask_where(scan.grid, [&](std::size_t n) { return b[n] && v[n] > threshold && around.distance(n) <= kFarthest; });
  progress.report(0.8, "Looking for the lesion");
  const std::size_t start = nearest(bright, around, std::max(kSeedReach, 0.6 * slice) + 1);
  const Volume joined = piece_at(grown(bright, kBridge), start);
  const auto j = voxels_of<std::uint8_t>(joined);
  const auto h = voxels_of<std::uint8_t>(bright);
  const Volume lesion = mask_where(scan.grid, [&](std::size_t n) { return j[n] && h[n]; });
  Label label;
  label.algorithm_type = AlgorithmType::semiautomatic;
  label.algorithm_name = "Longview lesion growing 0.1";
  progress.report(1, "Looking for the lesion");
  return label_map_of(lesion, label);
}

}  // namespace longview

#include "imaging/preparation/brain_mask.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/preparation/private/mask_tools.h"
#include "imaging/preparation/private/statistics.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
Volume head_of(const Volume& scan) {
  const auto v = voxels_of<float>(scan);
  std::vector<float> some(v.begin(), v.end());
  const double low = percentile(some, 0.02), high = percentile(some, 0.98);
  const double threshold = low + 0.1 * (high - low);
  return filled(largest_piece(opened(mask_where(scan.grid, [&](std::size_t n) { return v[n] > threshold; }), 3)));
}

double median_deep(const Volume& scan, const Volume& distance, double depth) {
  const auto v = voxels_of<float>(scan);
  const auto d = voxels_of<float>(distance);
  std::vector<float> deep;
  for (std::size_t n = 0; n < v.size(); ++n)
    if (d[n] < -depth) deep.push_back(v[n]);
  return percentile(deep, 0.5);
}
}  // namespace

Volume brain_mask(const Volume& scan, const Progress& progress) {
  progress.report(0, "Finding the brain");
  const Volume coarse = resample(scan, upright_grid(scan.grid, 2));
  const Volume head = head_of(coarse);
  if (static_cast<double>(count(head)) * 8e-3 < 200)
    throw Failure("No head was found in this scan: nothing in it is as large as a brain. Choose a T1 scan of a head.");
  const Volume depth = signed_distance(head);
  const double middle = median_deep(coarse, depth, 25);
  const auto v = voxels_of<float>(coarse);
  const auto d = voxels_of<float>(depth);
  const Volume bright = mask_where(coarse.grid, [&](std::size_t n) { return v[n] > 0.6 * middle && d[n] < -5; });
  const Volume core = largest_piece(grown(bright, -5));
  const Volume brain = filled(closed(grown(core, 6), 10));
  progress.report(0.8, "Finding the brain");
  return filled(largest_piece(resample_mask(brain, scan.grid)));
}

}  // namespace longview

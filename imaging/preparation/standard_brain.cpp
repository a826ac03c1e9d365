#include "imaging/preparation/standard_brain.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "imaging/core/failure.h"
#include "imaging/preparation/bias_field.h"
#include "imaging/preparation/brain_mask.h"
#include "imaging/preparation/private/statistics.h"
#include "imaging/registration/private/coarse.h"
#include "imaging/registration/resample.h"
#include "imaging/registration/rigid_affine.h"

namespace longview {

namespace {
constexpr double kSpacing = 2;

Volume inside_only(const Volume& scan, const Volume& mask) {
  const auto values = voxels_of<float>(scan);
  const auto inside = voxels_of<std::uint8_t>(mask);
  std::vector<float> kept(values.size());
  for (std::size_t n = 0; n < kept.size(); ++n)
    kept[n] = inside[n] && std::isfinite(values[n]) ? std::max(0.0F, values[n]) : 0.0F;
  return make_volume(scan.grid, std::move(kept), scan.unit);
}

// The mode of white matter, the brightest large tissue of a T1: from where it lies in most brains, the mean of what is
// within 12 % is taken until it stays.
double white_mode(const Volume& scan, const Volume& mask) {
  const auto values = voxels_of<float>(scan);
  const auto inside = voxels_of<std::uint8_t>(mask);
  std::vector<float> used;
  for (std::size_t n = 0; n < values.size(); ++n)
    if (inside[n] && values[n] > 0) used.push_back(values[n]);
  if (used.size() < 1000) throw Failure("Hardly a voxel of this scan lies in its brain mask. Choose a T1 of a head.");
  double mode = percentile(used, 0.82);
  for (int round = 0; round < 30; ++round) {
    double sum = 0, n = 0;
    for (const float v : used)
      if (std::abs(v - mode) < 0.12 * mode) {
        sum += v;
        ++n;
      }
    const double next = sum / std::max(1.0, n);
    if (std::abs(next - mode) < 1e-4 * mode) break;
    mode = next;
  }
  if (!(mode > 0)) throw Failure("All voxels of this brain are 0, so its intensities cannot be scaled.");
  return mode;
}

// About 2 mm, with its shading taken out inside the brain.
struct Corrected {
  Volume scan, brain;
};

Corrected corrected(const Volume& scan, const Volume& brain, const Progress& progress) {
  if (!scan.voxels) throw Failure("This scan has no voxels yet; read the series first.");
  const Volume small = coarse(as_float(scan), kSpacing);
  const Volume mask =
      brain.voxels ? resample_mask(brain, small.grid) : brain_mask(small, progress.part(0, 0.3, "Finding the brain"));
  return {correct_bias_field(small, mask, progress.part(0.3, 1)), mask};
}

StandardBrain placed(const Corrected& own, const Affine& to_scan) {
  const Grid grid = standard_grid();
  StandardBrain result;
  result.to_scan = to_scan;
  result.white = white_mode(own.scan, own.brain);
  result.brain = resample_mask(own.brain, grid, to_scan);
  const Volume seen = resample(own.scan, grid, to_scan, Interpolation::bspline);
  const auto values = voxels_of<float>(seen);
  const auto inside = voxels_of<std::uint8_t>(result.brain);
  const double gain = kStandardWhite / result.white;
  std::vector<float> image(values.size());
  for (std::size_t n = 0; n < image.size(); ++n)
    image[n] = inside[n] ? static_cast<float>(std::clamp(gain * values[n], 0.0, 1.0)) : 0.0F;
  result.image = make_volume(grid, std::move(image), "1");
  return result;
}
}  // namespace

StandardBrain standard_brain(const Volume& scan, const Volume& brain, const Volume& mean_brain,
                             const Progress& progress) {
  const Corrected own = corrected(scan, brain, progress.part(0, 0.5));
  RegistrationOptions options;
  options.affine = true;
  const Transform fit = register_rigid_affine(mean_brain, inside_only(own.scan, own.brain), options,
                                              progress.part(0.5, 0.95, "Onto the standard brain"));
  StandardBrain result = placed(own, fit.from_study);
  result.fit = fit.quality;
  progress.report(1, "Standard brain");
  return result;
}

StandardBrain placed_brain(const Volume& scan, const Volume& brain, const Affine& to_scan, const Progress& progress) {
  return placed(corrected(scan, brain, progress), to_scan);
}

Volume on_scan(const Volume& map, const Affine& to_scan, const Grid& scan) {
  return resample(map, scan, inverse(to_scan));
}

double standard_voxel_ml(const Affine& to_scan) {
  return voxel_volume_mm3(standard_grid()) * std::abs(determinant(to_scan.linear)) / 1000;
}

}  // namespace longview

#include "networks/layers/scan_pair.h"

#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/preparation/brain_mask.h"
#include "imaging/preparation/recipe.h"
#include "imaging/registration/resample.h"
#include "networks/core/private/tensor.h"
#include "networks/layers/similarity.h"

namespace longview {

namespace {
constexpr double shading_mm = 20;
constexpr double blur_mm = 1;
constexpr double agree_within = 2.5;  // deviations of the noise

double middle(const at::Tensor& values) { return values.median().item<double>(); }

double distance_from_middle(const at::Tensor& values) { return middle((values - middle(values)).abs()); }

// `scan` as it would look had it been cut into the slices of `other`, on `grid`.
at::Tensor through(const PairedScan& scan, const PairedScan& other, const Grid& grid) {
  const Affine to_scan = compose(scan.study_to_scan, inverse(other.study_to_scan));
  const Volume cut = resample(scan.scan, other.scan.grid, to_scan);
  return tensor_of(resample(cut, grid, other.study_to_scan));
}

at::Tensor blurred(const at::Tensor& image, const Grid& grid) {
  return gaussian_blur(image.view({1, 1, image.size(0), image.size(1), image.size(2)}), blur_mm / grid.spacing[0])
      .view(image.sizes());
}

at::Tensor mask_on(const Volume& mask, const Grid& grid, const Affine& study_to_scan) {
  return tensor_of(resample(mask, grid, study_to_scan)) > 0.5;
}

at::Tensor lesion_on(const PairedScan& scan, const Grid& grid) {
  if (!scan.lesion.voxels) return at::zeros({grid.size[2], grid.size[1], grid.size[0]}, at::kBool);
  return tensor_of(resample(scan.lesion, grid, scan.study_to_lesion)) > 0.1;
}

// Mean 0 and deviation 1 over `used`.
at::Tensor standardised(const at::Tensor& image, const at::Tensor& used) {
  const at::Tensor values = image.masked_select(used);
  const double deviation = values.std().item<double>();
  if (!(deviation > 0)) throw Failure("All voxels of the brain have one value: this is no scan of a brain.");
  return (image - values.mean().item<double>()) / deviation;
}

at::Tensor smooth_part(const at::Tensor& map, const at::Tensor& where, double sigma) {
  const at::Tensor weight = where.to(at::kFloat).view({1, 1, map.size(0), map.size(1), map.size(2)});
  const at::Tensor sum = gaussian_blur(map.view(weight.sizes()) * weight, sigma);
  return (sum / gaussian_blur(weight, sigma).clamp_min(1e-3)).view(map.sizes());
}

// Where the dates differ no more than by noise.
at::Tensor agreeing(const at::Tensor& difference, const at::Tensor& where) {
  const at::Tensor values = difference.masked_select(where);
  const double limit = agree_within * 1.4826 * distance_from_middle(values);
  return where.logical_and((difference - middle(values)).abs() <= limit);
}

void match(ScanPair& pair) {
  at::Tensor used = pair.ordinary;
  for (int i = 0; i < 6; ++i) {
    pair.before = standardised(pair.before, used);
    pair.after = standardised(pair.after, used);
    const at::Tensor agree = agreeing(pair.after - pair.before, pair.ordinary);
    if (agree.any().item<bool>()) used = agree;
  }
  const at::Tensor shading = smooth_part(pair.after - pair.before, used, shading_mm / pair.grid.spacing[0]) / 2;
  pair.before = (pair.before + shading) * pair.brain;
  pair.after = (pair.after - shading) * pair.brain;
  pair.noise = distance_from_middle((pair.after - pair.before).masked_select(pair.ordinary));
}
}  // namespace

PairedScan paired_scan(const History& history, std::size_t index, const Progress& progress) {
  const PreparedTimepoint& date = history.timepoints[index];
  const bool whole = voxel_count(history.grid) > 1;  // prepared on one grid, in study space
  return {as_float(date.scan), brain_mask(date.scan, progress), date.study_to_scan, date.lesion,
          whole ? Affine{} : date.study_to_scan};
}

ScanPair scan_pair(const PairedScan& before, const PairedScan& after, double spacing_mm, const Progress& progress) {
  return scan_pair_on(working_grid(before.brain, before.study_to_scan, spacing_mm), before, after, progress);
}

ScanPair scan_pair_on(const Grid& grid, const PairedScan& before, const PairedScan& after, const Progress& progress) {
  progress.report(0, "Laying the dates on each other");
  ScanPair pair;
  pair.grid = grid;
  pair.brain = mask_on(before.brain, pair.grid, before.study_to_scan)
                   .logical_and(mask_on(after.brain, pair.grid, after.study_to_scan));
  progress.check();
  if (pair.brain.sum().item<double>() * voxel_volume_mm3(pair.grid) < 100e3)
    throw Failure("The two dates share less than 100 mL of brain. Choose dates that show the same part of the head.");
  pair.ordinary =
      pair.brain.logical_and(lesion_on(before, pair.grid).logical_or(lesion_on(after, pair.grid)).logical_not());
  pair.before = blurred(through(before, after, pair.grid), pair.grid);
  progress.report(0.4, "Laying the dates on each other");
  pair.after = blurred(through(after, before, pair.grid), pair.grid);
  progress.report(0.8, "Matching intensities");
  match(pair);
  return pair;
}

}  // namespace longview

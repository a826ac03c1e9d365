#include "imaging/preparation/recipe.h"

#include <cstdint>

#include "imaging/core/failure.h"
#include "imaging/preparation/bias_field.h"
#include "imaging/preparation/brain_mask.h"
#include "imaging/preparation/tissue_maps.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
// Interpolation at the rim mixes in what lies outside: inside the brain the three shares sum to 1 again, outside to 0.
void share_out(PreparedScan& scan) {
  const auto brain = voxels_of<std::uint8_t>(scan.brain);
  const auto white = voxels_of<float>(scan.white), grey = voxels_of<float>(scan.grey), csf = voxels_of<float>(scan.csf);
  std::vector<float> w(white.begin(), white.end()), g(grey.begin(), grey.end()), c(csf.begin(), csf.end());
  for (std::size_t n = 0; n < w.size(); ++n) {
    const float sum = w[n] + g[n] + c[n];
    if (!brain[n]) {
      w[n] = g[n] = c[n] = 0;
    } else if (sum > 1e-3f) {
      w[n] /= sum;
      g[n] /= sum;
      c[n] = 1 - w[n] - g[n];
    } else {
      w[n] = g[n] = 0;
      c[n] = 1;  // the rim beyond the last mapped voxel: the fluid around the brain
    }
  }
  scan.white = make_volume(scan.brain.grid, std::move(w), "1");
  scan.grey = make_volume(scan.brain.grid, std::move(g), "1");
  scan.csf = make_volume(scan.brain.grid, std::move(c), "1");
}

Volume empty_mask(const Grid& grid) { return make_volume(grid, std::vector<std::uint8_t>(voxel_count(grid), 0)); }
}  // namespace

PreparedScan prepare_brain(const Volume& scan, const std::optional<LabelMap>& lesion, const Grid& grid,
                           const Affine& study_to_scan, const Progress& progress) {
  if (!scan.voxels) throw Failure("This scan has no voxels yet; read the series first.");
  const Volume raw = as_float(scan);
  const Volume brain = brain_mask(raw, progress.part(0, 0.3));
  const Volume corrected = correct_bias_field(raw, brain, progress.part(0.3, 0.7));
  const Volume own_lesion = lesion ? resample_mask(mask_of(*lesion), scan.grid) : Volume{};
  const TissueMaps tissues = tissue_maps(corrected, brain, own_lesion, progress.part(0.7, 0.9));
  PreparedScan prepared;
  prepared.scale = intensity_scale(corrected, brain, own_lesion);
  progress.report(0.9, "Onto the working grid");
  prepared.brain = resample_mask(brain, grid, study_to_scan, progress);
  const Volume image = resample(corrected, grid, study_to_scan, Interpolation::linear, 0, progress);
  prepared.image = to_prepared(image, prepared.brain, prepared.scale);
  prepared.white = resample(tissues.white, grid, study_to_scan, Interpolation::linear, 0, progress);
  prepared.grey = resample(tissues.grey, grid, study_to_scan, Interpolation::linear, 0, progress);
  prepared.csf = resample(tissues.csf, grid, study_to_scan, Interpolation::linear, 0, progress);
  share_out(prepared);
  prepared.lesion = as_float(lesion ? resample_mask(followed_mask(*lesion), grid, study_to_scan) : empty_mask(grid));
  progress.report(1, "Prepared");
  return prepared;
}

}  // namespace longview

#include "imaging/preparation/brain_mask.h"

#include <algorithm>

#include "imaging/preparation/private/brain_prior.h"
#include "imaging/preparation/private/brain_surface.h"
#include "imaging/preparation/private/mask_tools.h"
#include "imaging/preparation/private/stripped.h"
#include "imaging/registration/private/start.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
// Where the atlas has its brain; a default Volume without the atlas.
Volume likely_brain(const Volume& scan, const HeadEstimate& head, const Progress& progress) {
  const auto& prior = brain_prior();
  if (!prior) return {};
  // The atlas ends 150 mm under its crown; what lies lower in the scan would find no partner there.
  const int deep = static_cast<int>(150 / scan.grid.spacing[2]);
  const Grid part =
      sub_grid(scan.grid, {0, 0, head.crown - deep}, {scan.grid.size[0], scan.grid.size[1], head.crown + 4});
  const Affine map = rough_affine(resample(scan, part), prior->head, progress);
  return resample_mask(prior->brain, scan.grid, map);
}
}  // namespace

Volume brain_mask(const Volume& scan, const Progress& progress) {
  progress.report(0, "Finding the brain");
  const Volume coarse = resample(scan, upright_grid(scan.grid, 2));
  const HeadEstimate head = estimate_head(coarse);
  if (const auto brain = stripped_brain(coarse)) return without_holes(largest_piece(resample_mask(*brain, scan.grid)));
  const Volume likely = likely_brain(coarse, head, progress.part(0, 0.4));
  const Mesh surface = brain_surface(coarse, head, likely, progress.part(0.4, 0.9));
  return without_holes(largest_piece(resample_mask(inside_of(surface, coarse.grid), scan.grid)));
}

}  // namespace longview

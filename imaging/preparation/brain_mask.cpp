#include "imaging/preparation/brain_mask.h"

#include "imaging/preparation/private/brain_surface.h"
#include "imaging/preparation/private/mask_tools.h"
#include "imaging/registration/resample.h"

namespace longview {

Volume brain_mask(const Volume& scan, const Progress& progress) {
  progress.report(0, "Finding the brain");
  const Volume coarse = resample(scan, upright_grid(scan.grid, 2));
  const HeadEstimate head = estimate_head(coarse);
  const Mesh surface = brain_surface(coarse, head, 0.5, progress.part(0, 0.8));
  return filled(largest_piece(resample_mask(inside_of(surface, coarse.grid), scan.grid)));
}

}  // namespace longview

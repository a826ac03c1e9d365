#include "app/pipeline/anatomy.h"

#include <algorithm>
#include <cmath>

#include "imaging/preparation/bias_field.h"
#include "imaging/preparation/brain_mask.h"
#include "imaging/preparation/tissue_maps.h"
#include "imaging/reading/read.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
Volume as_cubes(const Volume& scan) {
  const auto [finest, coarsest] = std::minmax_element(scan.grid.spacing.begin(), scan.grid.spacing.end());
  if (*coarsest < 1.2 && *finest > 0.7) return as_float(scan);
  const Volume smooth = resample(scan, upright_grid(scan.grid, 1), {}, Interpolation::bspline);
  const auto values = voxels_of<float>(smooth);
  std::vector<float> positive(values.begin(), values.end());
  for (float& value : positive) value = std::max(0.0F, value);  // splines swing below 0 at the head's edge
  return make_volume(smooth.grid, std::move(positive));
}

// A skull-stripped scan's background is exactly 0; splines blur it.
Volume without_fringe(const Volume& scan, const Volume& brain) {
  const auto values = voxels_of<float>(scan);
  const auto inside = voxels_of<std::uint8_t>(brain);
  double in = 0, out = 0;
  for (std::size_t n = 0; n < values.size(); ++n) (inside[n] ? in : out) += values[n] > 0;
  if (out > 0.25 * in) return scan;
  std::vector<float> kept(values.begin(), values.end());
  for (std::size_t n = 0; n < kept.size(); ++n)
    if (!inside[n]) kept[n] = 0;
  return make_volume(scan.grid, std::move(kept));
}

std::string stem_of(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return name.substr(0, name.find('.'));
}
}  // namespace

Anatomy read_anatomy(const std::filesystem::path& t1, const Progress& progress) {
  Anatomy anatomy{stem_of(t1)};
  progress.report(0, "reading the anatomy");
  const Volume cubes = as_cubes(read_image(t1, progress.part(0, 0.1)));
  anatomy.brain = brain_mask(cubes, progress.part(0.1, 0.3, "finding the brain"));
  anatomy.scan = correct_bias_field(without_fringe(cubes, anatomy.brain), anatomy.brain,
                                    progress.part(0.3, 0.8, "evening out the shading"));
  const TissueMaps maps =
      tissue_maps(anatomy.scan, anatomy.brain, {}, progress.part(0.8, 1, "telling the tissues apart"));
  anatomy.tissue = {maps.white, maps.grey};
  return anatomy;
}

Anatomy cropped_to_brain(const Anatomy& anatomy, double margin_mm) {
  const Grid& grid = anatomy.brain.grid;
  const auto inside = voxels_of<std::uint8_t>(anatomy.brain);
  Size3 first = grid.size, last{-1, -1, -1};
  std::size_t n = 0;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i, ++n) {
        if (!inside[n]) continue;
        const Size3 at{i, j, k};
        for (std::size_t a = 0; a < 3; ++a) {
          first[a] = std::min(first[a], at[a]);
          last[a] = std::max(last[a], at[a]);
        }
      }
  if (last[0] < 0) return anatomy;
  for (std::size_t a = 0; a < 3; ++a) {
    const int margin = static_cast<int>(std::ceil(margin_mm / grid.spacing[a]));
    first[a] = std::max(0, first[a] - margin);
    last[a] = std::min(grid.size[a] - 1, last[a] + margin);
  }
  const Grid part = sub_grid(grid, first, last);
  const auto cut = [&](const Volume& volume) { return resample(volume, part, {}, Interpolation::nearest); };
  return {anatomy.name, cut(anatomy.scan), cut(anatomy.brain), {cut(anatomy.tissue.white), cut(anatomy.tissue.grey)}};
}

}  // namespace longview

#include "imaging/preparation/head_box.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "imaging/core/failure.h"
#include "imaging/preparation/brain_mask.h"
#include "imaging/preparation/private/mask_tools.h"
#include "imaging/registration/private/coarse.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
constexpr double kSpacing = 2;

// The middle of the mask, as a continuous index.
Vec3 middle_of(const Volume& mask) {
  const auto inside = voxels_of<std::uint8_t>(mask);
  const auto nx = static_cast<std::size_t>(mask.grid.size[0]), ny = static_cast<std::size_t>(mask.grid.size[1]);
  Vec3 sum{};
  double count = 0;
  for (std::size_t n = 0; n < inside.size(); ++n) {
    if (!inside[n]) continue;
    const std::array<std::size_t, 3> at{n % nx, n / nx % ny, n / (nx * ny)};
    for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(at[c]);
    ++count;
  }
  if (!(count > 0)) throw Failure("No brain was found in this scan. Choose a T1 scan of a head.");
  return {sum[0] / count, sum[1] / count, sum[2] / count};
}

// On the lattice's own voxels, so that nothing is interpolated twice.
Grid box_around(const Grid& lattice, const Vec3& middle) {
  Grid box = lattice;
  Vec3 first{};
  for (std::size_t c = 0; c < 3; ++c) first[c] = std::round(middle[c]) - kHeadBox[c] / 2;
  box.size = kHeadBox;
  box.origin = point_at(lattice, first);
  return box;
}
}  // namespace

HeadBox head_box(const Volume& scan, const Volume& brain, const Progress& progress) {
  if (!scan.voxels) throw Failure("This scan has no voxels yet; read the series first.");
  const Volume small = coarse(as_float(scan), kSpacing);
  const Grid lattice = upright_grid(small.grid, kSpacing);
  const Volume mask = brain.voxels ? resample(brain, lattice, {}, Interpolation::nearest)
                                   : resample_mask(brain_mask(small, progress.part(0, 0.9)), lattice);
  HeadBox box;
  box.head = resample(small, box_around(lattice, middle_of(mask)));
  box.brain = resample(mask, box.head.grid, {}, Interpolation::nearest);
  const auto values = voxels_of<float>(box.head);
  const auto in = voxels_of<std::uint8_t>(box.brain);
  double sum = 0, squares = 0, n = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!in[i] || !std::isfinite(values[i])) continue;
    sum += values[i];
    squares += static_cast<double>(values[i]) * values[i];
    ++n;
  }
  box.mean = n > 0 ? sum / n : 0;
  box.deviation = n > 0 ? std::sqrt(std::max(0.0, squares / n - box.mean * box.mean)) : 0;
  if (!(box.deviation > 0)) throw Failure("All voxels of this brain have one value: this is no scan of a brain.");
  progress.report(1, "Brain found");
  return box;
}

Volume one_piece(const Volume& labels) {
  const auto values = voxels_of<std::uint8_t>(labels);
  const Volume piece = largest_piece(mask_where(labels.grid, [&](std::size_t n) { return values[n] > 0; }));
  const auto kept = voxels_of<std::uint8_t>(piece);
  std::vector<std::uint8_t> cleaned(values.begin(), values.end());
  for (std::size_t n = 0; n < cleaned.size(); ++n)
    if (!kept[n]) cleaned[n] = 0;
  return make_volume(labels.grid, std::move(cleaned));
}

}  // namespace longview

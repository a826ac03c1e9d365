// The noise floor is our own estimate, by the usual argument for volumetry from contours: the border of a mask is known
// to about half a voxel, since a border voxel is partly tissue of both kinds (partial volume), and two dates are laid
// on each other to within the registration residual; both move the border by a distance, so the volume is uncertain by
// surface times that distance. The two distances are independent and add in squares. Half of their root is taken, as
// errors of opposite sites of the surface cancel in part. It is no confidence interval.
#include "imaging/measurement/growth.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "imaging/measurement/private/mask.h"

namespace longview {

namespace {

// Faces between inside and outside times their area, times 2/3: over all directions of a surface the faces' sum is 3/2
// of its area (the mean of |nx| + |ny| + |nz| over the sphere). Exact for a large ball, 2/3 of a box's with its axes.
double surface_mm2(const Volume& mask) {
  const auto inside = inside_of(mask);
  const Grid& grid = mask.grid;
  const std::array<std::size_t, 3> step{
      1, static_cast<std::size_t>(grid.size[0]),
      static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1])};
  std::array<std::size_t, 3> faces{};
  std::size_t n = 0;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i, ++n) {
        if (!inside[n]) continue;
        const Size3 index{i, j, k};
        for (std::size_t c = 0; c < 3; ++c) {
          faces[c] += index[c] == 0 || !inside[n - step[c]];
          faces[c] += index[c] + 1 == grid.size[c] || !inside[n + step[c]];
        }
      }
  double area = 0;
  for (std::size_t c = 0; c < 3; ++c) area += static_cast<double>(faces[c]) * voxel_volume_mm3(grid) / grid.spacing[c];
  return area * 2 / 3;
}

double mean_spacing(const Grid& grid) { return (grid.spacing[0] + grid.spacing[1] + grid.spacing[2]) / 3; }

std::string text(const char* format, double number) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, number);
  return buffer;
}

std::string in_words(const Change& change) {
  if (change.within_noise) return "within noise ±" + text("%.1f", change.noise_ml) + " mL";
  std::string words = text("%+.2f", change.change_ml) + " mL";
  if (change.change_percent) words += " (" + text("%+.0f", *change.change_percent) + " %)";
  if (change.doubling_days && *change.doubling_days > 0)
    words += ", doubling in " + text("%.0f", *change.doubling_days) + " d";
  if (change.doubling_days && *change.doubling_days < 0)
    words += ", halving in " + text("%.0f", -*change.doubling_days) + " d";
  return words;
}

}  // namespace

double noise_floor_ml(const Volume& mask_before, const Volume& mask_after, double residual_mm) {
  const double partial_volume = (mean_spacing(mask_before.grid) + mean_spacing(mask_after.grid)) / 4;
  const double thickness = 0.5 * std::hypot(partial_volume, residual_mm);
  return (surface_mm2(mask_before) + surface_mm2(mask_after)) / 2 * thickness / 1000;
}

Change change_between(double from_ml, double to_ml, double days, double noise_ml) {
  Change change;
  change.from_ml = from_ml, change.to_ml = to_ml, change.days = days, change.noise_ml = noise_ml;
  change.change_ml = to_ml - from_ml;
  if (from_ml > 0) change.change_percent = 100 * change.change_ml / from_ml;
  if (from_ml > 0 && to_ml > 0 && from_ml != to_ml && days > 0)
    change.doubling_days = days * std::numbers::ln2 / std::log(to_ml / from_ml);
  change.within_noise = std::abs(change.change_ml) < noise_ml;
  change.words = in_words(change);
  return change;
}

}  // namespace longview

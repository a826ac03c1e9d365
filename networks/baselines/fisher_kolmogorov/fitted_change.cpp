#include "networks/baselines/fisher_kolmogorov/fitted_change.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/registration/resample.h"
#include "networks/baselines/baseline.h"
#include "networks/baselines/masks.h"
#include "networks/baselines/population_growth/population_rate.h"

namespace longview {

namespace {

constexpr double fit_spacing_mm = 2, change_spacing_mm = 1;
constexpr double fit_margin_mm = 14;  // a few front widths around the lesions
constexpr double fastest_mm_per_day = 0.5;

struct Box {
  Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
};

void stretch(Box& box, const Volume& mask) {
  const auto values = voxels_of<std::uint8_t>(mask);
  std::size_t v = 0;
  for (int k = 0; k < mask.grid.size[2]; ++k)
    for (int j = 0; j < mask.grid.size[1]; ++j)
      for (int i = 0; i < mask.grid.size[0]; ++i, ++v) {
        if (!values[v]) continue;
        const Vec3 point = point_at(mask.grid, {double(i), double(j), double(k)});
        for (std::size_t a = 0; a < 3; ++a) {
          box.low[a] = std::min(box.low[a], point[a]);
          box.high[a] = std::max(box.high[a], point[a]);
        }
      }
}

// Upright cubes over the box and a margin, within the working grid.
Grid grid_over(const Box& box, double margin_mm, double spacing_mm, const Grid& within) {
  const Vec3 first = within.origin;
  const Vec3 last = point_at(within, {within.size[0] - 1.0, within.size[1] - 1.0, within.size[2] - 1.0});
  Grid grid;
  for (std::size_t a = 0; a < 3; ++a) {
    const double low = std::max(box.low[a] - margin_mm, std::min(first[a], last[a]));
    const double high = std::min(box.high[a] + margin_mm, std::max(first[a], last[a]));
    grid.origin[a] = low;
    grid.spacing[a] = spacing_mm;
    grid.size[a] = std::max(1, static_cast<int>(std::floor((high - low) / spacing_mm)) + 1);
  }
  return grid;
}

Volume filled_lesion(const PreparedTimepoint& date) { return filled(level_set(negated(date.lesion), -0.5)); }

TissueField tissue_on(const PreparedTimepoint& date, const Grid& grid) {
  return {resample(date.white, grid), resample(date.grey, grid)};
}

// Distance to where the density is visible; interpolated first, so that the border lies between voxels of the fit.
Volume visible_distance(const Volume& density, const Grid& grid) {
  return signed_distance(level_set(negated(resample(density, grid)), -visible_density));
}

bool finite(const Volume& distance) { return std::isfinite(voxels_of<float>(distance)[0]); }

Volume difference(const Volume& later, const Volume& now) {
  const auto a = voxels_of<float>(later), b = voxels_of<float>(now);
  std::vector<float> values(a.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = a[i] - b[i];
  return make_volume(now.grid, std::move(values), "mm");
}

}  // namespace

FittedChange fitted_change(const History& history, double days, const Progress& progress) {
  progress.report(0, "Fitting growth to the past");
  const PreparedTimepoint& last = history.timepoints.back();
  const bool two = history.timepoints.size() > 1;
  const PreparedTimepoint& first = two ? history.timepoints[history.timepoints.size() - 2] : last;
  const Volume region_first = filled_lesion(first), region_last = two ? filled_lesion(last) : region_first;
  Box box;
  stretch(box, region_first);
  stretch(box, region_last);
  if (box.low[0] > box.high[0]) throw Failure("The lesion is lost on the working grid. It is too small to fit.");

  const Grid coarse = grid_over(box, fit_margin_mm, fit_spacing_mm, history.grid);
  const auto seen = [&](const Volume& region, double since) { return SeenRegion{resample(region, coarse), since}; };
  std::optional<SeenRegion> second;
  if (two) second = seen(region_last, last_interval_days(history));
  FittedChange fitted;
  fitted.fit = fit_growth(tissue_on(first, coarse), seen(region_first, 0), second, population_rate(history),
                          progress.part(0, 0.8));

  progress.report(0.8, "Growing on");
  const double margin = fit_margin_mm + std::min(40.0, fastest_mm_per_day * days);
  const Grid wide = grid_over(box, margin, fit_spacing_mm, history.grid);
  const Grid fine = grid_over(box, margin, change_spacing_mm, history.grid);
  const TissueField tissue = tissue_on(first, wide);
  const Volume now = density_now(tissue, fitted.fit, progress.part(0.8, 0.9));
  const Volume later = density_later(now, tissue, fitted.fit, days, progress.part(0.9, 1));
  const Volume distance = visible_distance(now, fine);
  if (!finite(distance)) throw Failure("No growth that fits the past lesions was found. Choose another model.");
  fitted.change = difference(visible_distance(later, fine), distance);
  return fitted;
}

}  // namespace longview

#include "imaging/simulation/glioma.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "imaging/core/failure.h"
#include "imaging/simulation/private/tumour_solver.h"

namespace longview {

// GliODIL's synthetic seed: a Gaussian of Dt = 15 mm2 and mass 1500, below 0.1 nothing, above 1 cut (networks.md 7.1).
Volume seed_density(const TissueField& tissue, const Vec3& seed) {
  constexpr double dt = 15, mass = 1500;
  const Grid& grid = tissue.white.grid;
  if (!same_grid(grid, tissue.grey.grid)) throw Failure("White and grey matter maps lie on different grids.");
  const Vec3 at = index_at(grid, seed);
  if (!contains(grid, at)) throw Failure("The tumour's seed lies outside the brain scan.");
  const double peak = mass / std::pow(4 * std::numbers::pi * dt, 1.5);
  const double reach = std::sqrt(4 * dt * std::log(std::max(peak, 0.1) / 0.1));
  std::vector<float> cells(voxel_count(grid), 0);
  Size3 first{}, last{};
  for (std::size_t a = 0; a < 3; ++a) {
    first[a] = std::max(0, static_cast<int>(std::floor(at[a] - reach / grid.spacing[a])));
    last[a] = std::min(grid.size[a] - 1, static_cast<int>(std::ceil(at[a] + reach / grid.spacing[a])));
  }
  for (int k = first[2]; k <= last[2]; ++k)
    for (int j = first[1]; j <= last[1]; ++j)
      for (int i = first[0]; i <= last[0]; ++i) {
        const double x = (i - at[0]) * grid.spacing[0], y = (j - at[1]) * grid.spacing[1],
                     z = (k - at[2]) * grid.spacing[2];
        const double value = peak * std::exp(-(x * x + y * y + z * z) / (4 * dt));
        const Size3 index{i, j, k};
        if (value < 0.1 || value_at(tissue.white, index) + value_at(tissue.grey, index) < 0.1) continue;
        const std::size_t n =
            (static_cast<std::size_t>(k) * static_cast<std::size_t>(grid.size[1]) + static_cast<std::size_t>(j)) *
                static_cast<std::size_t>(grid.size[0]) +
            static_cast<std::size_t>(i);
        cells[n] = static_cast<float>(std::min(1.0, value));
      }
  return make_volume(grid, std::move(cells), "1");
}

Volume grow(const Volume& density, const TissueField& tissue, const GliomaGrowth& growth, double days,
            const Progress& progress) {
  if (!(days >= 0)) throw Failure("A tumour cannot be grown backwards in time.");
  TumourSolver solver(density, tissue, growth);
  solver.advance(days, progress);
  return solver.density();
}

}  // namespace longview

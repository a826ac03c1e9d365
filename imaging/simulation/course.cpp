#include "imaging/simulation/private/course.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "imaging/core/failure.h"
#include "imaging/simulation/private/draws.h"
#include "imaging/simulation/private/smooth_noise.h"
#include "imaging/simulation/private/tumour_solver.h"

namespace longview {

std::string_view name_of(GrowthCourse course) {
  switch (course) {
    case GrowthCourse::stable: return "stable";
    case GrowthCourse::shrinking: return "shrinking";
    case GrowthCourse::growing: break;
  }
  return "growing";
}

namespace {
// Share of white matter, and of any tissue, within `radius` mm of a voxel.
std::pair<double, double> around(const TissueField& tissue, const Size3& at, double radius) {
  const Grid& grid = tissue.white.grid;
  double white = 0, any = 0;
  int count = 0;
  Size3 reach{};
  for (std::size_t a = 0; a < 3; ++a) reach[a] = static_cast<int>(radius / grid.spacing[a]);
  for (int k = -reach[2]; k <= reach[2]; ++k)
    for (int j = -reach[1]; j <= reach[1]; ++j)
      for (int i = -reach[0]; i <= reach[0]; ++i) {
        const double x = i * grid.spacing[0], y = j * grid.spacing[1], z = k * grid.spacing[2];
        if (x * x + y * y + z * z > radius * radius) continue;
        ++count;
        const Size3 n{at[0] + i, at[1] + j, at[2] + k};
        if (!contains(grid, {static_cast<double>(n[0]), static_cast<double>(n[1]), static_cast<double>(n[2])}))
          continue;
        const double w = value_at(tissue.white, n);
        white += w;
        any += std::min(1.0, w + value_at(tissue.grey, n));
      }
  return {white / count, any / count};
}

// The upright box of the brain in LPS mm.
std::pair<Vec3, Vec3> extent(const Volume& brain) {
  Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
  const Size3& size = brain.grid.size;
  for (int k = 0; k < size[2]; k += 3)
    for (int j = 0; j < size[1]; j += 3)
      for (int i = 0; i < size[0]; i += 3) {
        if (value_at(brain, {i, j, k}) < 0.5) continue;
        const Vec3 p = point_at(brain.grid, {static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        for (std::size_t a = 0; a < 3; ++a) {
          low[a] = std::min(low[a], p[a]);
          high[a] = std::max(high[a], p[a]);
        }
      }
  if (low[0] > high[0]) throw Failure("The brain mask is empty; no tumour can be simulated.");
  return {low, high};
}

// Uniform in the hemispheres' white matter: off the midline, above the cerebellum and brain stem, not at the surface.
Vec3 draw_seed(const Volume& brain, const TissueField& tissue, Draws draws) {
  const auto [low, high] = extent(brain);
  const double middle = (low[0] + high[0]) / 2, floor = low[2] + 0.45 * (high[2] - low[2]);
  const Grid& grid = brain.grid;
  for (double strict : {1.0, 0.8, 0.6})
    for (int attempt = 0; attempt < 20000; ++attempt) {
      Size3 at{};
      Vec3 index{};
      for (std::size_t a = 0; a < 3; ++a) {
        at[a] = static_cast<int>(draws.below(static_cast<std::size_t>(grid.size[a])));
        index[a] = at[a];
      }
      const Vec3 p = point_at(grid, index);
      if (std::abs(p[0] - middle) < 10 * strict || p[2] < floor || value_at(tissue.white, at) < 0.7 * strict) continue;
      const auto [white, any] = around(tissue, at, 7);
      if (white > 0.5 * strict && any > 0.92 * strict) return p;
    }
  throw Failure("The tissue maps hold no white matter where a tumour could start; check the brain mask.");
}

double radius_of(double mm3) { return std::cbrt(3 * mm3 / (4 * std::numbers::pi)); }

// GliODIL's ranges (D_w and rho 0.035 to 0.2) are those of untreated tumours: 0.07 to 0.4 mm a day. Treated patients
// with two dates grow by 0 to 0.15 mm a day (glioma-btp), and D and rho spread by one to two orders of magnitude
// between patients (networks.md 7.1). So the front's speed v = 2 sqrt(D rho) is drawn from 0.01 to 0.15 mm a day and
// its width lambda = sqrt(D / rho) from h to 2.2 mm: D = v lambda / 2, rho = v / (2 lambda).
GliomaGrowth draw_growth(const Grid& grid, double first_radius, double days, Draws& draws) {
  const double finest = *std::max_element(grid.spacing.begin(), grid.spacing.end());
  double speed = 1;
  for (int attempt = 0; attempt < 100; ++attempt) {
    speed = draws.log_uniform(0.01, 0.15);
    if (first_radius + speed * days < 36) break;  // 200 mL: few live to see it
    speed = 0.01;
  }
  const double width = draws.uniform(std::max(1.0, finest), std::max(2.2, 1.3 * finest));
  GliomaGrowth growth;
  growth.d_white = speed * width / 2;
  growth.rho = speed / (2 * width);
  growth.white_to_grey = draws.uniform(10, 30);
  growth.mass_effect_mm = draws.uniform(0, 6);
  return growth;
}

// Rates from the first date on. A stable tumour's diffusion falls with its rho, else it would fade while it stands
// still. A shrinking one's front runs back at 2.8 sqrt(D rho): the speed of the equation's hole front for the profile
// that growth leaves; it is drawn as 0.01 to 0.05 mm a day.
GliomaGrowth rates_after(const GliomaGrowth& growth, GrowthCourse course, Draws& draws) {
  GliomaGrowth after = growth;
  double factor = 1;
  if (course == GrowthCourse::stable) factor = 0.1;
  if (course == GrowthCourse::shrinking)
    factor = draws.log_uniform(0.01, 0.05) / (2.8 * std::sqrt(growth.d_white * growth.rho));
  after.d_white *= factor;
  after.rho *= course == GrowthCourse::shrinking ? -factor : factor;
  return after;
}
}  // namespace

TumourCourse draw_course(const Volume& brain, const TissueField& tissue, const GliomaStudyOptions& options) {
  Draws draws(options.seed, "course");
  TumourCourse result;
  result.thresholds = {draws.uniform(0.45, 0.60), draws.uniform(0.70, 0.85), draws.uniform(0.15, 0.35)};
  const double chance = draws.uniform(), volume = draws.log_uniform(2, 60);
  result.first_volume_mm3 = 1000 * options.first_volume_ml.value_or(volume);
  result.course = chance < 0.75   ? GrowthCourse::growing
                  : chance < 0.90 ? GrowthCourse::stable
                                  : GrowthCourse::shrinking;
  if (options.growth) {
    result.growth = result.after = *options.growth;
    result.course = options.growth->rho < 0 ? GrowthCourse::shrinking : GrowthCourse::growing;
    result.growth.rho = std::abs(options.growth->rho);
  } else {
    const double days = options.days.empty() ? 0 : options.days.back();
    result.growth = draw_growth(brain.grid, radius_of(result.first_volume_mm3), days, draws);
    result.after = rates_after(result.growth, result.course, draws);
  }
  if (result.growth.seed == Vec3{}) result.growth.seed = draw_seed(brain, tissue, Draws(options.seed, "seed"));
  result.after.seed = result.growth.seed;
  return result;
}

namespace {
// Tissue through which tumour cells move unevenly (sd 0.5 in ln D, 7 mm): fibres and vessels that no T1 shows. Without
// it every tumour would be as smooth as the equation, and a model that solves the same equation would have it too easy.
TissueField uneven(const TissueField& tissue, std::uint64_t seed) {
  const Volume white_float = as_float(tissue.white), grey_float = as_float(tissue.grey);
  const auto white = voxels_of<float>(white_float), grey = voxels_of<float>(grey_float);
  const auto field = smooth_noise(tissue.white.grid, 7, Draws(seed, "uneven tissue"));
  std::vector<float> w(white.size()), g(grey.size());
  for (std::size_t n = 0; n < w.size(); ++n) {
    if (white[n] + grey[n] < 0.1F) continue;
    const float factor = std::exp(0.5F * std::clamp(field[n], -2.0F, 2.0F) - 1.0F);  // never above 1
    const float floor = 0.1001F / (white[n] + grey[n]);                              // stays tissue
    w[n] = white[n] * std::max(factor, floor);
    g[n] = grey[n] * std::max(factor, floor);
  }
  return {make_volume(tissue.white.grid, std::move(w)), make_volume(tissue.white.grid, std::move(g))};
}
}  // namespace

Densities densities_of(const TumourCourse& course, const TissueField& tissue, const std::vector<double>& days,
                       std::uint64_t seed, const Progress& progress) {
  const TissueField paths = uneven(tissue, seed);
  GliomaGrowth growth = course.growth;
  growth.d_white *= std::exp(1.0);  // D at the field's middle is the growth's own
  TumourSolver solver(seed_density(tissue, growth.seed), paths, growth);
  Densities result;
  const double step = solver.longest_step();
  constexpr double oldest = 8000;  // days: a tumour that finds no more room stays smaller than was drawn
  for (double volume = 0; volume < course.first_volume_mm3 && result.age_days < oldest;
       volume = solver.volume_above(course.thresholds.visible)) {
    progress.report(0.5 * volume / course.first_volume_mm3, "growing the tumour to its first date");
    solver.advance(step);
    result.age_days += step;
  }
  solver.change_course(course.after.d_white / course.growth.d_white, course.after.rho);
  for (std::size_t n = 0; n < days.size(); ++n) {
    if (n > 0) solver.advance(days[n] - days[n - 1], progress.part(0.5, 1));
    result.at.push_back(solver.density());
  }
  return result;
}

}  // namespace longview

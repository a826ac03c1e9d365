#include "networks/baselines/fisher_kolmogorov/growth_fit.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <nlopt.hpp>
#include <numbers>

#include "imaging/core/failure.h"

namespace longview {

namespace {

// As published for the simulated cohorts (GliODIL, U(10, 30)).
constexpr double white_to_grey = 17;
constexpr double narrowest_mm = 0.8, widest_mm = 4;      // front width sqrt(D / rho)
constexpr double slowest = 0.01, fastest = 0.5;          // front speed 2 sqrt(D rho), mm a day
constexpr double youngest_days = 5, oldest_days = 1500;  // from the seed to the first date
constexpr double seed_reach_mm = 12;                     // how far the seed may lie from the centroid

struct Moments {
  Vec3 centroid{};
  double radius_mm = 0;  // of the sphere of the same volume
};

Moments moments(const Volume& region) {
  const auto values = voxels_of<float>(region);
  Vec3 sum{};
  double total = 0;
  std::size_t v = 0;
  for (int k = 0; k < region.grid.size[2]; ++k)
    for (int j = 0; j < region.grid.size[1]; ++j)
      for (int i = 0; i < region.grid.size[0]; ++i, ++v) {
        if (values[v] <= 0) continue;
        const Vec3 index{double(i), double(j), double(k)};
        for (std::size_t a = 0; a < 3; ++a) sum[a] += values[v] * index[a];
        total += values[v];
      }
  if (total <= 0) throw Failure("The lesion is lost on the 2 mm grid of the fit. It is too small.");
  for (double& s : sum) s /= total;
  const double mm3 = total * voxel_volume_mm3(region.grid);
  return {point_at(region.grid, sum), std::cbrt(3 * mm3 / (4 * std::numbers::pi))};
}

// 2 sum(p r) / (sum(p) + sum(r)), p rising from 0 to 1 around the threshold so that the search feels a slope.
double soft_dice(const Volume& density, const Volume& region) {
  const auto c = voxels_of<float>(density);
  const auto r = voxels_of<float>(region);
  double both = 0, sum = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    const double p = std::clamp((c[i] - visible_density) / 0.3 + 0.5, 0.0, 1.0);
    both += p * r[i];
    sum += p + r[i];
  }
  return sum > 0 ? 2 * both / sum : 0;
}

// Speed v = 2 sqrt(D rho) and width w = sqrt(D / rho), turned round.
GliomaGrowth growth_of(const Vec3& seed, double speed, double width) {
  GliomaGrowth growth;
  growth.seed = seed;
  growth.d_white = speed * width / 2;
  growth.rho = speed / (2 * width);
  growth.white_to_grey = white_to_grey;
  return growth;
}

struct Search {
  const TissueField& tissue;
  const SeenRegion& first;
  const std::optional<SeenRegion>& second;
  Vec3 centre{};
  double speed = 0;  // fixed where there is one date
  const Progress& progress;
  int runs = 0;
  std::exception_ptr thrown{};  // NLopt swallows what its function throws: Stopped, Failure

  // x = shift of the seed (mm) along L, P, S, log width, log age, log speed.
  GrowthFit fit_at(const std::vector<double>& x) const {
    GrowthFit fit;
    const double v = x.size() > 5 ? std::exp(x[5]) : speed;
    fit.growth = growth_of({centre[0] + x[0], centre[1] + x[1], centre[2] + x[2]}, v, std::exp(x[3]));
    fit.first_days = std::exp(x[4]);
    return fit;
  }

  double loss(const std::vector<double>& x) {
    progress.check();
    ++runs;
    const GrowthFit fit = fit_at(x);
    const Volume then = density_now(tissue, fit);
    if (x.size() <= 5) return 1 - soft_dice(then, first.region);
    const Volume now = density_later(then, tissue, fit, second->days_since_before);
    return 1 - (soft_dice(then, first.region) + soft_dice(now, second->region)) / 2;
  }
};

double call_search(const std::vector<double>& x, std::vector<double>&, void* data) {
  Search& search = *static_cast<Search*>(data);
  try {
    return search.loss(x);
  } catch (...) {
    search.thrown = std::current_exception();
    throw nlopt::forced_stop();
  }
}

// All growth at one speed. NLopt's search stops by a count of runs, never by the clock: the same data, the same fit.
GrowthFit search_growth(Search& search, const Moments& start, double speed, bool free_speed) {
  const double width = 1.5, age = std::clamp(start.radius_mm / speed, youngest_days, oldest_days);
  std::vector<double> x{0, 0, 0, std::log(width), std::log(age)}, step{3, 3, 3, 0.3, 0.4};
  std::vector<double> low{-seed_reach_mm, -seed_reach_mm, -seed_reach_mm, std::log(narrowest_mm),
                          std::log(youngest_days)};
  std::vector<double> high{seed_reach_mm, seed_reach_mm, seed_reach_mm, std::log(widest_mm), std::log(oldest_days)};
  if (free_speed) {
    x.push_back(std::log(speed));
    step.push_back(0.3);
    low.push_back(std::log(slowest));
    high.push_back(std::log(fastest));
  }
  nlopt::opt optimizer(nlopt::LN_NELDERMEAD, static_cast<unsigned>(x.size()));
  optimizer.set_lower_bounds(low);
  optimizer.set_upper_bounds(high);
  optimizer.set_initial_step(step);
  optimizer.set_maxeval(free_speed ? 240 : 160);
  optimizer.set_ftol_abs(1e-4);
  optimizer.set_min_objective(call_search, &search);
  double loss = 1;
  try {
    optimizer.optimize(x, loss);
  } catch (const nlopt::forced_stop&) {
    std::rethrow_exception(search.thrown);
  } catch (const nlopt::roundoff_limited&) {
    loss = search.loss(x);  // as good as it gets
  }
  GrowthFit fit = search.fit_at(x);
  fit.dice = 1 - loss;
  return fit;
}

// The factor from the first date on that fits the second best: golden section, the Dice has one hump along it. Both D
// and rho get it: with rho alone a tumour that stands still would fade (as in the simulator's stable course).
void search_later_factor(GrowthFit& fit, Search& search) {
  constexpr double golden = 0.6180339887498949;
  const Volume then = density_now(search.tissue, fit);
  const auto dice_at = [&](double factor) {
    search.progress.check();
    ++search.runs;
    fit.later_factor = factor;
    return soft_dice(density_later(then, search.tissue, fit, search.second->days_since_before), search.second->region);
  };
  double low = -1, high = 1;
  double a = high - golden * (high - low), b = low + golden * (high - low), at_a = dice_at(a), at_b = dice_at(b);
  for (int i = 0; i < 12; ++i) {
    if (at_a > at_b) {
      high = b, b = a, at_b = at_a, a = high - golden * (high - low), at_a = dice_at(a);
    } else {
      low = a, a = b, at_a = at_b, b = low + golden * (high - low), at_b = dice_at(b);
    }
  }
  const double best = (low + high) / 2;
  fit.dice = (fit.dice + dice_at(best)) / 2;
}

}  // namespace

Volume density_now(const TissueField& tissue, const GrowthFit& fit, const Progress& progress) {
  const Volume first = grow(seed_density(tissue, fit.growth.seed), tissue, fit.growth, fit.first_days, progress);
  return fit.between_days > 0 ? density_later(first, tissue, fit, fit.between_days, progress) : first;
}

Volume density_later(const Volume& density, const TissueField& tissue, const GrowthFit& fit, double days,
                     const Progress& progress) {
  if (days <= 0) return density;
  GliomaGrowth growth = fit.growth;
  growth.d_white *= std::abs(fit.later_factor);
  growth.rho *= fit.later_factor;
  return grow(density, tissue, growth, days, progress);
}

GrowthFit fit_growth(const TissueField& tissue, const SeenRegion& first, const std::optional<SeenRegion>& second,
                     double population_speed, const Progress& progress) {
  const Moments before = moments(first.region);
  Search search{tissue, first, second, before.centroid, population_speed, progress};
  if (!second) return search_growth(search, before, population_speed, false);
  const double speed = (moments(second->region).radius_mm - before.radius_mm) / second->days_since_before;
  GrowthFit fit;
  if (speed > slowest) {
    fit = search_growth(search, before, std::min(speed * 1.2, fastest), true);
  } else {
    // It stood still or shrank: how it came to the first date is fitted to that date alone, then what changed.
    fit = search_growth(search, before, population_speed, false);
    search_later_factor(fit, search);
  }
  fit.between_days = second->days_since_before;
  fit.runs = search.runs;
  return fit;
}

}  // namespace longview

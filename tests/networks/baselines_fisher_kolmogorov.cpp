// The Fisher-Kolmogorov fit on tumours that the simulator's own solver grew.
#include <gtest/gtest.h>

#include <cmath>

#include "imaging/measurement/overlap.h"
#include "imaging/measurement/volumes.h"
#include "networks/baselines/fisher_kolmogorov/growth_fit.h"
#include "networks/core/registry.h"
#include "tests/networks/baselines_history.h"

namespace longview {

namespace {

Volume visible(const Volume& density) {
  std::vector<std::uint8_t> inside;
  for (const float c : voxels_of<float>(density)) inside.push_back(c > visible_density);
  return make_volume(density.grid, std::move(inside));
}

// A tumour in white matter with a slab of grey on one side, seen at `days`, the last of which is hidden.
struct Grown {
  History history;
  Volume truth;
  double radius_last = 0, radius_truth = 0;
};

Grown grown(const std::vector<double>& days, double speed, double width) {
  const Grid grid = cubes(81, 1);
  std::vector<float> white, grey;
  for (std::size_t v = 0; v < voxel_count(grid); ++v) {
    const bool left = v % 81 < 34;  // 7 mm from the seed
    white.push_back(left ? 0.F : 1.F);
    grey.push_back(left ? 1.F : 0.F);
  }
  const TissueField tissue{make_volume(grid, white), make_volume(grid, grey)};
  GliomaGrowth growth;
  growth.seed = {1, -2, 3};
  growth.d_white = speed * width / 2;
  growth.rho = speed / (2 * width);
  growth.white_to_grey = 17;
  Grown result;
  std::vector<Volume> masks;
  Volume density = grow(seed_density(tissue, growth.seed), tissue, growth, days[0]);
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (i > 0) density = grow(density, tissue, growth, days[i] - days[i - 1]);
    masks.push_back(visible(density));
  }
  result.truth = masks.back();
  masks.pop_back();
  std::vector<Sphere> dates(masks.size());
  for (std::size_t i = 0; i < dates.size(); ++i) dates[i] = {days[i], 5, 0};
  result.history = history_of_spheres(dates, grid);
  for (std::size_t i = 0; i < masks.size(); ++i) {
    PreparedTimepoint& date = result.history.timepoints[i];
    date.white = tissue.white;
    date.grey = tissue.grey;
    date.lesion = as_float(masks[i]);
    date.lesion_ml = volume_ml(masks[i]);
  }
  result.history.last_lesion = label_map_of(masks.back(), Label{});
  result.radius_last = radius_of(result.history.last_lesion);
  result.radius_truth = radius_of(label_map_of(result.truth, Label{}));
  return result;
}

TEST(FisherKolmogorov, RecoversTheGrowthOfASimulatedTumourFromTwoDates) {
  const Grown tumour = grown({100, 160, 220}, 0.12, 1.5);
  ASSERT_GT(tumour.radius_truth - tumour.radius_last, 3);
  const Prediction prediction = model_named("fisher-kolmogorov").predict(tumour.history, {60}, {}, {});
  const Volume mask = mask_of(*prediction.labels), before = mask_of(tumour.history.last_lesion);
  EXPECT_NEAR(radius_of(*prediction.labels), tumour.radius_truth, 0.8);
  EXPECT_GT(dice(mask, tumour.truth), 0.93);
  EXPECT_GT(growth_dice(mask, tumour.truth, before), 0.8);
}

TEST(FisherKolmogorov, GrowsAlongWhiteMatterBetterThanASphereDoes) {
  const Grown tumour = grown({100, 160, 220}, 0.12, 1.5);
  const Volume before = mask_of(tumour.history.last_lesion);
  const auto growth = [&](const char* model) {
    const Prediction prediction = model_named(model).predict(tumour.history, {60}, {}, {});
    return growth_dice(mask_of(*prediction.labels), tumour.truth, before);
  };
  EXPECT_GT(growth("fisher-kolmogorov"), growth("volume-extrapolation"));
}

TEST(FisherKolmogorov, LetsATumourThatShrankShrinkOn) {
  const History history = history_of_spheres({{0, 13}, {90, 11}}, cubes(81, 1));
  const Prediction prediction = model_named("fisher-kolmogorov").predict(history, {90}, {}, {});
  EXPECT_LT(radius_of(*prediction.labels), 10.7);
  EXPECT_GT(radius_of(*prediction.labels), 7);
}

TEST(FisherKolmogorov, KeepsTheCavityOfARimInside) {
  const History history = history_of_spheres({{0, 9, 5}, {90, 13, 9}}, cubes(81, 1));
  const Prediction prediction = model_named("fisher-kolmogorov").predict(history, {60}, {}, {});
  const Volume mask = mask_of(*prediction.labels);
  const auto at = [&](int from_middle) { return value_at(mask, {40 + from_middle, 40, 40}); };
  EXPECT_EQ(at(0), 0);  // the cavity is not filled
  EXPECT_EQ(at(8), 0);
  EXPECT_EQ(at(13), 1);  // the rim went out
  EXPECT_GT(volume_ml(mask), 1.1 * history.timepoints.back().lesion_ml);
}

TEST(FisherKolmogorov, TakesThePopulationsSpeedFromOneDate) {
  History history = history_of_spheres({{0, 11}}, cubes(81, 1));
  const Prediction prediction = model_named("fisher-kolmogorov").predict(history, {60}, {}, {});
  EXPECT_GT(radius_of(*prediction.labels), 11.5);
  EXPECT_EQ(model_named("fisher-kolmogorov").applicable(history, {60}).back().verdict, Check::Verdict::warns);
}

}  // namespace

}  // namespace longview

#include "imaging/measurement/overlap.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"

namespace longview {
namespace {

Volume row(std::vector<std::uint8_t> voxels) {
  const Grid grid{{static_cast<int>(voxels.size()), 1, 1}};
  return make_volume(grid, std::move(voxels));
}

TEST(Dice, IsTwiceTheCommonVoxelsOverAll) {
  EXPECT_DOUBLE_EQ(dice(row({1, 1, 1, 0, 0}), row({0, 1, 1, 1, 0})), 2.0 * 2 / 6);
  EXPECT_DOUBLE_EQ(dice(row({1, 0, 1}), row({1, 0, 1})), 1);
  EXPECT_DOUBLE_EQ(dice(row({1, 0, 0}), row({0, 0, 1})), 0);
  EXPECT_DOUBLE_EQ(dice(row({1, 0, 0}), row({0, 0, 0})), 0);
  EXPECT_TRUE(std::isnan(dice(row({0, 0}), row({0, 0}))));
}

TEST(Dice, TakesAnyVoxelTypeAboveOneHalf) {
  const Volume probability = make_volume<float>({{3, 1, 1}}, {0.5F, 0.51F, NAN});
  EXPECT_DOUBLE_EQ(dice(probability, row({0, 1, 0})), 1);
}

TEST(GrowthDice, LooksOnlyAtWhatWasAdded) {
  // Baseline 2 voxels; 3 truly added, 2 predicted added, 2 in common: 2 * 2 / 5. The lost voxel 0 does not count.
  const Volume baseline = row({1, 1, 0, 0, 0, 0}), truth = row({0, 1, 1, 1, 1, 0}), predicted = row({1, 1, 1, 1, 0, 0});
  EXPECT_DOUBLE_EQ(growth_dice(predicted, truth, baseline), 2.0 * 2 / 5);
  EXPECT_DOUBLE_EQ(growth_dice(baseline, truth, baseline), 0) << "nothing changes scores exactly 0";
  EXPECT_TRUE(std::isnan(growth_dice(baseline, baseline, baseline)));
}

TEST(Overlap, RefusesMasksOnTwoGrids) {
  Volume moved = row({1, 0, 1});
  moved.grid.origin[2] = 5;
  EXPECT_THROW(dice(row({1, 0, 1}), moved), Failure);
  EXPECT_THROW(growth_dice(row({1, 0, 1}), row({1, 0, 1}), moved), Failure);
}

}  // namespace
}  // namespace longview

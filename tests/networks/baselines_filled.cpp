// Cavities of rims, whole and ragged.
#include <gtest/gtest.h>

#include "imaging/measurement/overlap.h"
#include "networks/baselines/masks.h"
#include "tests/networks/baselines_history.h"

namespace longview {

namespace {

TEST(Filled, ClosesAWholeRim) {
  const Grid grid = cubes(41, 1);
  EXPECT_EQ(dice(filled(ball<std::uint8_t>(grid, 14, {}, 10)), ball<std::uint8_t>(grid, 14)), 1);
}

TEST(Filled, ClosesARimWithAGapAndStaysWithinItsHull) {
  const Grid grid = cubes(41, 1);
  const Volume rim = ball<std::uint8_t>(grid, 14, {}, 10), whole = ball<std::uint8_t>(grid, 14);
  const auto values = voxels_of<std::uint8_t>(rim);
  std::vector<std::uint8_t> torn(values.begin(), values.end());
  for (int k = 16; k < 25; ++k)
    for (int j = 16; j < 25; ++j)
      for (int i = 25; i < 41; ++i) torn[std::size_t((k * 41 + j) * 41 + i)] = 0;
  const Volume closed = filled(make_volume(grid, torn));
  EXPECT_GT(dice(closed, whole), 0.97);
  EXPECT_EQ(value_at(closed, {20, 20, 20}), 1);
}

TEST(Filled, LeavesASolidBallAndNothingAsTheyAre) {
  const Grid grid = cubes(31, 1);
  for (const double radius : {9.0, -1.0}) {
    const Volume mask = ball<std::uint8_t>(grid, radius);
    EXPECT_EQ(content_hash(filled(mask)), content_hash(mask));
  }
}

}  // namespace

}  // namespace longview

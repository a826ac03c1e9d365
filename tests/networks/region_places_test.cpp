#include "networks/layers/region_places.h"

#include <gtest/gtest.h>

#include "imaging/core/standard_space.h"

namespace longview {
namespace {

at::Tensor atlas_with_hippocampi() {
  at::Tensor atlas = at::zeros({76, 94, 76}, at::kByte);
  atlas.slice(0, 30, 33).slice(1, 40, 43).slice(2, 20, 23).fill_(6);
  atlas.slice(0, 30, 33).slice(1, 40, 43).slice(2, 50, 53).fill_(7);
  return atlas;
}

TEST(RegionPlaces, AreTheMiddleOfTheSideWhereTheMapIsHigher) {
  const at::Tensor atlas = atlas_with_hippocampi();
  at::Tensor map = at::zeros({76, 94, 76});
  map.slice(2, 45, 60).fill_(2);
  Affine to_scan;
  to_scan.offset = {1, 2, 3};
  NamedTable table{"regions", {"region", "mean_z"}, {{"Hippocampi", "1"}, {"no region", "0"}}};
  add_places(table, atlas, map, to_scan);
  EXPECT_EQ(table.columns, (std::vector<std::string>{"region", "mean_z", "x_mm", "y_mm", "z_mm"}));
  const Vec3 left = point_at(standard_grid(), {51, 41, 31});
  EXPECT_NEAR(std::stod(table.rows[0][2]), left[0] + 1, 0.051);
  EXPECT_NEAR(std::stod(table.rows[0][3]), left[1] + 2, 0.051);
  EXPECT_NEAR(std::stod(table.rows[0][4]), left[2] + 3, 0.051);
  EXPECT_EQ(table.rows[1], (std::vector<std::string>{"no region", "0", "", "", ""}));
}

TEST(NearestThrough, LooksWhereTheDisplacementPoints) {
  const at::Tensor atlas = atlas_with_hippocampi();
  at::Tensor shift = at::zeros({1, 3, 76, 94, 76});
  shift.select(1, 0).fill_(4.4);   // x
  shift.select(1, 2).fill_(-2.6);  // z
  const at::Tensor seen = nearest_through(atlas, shift);
  EXPECT_EQ(seen[34][41][16].item<int>(), 6);
  EXPECT_EQ(seen[34][41][21].item<int>(), 0);
  EXPECT_TRUE(at::equal(nearest_through(atlas, at::zeros({1, 3, 76, 94, 76})), atlas));
}

}  // namespace
}  // namespace longview

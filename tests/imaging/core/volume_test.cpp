// Voxels keep their type and are shared; values are found where the grid says.
#include "imaging/core/volume.h"

#include <gtest/gtest.h>

#include <numeric>

#include "imaging/core/failure.h"
#include "imaging/core/label_map.h"
#include "imaging/core/private/itk_image.h"

namespace longview {
namespace {

Volume ramp() {
  Grid grid;
  grid.size = {3, 4, 5};
  std::vector<std::int16_t> values(60);
  std::iota(values.begin(), values.end(), std::int16_t{-30});
  return make_volume(grid, std::move(values), "HU");
}

TEST(Volume, TheFirstAxisRunsFastest) {
  const Volume volume = ramp();
  EXPECT_EQ(value_at(volume, {1, 0, 0}), -29);
  EXPECT_EQ(value_at(volume, {0, 1, 0}), -27);
  EXPECT_EQ(value_at(volume, {0, 0, 1}), -18);
}

TEST(Volume, CopyingSharesTheVoxels) {
  const Volume volume = ramp(), copy = volume;
  EXPECT_EQ(volume.voxels.get(), copy.voxels.get());
  const Volume floats = as_float(volume);
  EXPECT_EQ(as_float(floats).voxels.get(), floats.voxels.get());
}

TEST(Volume, AnotherTypeThanItsOwnIsRefusedInWords) {
  try {
    voxels_of<float>(ramp());
    FAIL() << "int16 voxels were handed out as float";
  } catch (const Failure& failure) {
    EXPECT_STREQ(failure.what(), "This volume holds int16 voxels, not float32.");
  }
}

TEST(Volume, TooFewValuesAreRefused) {
  Grid grid;
  grid.size = {2, 2, 2};
  EXPECT_THROW(make_volume(grid, std::vector<float>(7)), Failure);
}

TEST(Volume, InterpolationIsExactOnALinearRamp) {
  const Volume volume = ramp();  // value = -30 + i + 3 j + 12 k
  EXPECT_NEAR(interpolate(volume, {0.5, 1.25, 2.75}), -30 + 0.5 + 3 * 1.25 + 12 * 2.75, 1e-12);
  EXPECT_EQ(interpolate(volume, {-1, 0, 0}, -1000), -1000);
}

TEST(Volume, TheHashSeesOneVoxelAndTheGrid) {
  const Volume volume = ramp();
  Volume moved = volume;
  moved.grid.origin[0] += 1;
  EXPECT_NE(content_hash(volume), content_hash(moved));
  const auto voxels = voxels_of<std::int16_t>(volume);
  std::vector<std::int16_t> values(voxels.begin(), voxels.end());
  EXPECT_EQ(content_hash(volume), content_hash(make_volume(volume.grid, values)));
  ++values[59];
  EXPECT_NE(content_hash(volume), content_hash(make_volume(volume.grid, values)));
}

TEST(ItkImage, LooksAtTheSameVoxelsAndKeepsThemAlive) {
  itk::Image<std::int16_t, 3>::Pointer image;
  const void* address = nullptr;
  {
    Volume volume = ramp();
    volume.grid.direction = {0, 1, 0, 0, 0, 1, 1, 0, 0};
    volume.grid.spacing = {2, 3, 4};
    address = volume.voxels.get();
    image = itk_view<std::int16_t>(volume);
    EXPECT_TRUE(same_grid(grid_of(*image), volume.grid));
  }
  EXPECT_EQ(image->GetBufferPointer(), address);
  EXPECT_EQ(image->GetPixel({{1, 2, 3}}), -30 + 1 + 6 + 36);
  const Volume back = volume_of<std::int16_t>(image.GetPointer());
  image = nullptr;
  EXPECT_EQ(back.voxels.get(), address);
  EXPECT_EQ(value_at(back, {1, 2, 3}), -30 + 1 + 6 + 36);
}

TEST(LabelMap, AMaskHoldsTheChosenLabelOnly) {
  Grid grid;
  grid.size = {4, 1, 1};
  const LabelMap map{make_volume<std::uint8_t>(grid, {0, 1, 3, 1}), {Label{}, Label{3, "Core"}}};
  const Volume ones = mask_of(map, 1), all = mask_of(map);
  EXPECT_EQ(value_at(ones, {2, 0, 0}), 0);
  EXPECT_EQ(value_at(all, {2, 0, 0}), 1);
  EXPECT_EQ(value_at(ones, {3, 0, 0}), 1);
}

}  // namespace
}  // namespace longview

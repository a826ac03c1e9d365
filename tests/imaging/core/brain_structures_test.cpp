#include "imaging/core/brain_structures.h"

#include <gtest/gtest.h>

#include <set>

#include "imaging/core/failure.h"

namespace longview {
namespace {

TEST(BrainStructures, AreNumberedInOrderAndMirrorEachOther) {
  const auto all = brain_structures();
  ASSERT_EQ(static_cast<int>(all.size()), kBrainStructures);
  std::set<std::string> names;
  for (std::size_t n = 0; n < all.size(); ++n) {
    EXPECT_EQ(all[n].value, static_cast<int>(n) + 1);
    EXPECT_TRUE(names.insert(full_name(all[n])).second) << full_name(all[n]);
    const BrainStructure& other = all[static_cast<std::size_t>(all[n].mirrored - 1)];
    EXPECT_EQ(other.mirrored, all[n].value);
    EXPECT_EQ(other.name, all[n].name);
    EXPECT_EQ(all[n].side == Side::middle, other.value == all[n].value);
  }
}

// Indices and names as ../shared's dlmuse_dseg.tsv has them.
TEST(BrainStructures, TakeMusesLabelsToTheRightSideAndLobe) {
  const auto name = [](int index) {
    return full_name(brain_structures()[static_cast<std::size_t>(structure_of_muse(index) - 1)]);
  };
  EXPECT_EQ(name(47), "Hippocampus, right");
  EXPECT_EQ(name(48), "Hippocampus, left");
  EXPECT_EQ(name(49), "Lateral ventricle, right");
  EXPECT_EQ(name(52), "Lateral ventricle, left");
  EXPECT_EQ(name(23), "Caudate and accumbens, right");
  EXPECT_EQ(name(30), "Caudate and accumbens, left");
  EXPECT_EQ(name(116), "Medial temporal grey, right");
  EXPECT_EQ(name(207), "Temporal grey, left");
  EXPECT_EQ(name(169), "Parietal grey, left");
  EXPECT_EQ(name(94), "Central white, left");
  EXPECT_EQ(structure_of_muse(0), 0);
  EXPECT_EQ(structure_of_muse(300), 0);
}

TEST(BrainStructures, MakeRegionsOfWhichTheTissuesAreTheWhole) {
  std::size_t tissues = 0;
  for (const BrainRegion& region : brain_regions()) {
    EXPECT_FALSE(region.values.empty()) << region.name;
    if (region.name == "Grey matter" || region.name == "White matter" || region.name == "Fluid")
      tissues += region.values.size();
    if (region.name == "Temporal lobe, left") {
      EXPECT_EQ(region.values.size(), 5u);
    }
    if (region.name == "Ventricles") {
      EXPECT_EQ(region.values.size(), 4u);
    }
  }
  EXPECT_EQ(tissues, static_cast<std::size_t>(kBrainStructures));
}

TEST(BrainStructures, ComeFromMusesMapAndRefuseALesionMask) {
  Grid grid;
  grid.size = {3, 1, 1};
  LabelMap muse{make_volume(grid, std::vector<std::uint8_t>{0, 48, 207}), {}};
  for (int index = 1; index < 208; ++index) {
    Label label;
    label.value = index;
    muse.labels.push_back(label);
  }
  const LabelMap map = brain_structures_from(muse);
  EXPECT_EQ(value_at(map.voxels, {0, 0, 0}), 0);
  EXPECT_EQ(value_at(map.voxels, {1, 0, 0}), structure_of_muse(48));
  EXPECT_EQ(value_at(map.voxels, {2, 0, 0}), structure_of_muse(207));
  EXPECT_EQ(content_hash(brain_structures_from(map).voxels), content_hash(map.voxels));
  muse.labels.resize(3);
  EXPECT_THROW(brain_structures_from(muse), Failure);
}

}  // namespace
}  // namespace longview

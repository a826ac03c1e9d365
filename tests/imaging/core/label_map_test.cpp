#include "imaging/core/label_map.h"

#include <gtest/gtest.h>

namespace longview {
namespace {

LabelMap map_of(std::vector<std::pair<int, std::string>> names) {
  LabelMap map;
  Grid grid;
  grid.size = {static_cast<int>(names.size()) + 1, 1, 1};
  std::vector<std::uint8_t> voxels{0};
  for (const auto& [value, name] : names) {
    Label label;
    label.value = value;
    label.name = name;
    map.labels.push_back(label);
    voxels.push_back(static_cast<std::uint8_t>(value));
  }
  map.voxels = make_volume(grid, std::move(voxels));
  return map;
}

TEST(FollowedLabel, IsTheEnhancingOneByNameWhateverItsValue) {
  EXPECT_EQ(followed_value(map_of({{1, "Necrotic core"}, {3, "Enhancing tumour"}})), 3);
  EXPECT_EQ(followed_value(map_of({{1, "Tumour"}, {2, "Non-enhancing core"}})), 1);
}

TEST(FollowedLabel, IsFourInAMapOfBrats) { EXPECT_EQ(followed_value(map_of({{1, "1"}, {2, "2"}, {4, "4"}})), 4); }

TEST(FollowedLabel, IsOneWhereThereIsOneAndElseAllAreFollowed) {
  EXPECT_EQ(followed_value(map_of({{1, "Tumour"}, {2, "Core"}})), 1);
  EXPECT_EQ(followed_value(map_of({{1, "Ground-glass part of the nodule"}, {2, "Solid part of the nodule"}})),
            std::nullopt);
  const LabelMap others = map_of({{5, "a"}, {6, "b"}});
  EXPECT_EQ(followed_value(others), std::nullopt);
  const auto everything = followed_mask(others);
  EXPECT_TRUE(std::ranges::equal(voxels_of<std::uint8_t>(everything), std::vector{0, 1, 1}));
}

TEST(FollowedLabel, GivesItsMaskAndItsDescription) {
  const LabelMap map = map_of({{1, "Necrosis"}, {2, "Oedema"}, {4, "Enhancing tumour"}});
  const auto mask = followed_mask(map);
  EXPECT_TRUE(std::ranges::equal(voxels_of<std::uint8_t>(mask), std::vector{0, 0, 0, 1}));
  EXPECT_EQ(followed_label(map).value, 4);
  EXPECT_EQ(followed_label({}).value, Label{}.value);
}

}  // namespace
}  // namespace longview

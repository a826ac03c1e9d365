#include <gtest/gtest.h>

#include "imaging/core/study.h"

namespace longview {
namespace {

Segmentation mask(const char* name, int labels = 1) {
  LabelMap map;
  map.voxels = make_volume(Grid{}, std::vector<std::uint8_t>{1});
  for (int value = 1; value <= labels; ++value) {
    map.labels.emplace_back();
    map.labels.back().value = value;
  }
  Segmentation segmentation;
  segmentation.name = name;
  segmentation.labels = std::move(map);
  return segmentation;
}

TEST(LesionOf, IsTheMaskNamedLikeATumourWhereverItStands) {
  Timepoint date;
  date.masks = {mask("A"), mask("Tumor")};
  EXPECT_EQ(lesion_of(date), &*date.masks[1].labels);
  date.masks = {mask("A"), mask("B")};
  EXPECT_EQ(lesion_of(date), &*date.masks[0].labels);
}

TEST(LesionOf, IsNoAtlasAndNoOrgan) {
  Timepoint date;
  date.masks = {mask("Dlmuse", 145), mask("Whole lung"), mask("Regions", 30)};
  EXPECT_EQ(lesion_of(date), nullptr);
  date.masks.push_back(mask("Lung nodule"));
  EXPECT_EQ(lesion_of(date), &*date.masks.back().labels);
  date.masks.back() = mask("Segmentation", 2);
  EXPECT_EQ(lesion_of(date), &*date.masks.back().labels);
}

}  // namespace
}  // namespace longview

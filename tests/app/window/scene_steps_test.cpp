#include "app/window/scene_steps.h"

#include <gtest/gtest.h>

#include "tests/app/window/small_study.h"
#include "viewer/scene/slice_geometry.h"

namespace longview {
namespace {

using testing::small_study;

TEST(Scene, OpensOnTheNewestAcquiredDateWithTheCursorInItsMiddle) {
  const Study study = small_study(true);
  const Scene scene = first_scene(study);
  EXPECT_EQ(scene.timepoint, 1);
  EXPECT_EQ(scene.cursor, centre(study.timepoints[1].series[0].grid));
}

TEST(Scene, ComparesTheLastTwoAcquiredTheBackTestAndThePrediction) {
  const Study study = small_study(true);
  EXPECT_EQ(default_columns(study), (std::vector<int>{0, 1, 2, 3}));
  EXPECT_EQ(default_columns(small_study(false)), (std::vector<int>{0, 1}));
}

TEST(Scene, KeepsItsDatesWhenATimePointIsInserted) {
  const Study before = small_study(false);
  Study after = small_study(true);
  std::rotate(after.timepoints.begin(), after.timepoints.begin() + 2, after.timepoints.begin() + 3);  // B1 comes first
  Scene scene = first_scene(before);
  scene.columns = {0, 1};
  scene.windows[1] = {100, 50};
  const Scene carried = carried_over(scene, before, after);
  EXPECT_EQ(after.timepoints[static_cast<std::size_t>(carried.timepoint)].session, "ses-02");
  EXPECT_EQ(carried.columns, (std::vector<int>{1, 2}));
  ASSERT_EQ(carried.windows.count(2), 1u);
  EXPECT_EQ(carried.windows.at(2).centre, 100);
}

TEST(Scene, StepsThroughDatesWithTheBackTestLast) {
  const Study study = small_study(true);
  Scene scene = with_date(Scene{}, 1);
  scene = with_next_date(scene, study, 1);
  EXPECT_EQ(scene.timepoint, 3);
  scene = with_next_date(scene, study, 1);
  EXPECT_EQ(scene.timepoint, 2);
  scene = with_next_date(scene, study, 1);
  EXPECT_EQ(scene.timepoint, 2);
}

TEST(Scene, ZoomsOnTheLesionToAboutAThirdOfAView) {
  Study study = small_study(false);
  const Scene fitted = first_scene(study);
  const Scene near = with_lesion_in_view(fitted, study);
  // Radius 12 mm around (24, 8, 12): as near as the limit for small lesions lets it.
  EXPECT_NEAR(near.zoom, 2.4, 1e-9);
  const SliceGeometry view = slice_geometry(study, near, Plane::axial, 400, 400);
  const auto middle = pixel_of(view, {24, 8, 12});
  EXPECT_NEAR(middle[0], 200, 12);
  EXPECT_NEAR(middle[1], 200, 12);
  for (Timepoint& timepoint : study.timepoints) timepoint.masks.clear();
  EXPECT_EQ(with_lesion_in_view(fitted, study), fitted);
}

TEST(Scene, TogglesColumnsBetweenOneAndFour) {
  const Study study = small_study(true);
  Scene scene;
  scene.columns = {0, 1};
  scene = with_column_toggled(scene, study, 3);
  EXPECT_EQ(scene.columns, (std::vector<int>{0, 1, 3}));
  for (const int column : {0, 1, 3}) scene = with_column_toggled(scene, study, column);
  EXPECT_EQ(scene.columns.size(), 1u);
}

TEST(Scene, FindsTheLargestLesionSliceAndTheLargestDisagreement) {
  const Study study = small_study(true);
  const auto largest = largest_lesion_slice(study.timepoints[1]);
  ASSERT_TRUE(largest.has_value());
  EXPECT_NEAR((*largest)[0], 24, 2.1);
  EXPECT_NEAR((*largest)[1], 8, 2.1);
  EXPECT_NEAR((*largest)[2], 12, 2.1);
  EXPECT_TRUE(largest_disagreement(study.timepoints[2], study.timepoints[1]).has_value());
  EXPECT_FALSE(largest_disagreement(study.timepoints[1], study.timepoints[1]).has_value());
}

TEST(Presets, OfCtAreHounsfieldUnitsAndOfMrFollowTheScan) {
  Series ct;
  ct.modality = "CT";
  EXPECT_EQ(*preset_window(ct, 1), (GreyWindow{-600, 1500}));
  EXPECT_EQ(*preset_window(ct, 4), (GreyWindow{40, 80}));
  EXPECT_FALSE(preset_window(ct, 8).has_value());
  const Series mr = small_study(false).timepoints[0].series[0];
  const auto narrow = preset_window(mr, 3), wide = preset_window(mr, 4);
  ASSERT_TRUE(narrow && wide);
  EXPECT_LT(narrow->width, wide->width);
  EXPECT_EQ(preset_window(mr, 0)->width, 0);
  EXPECT_FALSE(preset_window(mr, 5).has_value());
}

TEST(Values, AreReadAtThePointThroughTheTransform) {
  Study study = small_study(false);
  const Volume& volume = *study.timepoints[0].series[0].volume;
  EXPECT_NEAR(*value_near(volume, Vec3{24, 8, 12}), 980, 13);
  EXPECT_FALSE(value_near(volume, Vec3{500, 0, 0}).has_value());
  study.timepoints[0].from_study->from_study.offset = {10, 0, 0};
  EXPECT_EQ(to_scan(study.timepoints[0], {14, 8, 12})[0], 24);
  EXPECT_EQ(to_study(study.timepoints[0], {24, 8, 12})[0], 14);
}

}  // namespace
}  // namespace longview

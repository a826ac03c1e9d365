#include "viewer/scene/linking.h"

#include <gtest/gtest.h>

#include "tests/viewer/phantom.h"

namespace longview {
namespace {

// Two dates without images: linking asks for nothing else.
Study two_dates() {
  Study study;
  study.timepoints.resize(2);
  study.timepoints[0].session = "ses-01";
  study.timepoints[1].session = "ses-02";
  study.timepoints[1].from_study = Transform{};
  return study;
}

TEST(Linking, MovesAllDatesTogetherWhileItIsOn) {
  const Study study = two_dates();
  Scene scene;
  Scene moved = scene_of_date(study, scene, 1);
  moved.cursor = {1, 2, 3};
  scene = with_scene_of_date(study, scene, moved, 1);
  EXPECT_EQ(scene_of_date(study, scene, 0).cursor, (Vec3{1, 2, 3}));
  EXPECT_TRUE(scene.own_places.empty());
}

TEST(Linking, LetsADateGoItsOwnWayOnceItIsOff) {
  const Study study = two_dates();
  Scene scene = with_link_toggled(study, Scene{}, 0);
  Scene moved = scene_of_date(study, scene, 1);
  moved.cursor = {1, 2, 3};
  moved.zoom = 2;
  scene = with_scene_of_date(study, scene, moved, 1);
  EXPECT_EQ(scene_of_date(study, scene, 1).cursor, (Vec3{1, 2, 3}));
  EXPECT_EQ(scene_of_date(study, scene, 1).zoom, 2);
  EXPECT_EQ(scene_of_date(study, scene, 0).cursor, Vec3{});
  EXPECT_EQ(scene_of_date(study, scene, 0).zoom, 1);
  // Back on, all go to where the chosen date is.
  scene = with_link_toggled(study, scene, 1);
  EXPECT_EQ(scene_of_date(study, scene, 0).cursor, (Vec3{1, 2, 3}));
}

TEST(Linking, KeepsADateApartWhoseRegistrationFailedItsCheck) {
  Study study = two_dates();
  study.timepoints[1].from_study->quality.trusted = false;
  Scene scene;
  Scene moved = scene_of_date(study, scene, 1);
  moved.cursor = {1, 2, 3};
  scene = with_scene_of_date(study, scene, moved, 1);
  EXPECT_EQ(scene_of_date(study, scene, 0).cursor, Vec3{});
  EXPECT_EQ(scene_of_date(study, scene, 1).cursor, (Vec3{1, 2, 3}));
}

TEST(Linking, KeepsWhatIsNoMatterOfPlaceForAll) {
  const Study study = two_dates();
  Scene scene = with_link_toggled(study, Scene{}, 0);
  Scene changed = scene_of_date(study, scene, 1);
  changed.active_view = 3;
  EXPECT_EQ(with_scene_of_date(study, scene, changed, 1).active_view, 3);
  EXPECT_TRUE(with_scene_of_date(study, scene, changed, 1).own_places.empty());
}

}  // namespace
}  // namespace longview

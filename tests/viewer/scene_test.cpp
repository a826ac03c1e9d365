#include "viewer/scene/scene.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "imaging/core/failure.h"
#include "viewer/scene/scene_history.h"
#include "viewer/scene/scene_json.h"

namespace longview {
namespace {

Scene unusual_scene() {
  Scene scene;
  scene.layout = Layout::compare;
  scene.plane = Plane::sagittal;
  scene.timepoint = 3;
  scene.columns = {0, 2, 3};
  scene.rows = {true, false, true};
  scene.active_view = 4;
  scene.maximised_view = 1;
  scene.flicker_view = 2;
  scene.cursor = {1.0 / 3, -20.25, 1e-7};
  scene.zoom = 2.7;
  scene.pan = {1, -2, 3.5};
  scene.windows[2] = {310.5, 620};
  scene.windows[7] = {-600, 1500};
  scene.linked = false;
  scene.inverted = scene.nearest = scene.hide_patient = scene.volume_rendering = true;
  scene.corner_text = 2;
  scene.overlays.hidden = scene.overlays.fill = scene.overlays.difference = scene.overlays.colour_by_label = true;
  scene.overlays.contours = scene.overlays.probability = false;
  scene.overlays.layers["contour P1 50"] = {false, 0.3};
  scene.tool = Tool::ellipse;
  scene.slab_mm = 10;
  scene.camera = {12.5, -40};
  scene.camera_zoom = 1.3;
  scene.measurements.push_back({true, 2, Plane::coronal, {1, 2, 3}, {4, 5, 6}});
  return scene;
}

TEST(SceneJson, EveryFieldComesBack) {
  EXPECT_EQ(scene_from_json(to_json(unusual_scene())), unusual_scene());
  EXPECT_EQ(scene_from_json(to_json(Scene{})), Scene{});
}

TEST(SceneJson, MissingFieldsKeepTheirDefaultsAndUnknownOnesAreIgnored) {
  const Scene scene = scene_from_json(R"({"longview_scene": 1, "zoom": 3, "colour_of_the_sky": "grey"})");
  EXPECT_EQ(scene.zoom, 3);
  EXPECT_EQ(scene.layout, Scene{}.layout);
}

TEST(SceneJson, RefusesNewerVersionsAndOtherTextInASentence) {
  EXPECT_THROW(scene_from_json(R"({"longview_scene": 99})"), Failure);
  EXPECT_THROW(scene_from_json("[1, 2]"), Failure);
  EXPECT_THROW(scene_from_json("{\"longview_scene\": 1, \"zoom\": \"large\"}"), Failure);
  EXPECT_THROW(scene_from_json(""), Failure);
}

Scene zoomed(double zoom) {
  Scene scene;
  scene.zoom = zoom;
  return scene;
}

TEST(SceneHistory, UndoesAndRedoesStepByStep) {
  SceneHistory history;
  for (const double zoom : {1, 2, 3}) history.record(zoomed(zoom));
  EXPECT_EQ(history.undo().zoom, 2);
  EXPECT_EQ(history.undo().zoom, 1);
  EXPECT_FALSE(history.can_undo());
  EXPECT_EQ(history.undo().zoom, 1);
  EXPECT_EQ(history.redo().zoom, 2);
  history.record(zoomed(9));
  EXPECT_FALSE(history.can_redo());
  EXPECT_EQ(history.undo().zoom, 2);
}

TEST(SceneHistory, ADragIsOneStepAndTheFirstSceneIsNeverLost) {
  SceneHistory history;
  history.record(zoomed(1), true);
  history.record(zoomed(2), true);
  for (const double zoom : {3, 4, 5}) history.record(zoomed(zoom), true);
  EXPECT_EQ(history.undo().zoom, 1);
  EXPECT_FALSE(history.can_undo());
  EXPECT_EQ(history.redo().zoom, 5);
}

TEST(SceneHistory, RecordingTheSceneOnTheScreenAgainIsNoStep) {
  SceneHistory history;
  history.record(zoomed(1));
  history.record(zoomed(1));
  EXPECT_FALSE(history.can_undo());
}

}  // namespace
}  // namespace longview

#include "viewer/views/interaction.h"

#include <gtest/gtest.h>

#include "tests/viewer/phantom.h"
#include "viewer/scene/slice_geometry.h"
#include "viewer/views/corner_text.h"

namespace longview {
namespace {

const ViewPlace axial{0, QRect(10, 20, 400, 300), Plane::axial, 1, -1};

Scene centred(const Study& study) {
  Scene scene;
  scene.timepoint = 1;
  scene.cursor = centre(reference_grid(study));
  return scene;
}

std::shared_ptr<const Study> study_of_three() {
  return phantom::glioma(phantom::oblique_grid(), centre(phantom::oblique_grid()));
}

TEST(WheelSteps, AreWholeOnesOf120UnitsAndDropTheRestOnAPauseOrATurn) {
  WheelSteps wheel;
  EXPECT_EQ(wheel.add(60, 0), 0);
  EXPECT_EQ(wheel.add(60, 20), 1);
  EXPECT_EQ(wheel.add(250, 40), 2);
  EXPECT_TRUE(wheel.continues());
  EXPECT_EQ(wheel.add(115, 1000), 0);  // the 10 units left have lapsed
  EXPECT_FALSE(wheel.continues());
  EXPECT_EQ(wheel.add(-120, 1010), -1);
}

TEST(Interaction, ZoomKeepsThePointUnderThePointer) {
  const auto study = study_of_three();
  const QPointF at(300, 80);
  const Scene scene = centred(*study);
  const Vec3 before = point_under(*study, scene, axial, at);
  const Scene zoomed = with_wheel(*study, scene, axial, at, 5, Qt::ControlModifier);
  EXPECT_NEAR(zoomed.zoom, std::pow(1.1, 5), 1e-12);
  const Vec3 after = point_under(*study, zoomed, axial, at);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(before[c], after[c], 1e-9);
}

TEST(Interaction, AClickSetsTheCursorToThePointUnderIt) {
  const auto study = study_of_three();
  const Scene scene = centred(*study);
  const QPointF at(155, 190);
  EXPECT_EQ(drag_for(scene, axial, at, Qt::LeftButton, Qt::NoModifier), Drag::cursor);
  const Scene next = dragged(*study, scene, axial, Drag::cursor, at, at);
  const SliceGeometry geometry = slice_geometry(*study, next, Plane::axial, 400, 300);
  const auto pixel = pixel_of(geometry, next.cursor);
  EXPECT_NEAR(pixel[0], 145, 1e-6);
  EXPECT_NEAR(pixel[1], 170, 1e-6);
}

TEST(Interaction, PanMovesThePictureWithThePointer) {
  const auto study = study_of_three();
  const Scene scene = centred(*study);
  const Vec3 held = point_under(*study, scene, axial, {100, 100});
  const Scene next = dragged(*study, scene, axial, Drag::pan, {100, 100}, {137, 81});
  const Vec3 there = point_under(*study, next, axial, {137, 81});
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(held[c], there[c], 1e-9);
}

TEST(Interaction, TheWheelStepsSlicesAndShiftTenOfThem) {
  const auto study = study_of_three();
  const Scene scene = centred(*study);
  const auto slice = [&](const Scene& s) { return slice_position(*study, s, Plane::axial, 1).slice; };
  EXPECT_EQ(slice(with_wheel(*study, scene, axial, {50, 50}, 1, Qt::NoModifier)), slice(scene) + 1);
  EXPECT_EQ(slice(with_wheel(*study, scene, axial, {50, 50}, -1, Qt::ShiftModifier)), slice(scene) - 10);
}

TEST(Interaction, AltWheelChangesTheDateOfTheViewAlone) {
  const auto study = study_of_three();
  Scene scene = centred(*study);
  scene.columns = {0, 1};
  ViewPlace column = axial;
  column.column = 1;
  const Scene next = with_wheel(*study, scene, column, {50, 50}, 1, Qt::AltModifier);
  EXPECT_EQ(next.columns, (std::vector<int>{0, 2}));
  EXPECT_EQ(next.timepoint, scene.timepoint);
}

TEST(Interaction, WindowDragsKeepLinkedDatesAlikeAndLeaveUnlinkedOnesAlone) {
  const auto study = study_of_three();
  Scene scene = centred(*study);
  const Scene linked = dragged(*study, scene, axial, Drag::window_level, {100, 100}, {150, 90});
  EXPECT_EQ(linked.windows.size(), 3u);
  EXPECT_NEAR(linked.windows.at(0).width, linked.windows.at(1).width, 1e-9);
  scene.linked = false;
  EXPECT_EQ(dragged(*study, scene, axial, Drag::window_level, {100, 100}, {150, 90}).windows.size(), 1u);
}

TEST(Interaction, TheSliceBarLeadsFromTheFirstToTheLastSlice) {
  const auto study = study_of_three();
  const Scene scene = centred(*study);
  const QRect bar = slice_bar(axial.rect);
  const QPointF top(bar.center().x(), bar.top()), bottom(bar.center().x(), bar.bottom());
  EXPECT_EQ(drag_for(scene, axial, top, Qt::LeftButton, Qt::NoModifier), Drag::slice_bar);
  const Scene last = dragged(*study, scene, axial, Drag::slice_bar, top, top);
  const Scene first = dragged(*study, scene, axial, Drag::slice_bar, bottom, bottom);
  EXPECT_EQ(slice_position(*study, last, Plane::axial, 1).slice, slice_position(*study, last, Plane::axial, 1).slices);
  EXPECT_EQ(slice_position(*study, first, Plane::axial, 1).slice, 1);
}

}  // namespace
}  // namespace longview

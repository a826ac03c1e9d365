// A bright point of an oblique, anisotropic scan is drawn where its LPS point projects: in slices and in 3D.
#include <gtest/gtest.h>

#include <QApplication>
#include <QElapsedTimer>

#include "tests/viewer/phantom.h"
#include "viewer/scene/slice_geometry.h"
#include "viewer/scene/volume_facts.h"
#include "viewer/views/draw.h"
#include "viewer/views/prepare_application.h"
#include "viewer/views/view_grid.h"
#include "viewer/views/volume_camera.h"
#include "viewer/views/volume_view.h"

namespace longview {
namespace {

const Vec3 bright{9, -14, 12};

// Mean place of pixels that `choose` takes.
template <class Choose>
QPointF centroid(const QImage& picture, Choose choose) {
  double n = 0, x = 0, y = 0;
  for (int v = 0; v < picture.height(); ++v)
    for (int u = 0; u < picture.width(); ++u)
      if (choose(picture.pixel(u, v))) {
        n += 1;
        x += u + 0.5;
        y += v + 0.5;
      }
  return n > 0 ? QPointF(x / n, y / n) : QPointF(-1, -1);
}

Scene quiet(Plane plane) {
  Scene scene;
  scene.layout = Layout::single;
  scene.plane = plane;
  scene.cursor = bright;
  scene.zoom = 0.8;
  scene.pan = {5, -3, 2};
  scene.corner_text = 2;
  scene.overlays.hidden = true;
  scene.windows[0] = {600, 400};
  return scene;
}

void expect_point(const Study& study, const QSize& size) {
  for (const Plane plane : {Plane::axial, Plane::coronal, Plane::sagittal}) {
    const Scene scene = quiet(plane);
    const auto shared = std::make_shared<const Study>(study);
    const QImage picture = draw(shared, scene, size);
    const ViewPlace place = view_places(study, scene, size).views.at(0);
    const SliceGeometry geometry = slice_geometry(study, scene, plane, place.rect.width(), place.rect.height());
    const auto truth = pixel_of(geometry, bright);
    // Letters and badge are bright too: only the middle of the picture is looked at.
    const QRect part(static_cast<int>(truth[0]) - 60, static_cast<int>(truth[1]) - 60, 121, 121);
    const QPointF found = centroid(picture.copy(part), [](QRgb p) { return qRed(p) > 127 && qRed(p) == qBlue(p); }) +
                          QPointF(part.topLeft()) - QPointF(place.rect.topLeft());
    // A ball of 2.5 mm voxels: half a voxel, in pixels.
    EXPECT_NEAR(found.x(), truth[0], 1.0 / geometry.mm_per_pixel) << static_cast<int>(plane);
    EXPECT_NEAR(found.y(), truth[1], 1.0 / geometry.mm_per_pixel) << static_cast<int>(plane);
  }
}

TEST(APoint, IsDrawnWhereItProjectsInEveryPlaneOfAnObliqueScan) {
  Study study;
  study.timepoints.push_back(phantom::date(phantom::ball(phantom::oblique_grid(), bright, 5), 0));
  expect_point(study, {640, 520});
}

TEST(APoint, OfALaterDateIsDrawnInStudySpace) {
  const Affine to_scan = rigid({0.1, -0.15, 0.2}, {6, -4, 3});
  Study study;
  study.timepoints.push_back(phantom::date(phantom::ball(phantom::oblique_grid(), bright, 5), 0));
  study.timepoints.push_back(phantom::date(phantom::ball(phantom::oblique_grid(), map_point(to_scan, bright), 5), 90));
  study.timepoints[1].from_study = Transform{TransformKind::rigid, to_scan, "a", "b", {}};
  Scene scene = quiet(Plane::coronal);
  const auto shared = std::make_shared<const Study>(study);
  const QImage first = draw(shared, scene, {500, 500});
  scene.timepoint = 1;
  scene.windows[1] = scene.windows[0];
  const QImage second = draw(shared, scene, {500, 500});
  const SliceGeometry geometry = slice_geometry(study, scene, Plane::coronal, 498, 498);
  const auto truth = pixel_of(geometry, bright);
  const QRect part(static_cast<int>(truth[0]) - 60, static_cast<int>(truth[1]) - 60, 121, 121);
  const auto grey = [](QRgb p) { return qRed(p) > 127 && qRed(p) == qBlue(p); };
  const QPointF a = centroid(first.copy(part), grey), b = centroid(second.copy(part), grey);
  EXPECT_NEAR(a.x(), b.x(), 1.2 / geometry.mm_per_pixel);
  EXPECT_NEAR(a.y(), b.y(), 1.2 / geometry.mm_per_pixel);
}

TEST(APoint, IsDrawnAtTheSamePlaceHoweverTheVoxelsAreStored) {
  // The same head stored with its index axis running to the right and to the left; the header says so each time.
  const auto stored = [](double sign) {
    Grid grid;
    grid.size = {81, 80, 80};
    grid.direction = {sign, 0, 0, 0, 1, 0, 0, 0, 1};
    grid.origin = {-sign * 40, -40, -40};
    Study study;
    study.timepoints.push_back(phantom::date(phantom::ball(grid, bright, 5), 0));
    return std::make_shared<const Study>(study);
  };
  for (const Plane plane : {Plane::axial, Plane::coronal, Plane::sagittal}) {
    const QImage right = draw(stored(1), quiet(plane), {400, 400}), left = draw(stored(-1), quiet(plane), {400, 400});
    int different = 0;
    for (int y = 40; y < 360; ++y)
      for (int x = 40; x < 340; ++x) different += std::abs(qRed(right.pixel(x, y)) - qRed(left.pixel(x, y))) > 8;
    EXPECT_EQ(different, 0) << static_cast<int>(plane);
  }
}

TEST(APoint, IsDrawnWhereItProjectsIn3D) {
  if (!can_show_3d()) GTEST_SKIP() << "3D needs an X display: run under xvfb-run";
  auto study = std::make_shared<Study>();
  Timepoint date = phantom::date(phantom::ball(phantom::oblique_grid(), {-30, -30, -30}, 1), 0);
  date.masks.push_back(phantom::lesion(phantom::mask(phantom::oblique_grid(), bright, 6)));
  study->timepoints.push_back(date);
  ViewModel model{study, quiet(Plane::surfaces), {}};
  model.scene.overlays.hidden = false;
  for (const auto& camera : {std::array<double, 2>{-35, 20}, {80, -10}, {0, 0}}) {
    model.scene.camera = camera;
    model.scene.cursor = {0, 0, 200};  // off the picture, and the head is cut away nowhere near
    VolumeView view;
    const ViewPlace place{0, QRect(0, 0, 420, 360), Plane::surfaces, 0, -1};
    view.show_place(model, place);
    view.show();
    QElapsedTimer timer;
    timer.start();
    while (!(view.finished() && view.frames() > 0) && timer.elapsed() < 60000)
      QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    ASSERT_TRUE(view.finished());
    const QImage picture = view.grabFramebuffer();
    // The middle of the voxels that the ball fell into: coarse voxels move it by a fraction of one.
    const Volume voxels = shown_mask(*study->timepoints[0].masks[0].labels);
    Vec3 middle{};
    double inside = 0;
    for (int k = 0; k < voxels.grid.size[2]; ++k)
      for (int j = 0; j < voxels.grid.size[1]; ++j)
        for (int i = 0; i < voxels.grid.size[0]; ++i)
          if (value_at(voxels, {i, j, k}) > 0) {
            const Vec3 p = point_at(voxels.grid, {double(i), double(j), double(k)});
            for (std::size_t c = 0; c < 3; ++c) middle[c] += p[c];
            inside += 1;
          }
    for (double& c : middle) c /= inside;
    const VolumeCamera eye = volume_camera(model, 420, 360);
    const QPointF truth = eye.pixel_of(middle);
    const QRect part(static_cast<int>(truth.x()) - 50, static_cast<int>(truth.y()) - 50, 101, 101);
    // Lesions are blue, heads grey, in light and in shade.
    const QPointF found =
        centroid(picture.copy(part), [](QRgb p) { return qBlue(p) > 14 && qBlue(p) > 1.35 * qRed(p); });
    EXPECT_NEAR(found.x() + part.left(), truth.x(), 0.6 / eye.mm_per_pixel) << camera[0];
    EXPECT_NEAR(found.y() + part.top(), truth.y(), 0.6 / eye.mm_per_pixel) << camera[0];
  }
}

TEST(ViewGrid, LaysOutEveryLayoutAndAsksForScenesRatherThanChangingThem) {
  const auto study = phantom::glioma(phantom::oblique_grid(), bright);
  ViewGrid grid;
  grid.resize(900, 700);
  ViewModel model{study, {}, {}};
  model.scene.columns = {0, 1, 2};
  const std::pair<Layout, std::size_t> layouts[] = {{Layout::single, 1},
                                                    {Layout::planes, 3},
                                                    {Layout::planes_and_3d, 4},
                                                    {Layout::compare, 9},
                                                    {Layout::side_by_side_3d, 3}};
  for (const auto& [layout, count] : layouts) {
    model.scene.layout = layout;
    if (!can_show_3d() || layout == Layout::single || layout == Layout::planes || layout == Layout::compare)
      grid.set(model);
    EXPECT_EQ(view_places(*study, model.scene, {900, 700}).views.size(), count);
    EXPECT_EQ(view_count(*study, model.scene), static_cast<int>(count));
    for (const ViewPlace& a : view_places(*study, model.scene, {900, 700}).views)
      for (const ViewPlace& b : view_places(*study, model.scene, {900, 700}).views)
        EXPECT_TRUE(a.view == b.view || !a.rect.intersects(b.rect));
  }
  model.scene.layout = Layout::single;
  grid.set(model);
  Scene asked;
  QObject::connect(&grid, &ViewGrid::scene_changed, [&](const Scene& scene, bool) { asked = scene; });
  grid.flicker_pressed();
  EXPECT_EQ(asked.flicker_view, -1 + 1);
  EXPECT_EQ(grid.model().scene, model.scene);
}

}  // namespace
}  // namespace longview

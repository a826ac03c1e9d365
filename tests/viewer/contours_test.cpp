#include <gtest/gtest.h>

#include <cmath>

#include "viewer/scene/slice_geometry.h"
#include "viewer/views/draw.h"
#include "viewer/views/overlay_layers.h"
#include "viewer/views/view_layout.h"

namespace longview {
namespace {

Grid cube() {
  Grid grid;
  grid.size = {101, 101, 21};
  return grid;
}

double radius(std::size_t i) {
  const double x = static_cast<double>(i % 101) - 50, y = static_cast<double>(i / 101 % 101) - 50;
  return std::sqrt(x * x + y * y);
}

// A tube of label 1 (enhancing) between the radii, label 2 (core) within.
LabelMap rim(double inner, double outer) {
  std::vector<std::uint8_t> values(voxel_count(cube()));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = radius(i) < inner ? 2 : radius(i) < outer ? 1 : 0;
  LabelMap map{make_volume(cube(), std::move(values)), {}};
  map.labels.push_back({.value = 1, .name = "Enhancing tumour"});
  map.labels.push_back({.value = 2, .name = "Core"});
  return map;
}

Timepoint date(double day) {
  Timepoint timepoint;
  timepoint.session = "ses-" + std::to_string(day);
  timepoint.day = day;
  Series series;
  series.modality = "MR";
  series.grid = cube();
  std::vector<float> grey(voxel_count(cube()), 100);
  grey[0] = 0;
  series.volume = make_volume(cube(), std::move(grey));
  timepoint.series.push_back(series);
  return timepoint;
}

std::shared_ptr<Study> three_dates() {
  auto study = std::make_shared<Study>();
  for (const double day : {0.0, 90.0, 180.0}) study->timepoints.push_back(date(day));
  study->timepoints[0].masks.push_back({"Tumour", {}, "memory", "", rim(4, 8)});
  study->timepoints[1].masks.push_back({"Tumour", {}, "memory", "", rim(15, 30)});
  return study;
}

// The most colourful pixel within 1.5 mm of the circle around the middle.
int colour_at(const QImage& picture, const Study& study, const Scene& scene, double mm) {
  const QRect view = view_places(study, scene, picture.size()).views[0].rect;
  const SliceGeometry geometry = slice_geometry(study, scene, Plane::axial, view.width(), view.height());
  int most = 0;
  for (double r = mm - 1.5; r <= mm + 1.5; r += 0.1) {
    const auto pixel = pixel_of(geometry, {50 + r * std::cos(0.5), 50 + r * std::sin(0.5), 10});
    const QColor colour =
        picture.pixelColor(view.left() + static_cast<int>(pixel[0]), view.top() + static_cast<int>(pixel[1]));
    most = std::max(most, std::max({colour.red(), colour.green(), colour.blue()}) -
                              std::min({colour.red(), colour.green(), colour.blue()}));
  }
  return most;
}

TEST(Contours, OfAnotherDateAreItsOutlineWithoutTheInnerSideOfTheRim) {
  const auto study = three_dates();
  Scene scene;
  scene.layout = Layout::single;
  scene.timepoint = 2;
  scene.cursor = {50, 50, 10};
  const QImage picture = draw(study, scene, {700, 700});
  EXPECT_GT(colour_at(picture, *study, scene, 30), 40);
  EXPECT_LT(colour_at(picture, *study, scene, 15), 8);
}

TEST(Contours, OfTheDateItselfShowTheRimAndItsCore) {
  const auto study = three_dates();
  Scene scene;
  scene.layout = Layout::single;
  scene.timepoint = 1;
  scene.cursor = {50, 50, 10};
  const QImage picture = draw(study, scene, {700, 700});
  EXPECT_GT(colour_at(picture, *study, scene, 30), 40);
  EXPECT_GT(colour_at(picture, *study, scene, 15), 40);
}

TEST(Contours, AreOfOneDateToCompareWithUnlessAnotherIsAskedFor) {
  const auto study = three_dates();
  Scene scene;
  const auto dates = [&] {
    std::vector<int> found;
    for (const ContourLayer& layer : contour_layers(*study, scene, 2)) found.push_back(layer.timepoint);
    return found;
  };
  EXPECT_EQ(dates(), std::vector<int>{1});
  scene.overlays.layers["contour A1"] = {true, 1};
  EXPECT_EQ(dates(), (std::vector<int>{0, 1}));
}

TEST(Contours, OfABackTestAreComparedWithTheTruth) {
  const auto study = three_dates();
  Timepoint backtest = date(90);
  backtest.session = "back-test";
  backtest.kind = TimepointKind::backtest;
  backtest.masks.push_back({"Tumour, 50 %", {}, "memory", "", rim(12, 25)});
  study->timepoints.push_back(backtest);
  const auto layers = contour_layers(*study, Scene{}, 3);
  ASSERT_FALSE(layers.empty());
  EXPECT_EQ(layers.front().timepoint, 1);
  EXPECT_FALSE(layers.front().own);
}

}  // namespace
}  // namespace longview

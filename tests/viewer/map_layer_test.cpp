#include "viewer/views/map_layer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "viewer/views/draw.h"
#include "viewer/views/view_layout.h"

namespace longview {
namespace {

// A grey block, and a map of z from -6 at its left end to 6 at its right end.
ViewModel with_map(bool diverging = true) {
  Grid grid;
  grid.size = {61, 61, 61};
  std::vector<float> grey(voxel_count(grid), 100), values(voxel_count(grid));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(static_cast<int>(i % 61) - 30) / 5.0F;
  grey[0] = 0;
  auto study = std::make_shared<Study>();
  Timepoint date;
  date.session = "ses-01";
  Series series;
  series.grid = grid;
  series.modality = "MR";
  series.volume = make_volume(grid, std::move(grey));
  date.series.push_back(series);
  study->timepoints.push_back(date);
  ViewModel model{study, {}, {}, {}};
  model.scene.layout = Layout::single;
  model.scene.cursor = {30, 30, 30};
  model.scene.overlays.map = "some-model/z";
  model.maps[0].push_back(
      {"some-model/z", "Deviation", {"z", "Deviation", make_volume(grid, std::move(values), "z"), diverging}});
  return model;
}

TEST(MapLayer, ShowsNothingBelowItsThresholdAndBlueAndOrangeBeyond) {
  const ViewModel model = with_map();
  const auto layer = map_layer(model, 0);
  ASSERT_TRUE(layer.has_value());
  EXPECT_EQ(layer->threshold, 2);
  const auto colour = [&](double value) {
    const double t = (value - layer->table.low) / (layer->table.high - layer->table.low);
    return QColor::fromRgba(qUnpremultiply(layer->table.colours[static_cast<std::size_t>(std::lround(t * 255))]));
  };
  EXPECT_EQ(colour(0).alpha(), 0);
  EXPECT_EQ(colour(1.8).alpha(), 0);
  EXPECT_EQ(colour(-1.8).alpha(), 0);
  EXPECT_GT(colour(-5).blue(), colour(-5).red());
  EXPECT_GT(colour(5).red(), colour(5).blue());
  EXPECT_GT(colour(5).alpha(), colour(2.5).alpha());
}

TEST(MapLayer, TakesTheThresholdThatSomebodyChose) {
  ViewModel model = with_map();
  model.scene.overlays.map_threshold = 3.5;
  EXPECT_EQ(map_layer(model, 0)->threshold, 3.5);
  EXPECT_EQ(map_layer(model, 0)->bar.ticks.size(), 4u);
}

TEST(MapLayer, DrawsNoValueBelowTheThresholdWhateverItIs) {
  ViewModel model = with_map();
  for (const double threshold : {0.7, 1.9, 2.0, 2.03, 3.333}) {
    model.scene.overlays.map_threshold = threshold;
    const auto layer = map_layer(model, 0);
    for (double value = -layer->range; value <= layer->range; value += 0.001) {
      const double t = (value - layer->table.low) / (layer->table.high - layer->table.low);
      const int alpha = qAlpha(layer->table.colours[static_cast<std::size_t>(std::lround(255 * t))]);
      const double beyond = std::abs(value) - threshold;
      ASSERT_TRUE(beyond >= 0 || alpha == 0) << value << " at " << threshold;
      ASSERT_TRUE(beyond < 2.1 * layer->range / 255 || alpha > 0) << value << " at " << threshold;
    }
  }
}

TEST(MapLayer, StartsAtTheMapsOwnThresholdWhereItHasOne) {
  ViewModel model = with_map();
  model.maps[0][0].map.threshold = 3;
  EXPECT_EQ(map_layer(model, 0)->threshold, 3);
  NamedMap percent = model.maps[0][0].map;
  percent.threshold.reset();
  percent.volume.unit = "%";
  EXPECT_NEAR(usual_threshold(percent), map_range(percent) / 5, 1e-12);
}

TEST(MapLayer, SaysWhatBothSidesMeanAndAgainstWhom) {
  ViewModel model = with_map();
  NamedMap& map = model.maps[0][0].map;
  map.above = "less tissue than expected";
  map.below = "more tissue than expected";
  map.reference = "21 healthy, 20 to 82 y";
  const ColourBar bar = map_layer(model, 0)->bar;
  EXPECT_TRUE(bar.ticks.front().second.startsWith("less tissue than expected  +6"));
  EXPECT_TRUE(bar.ticks.back().second.startsWith(QStringLiteral("more tissue than expected  \u22126")));
  EXPECT_EQ(bar.reference, "21 healthy, 20 to 82 y");
  const QImage with = draw(model, {900, 700}, 1);
  map.above.clear();
  EXPECT_NE(with, draw(model, {900, 700}, 1));
}

TEST(MapLayer, IsOfTheNamedMapAndItsScanOnly) {
  ViewModel model = with_map();
  EXPECT_FALSE(map_layer(model, 1).has_value());
  model.scene.overlays.map = "another/z";
  EXPECT_FALSE(map_layer(model, 0).has_value());
  model = with_map();
  model.scene.overlays.hidden = true;
  EXPECT_FALSE(map_layer(model, 0).has_value());
}

TEST(MapLayer, LiesWhereItsVoxelsAre) {
  const ViewModel model = with_map();
  const QImage picture = draw(model, {400, 400}, 1);
  // Left of the image is the lower index here: z below -2 is blue, the middle stays grey, above 2 is orange.
  const auto at = [&](double x_mm) {
    const ViewPlaces places = view_places(*model.study, model.scene, {400, 400});
    const QRect view = places.views[0].rect;
    const SliceGeometry geometry = slice_geometry(*model.study, model.scene, Plane::axial, view.width(), view.height());
    const auto pixel = pixel_of(geometry, {x_mm, 20, 30});
    return picture.pixelColor(view.left() + static_cast<int>(pixel[0]), view.top() + static_cast<int>(pixel[1]));
  };
  const QColor left = at(5), middle = at(32), right = at(55);
  EXPECT_GT(left.blue(), left.red() + 30);
  EXPECT_EQ(middle.red(), middle.blue());
  EXPECT_GT(right.red(), right.blue() + 30);
}

TEST(MapLayer, OfOneSidedMapsHasOneHue) {
  const ViewModel model = with_map(false);
  const auto layer = map_layer(model, 0);
  ASSERT_TRUE(layer.has_value());
  EXPECT_EQ(layer->table.low, 0);
}

}  // namespace
}  // namespace longview

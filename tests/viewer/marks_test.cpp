#include <gtest/gtest.h>

#include <QPainter>

#include "tests/viewer/phantom.h"
#include "viewer/scene/colours.h"
#include "viewer/views/draw.h"
#include "viewer/views/view_marks.h"

namespace longview {
namespace {

const Vec3 place_of_lesion{4, -6, 8};

std::shared_ptr<const Study> study_of_three() { return phantom::glioma(phantom::oblique_grid(), place_of_lesion); }

// The same scan once as acquired and once as predicted, without overlays.
QImage drawn_as(TimepointKind kind, const QSize& size) {
  auto study = std::make_shared<Study>(*study_of_three());
  study->timepoints[2].kind = kind;
  Scene scene;
  scene.layout = Layout::single;
  scene.timepoint = 2;
  scene.cursor = place_of_lesion;
  scene.overlays.hidden = true;
  scene.corner_text = 2;
  return draw(study, scene, size);
}

bool is_amber(QRgb pixel) {
  return std::abs(qRed(pixel) - colours::predicted.red()) < 60 &&
         std::abs(qGreen(pixel) - colours::predicted.green()) < 60 &&
         std::abs(qBlue(pixel) - colours::predicted.blue()) < 60;
}

TEST(PredictionMarks, AreFrameAndPlateInThePixels) {
  const QImage acquired = drawn_as(TimepointKind::acquired, {600, 600});
  const QImage predicted = drawn_as(TimepointKind::predicted, {600, 600});
  // Frame: every run of 12 pixels along each edge has amber in it.
  for (int at = 2; at < 586; at += 12) {
    int top = 0, bottom = 0, left = 0, right = 0;
    for (int n = 0; n < 12; ++n) {
      top += is_amber(predicted.pixel(at + n, 3));
      bottom += is_amber(predicted.pixel(at + n, 596));
      left += is_amber(predicted.pixel(3, at + n));
      right += is_amber(predicted.pixel(596, at + n));
      EXPECT_FALSE(is_amber(acquired.pixel(at + n, 596)));
    }
    if (at < 180 || at > 400) {
      EXPECT_GT(top, 0) << at;  // elsewhere the plate lies
    }
    EXPECT_GT(bottom, 0) << at;
    EXPECT_GT(left, 0) << at;
    EXPECT_GT(right, 0) << at;
  }
  // Plate: its ground stands at the top centre.
  EXPECT_EQ(QColor(predicted.pixel(300, 19)).name(), colours::plate_ground.name());
}

TEST(PredictionMarks, StandInEveryPieceOf300PixelsWithAnEdgeInIt) {
  const QImage picture = drawn_as(TimepointKind::predicted, {900, 700});
  for (int y = 0; y + 300 <= 700; y += 50)
    for (int x = 0; x + 300 <= 900; x += 50) {
      const bool has_edge = x == 0 || y == 0 || x + 300 == 900 || y + 300 == 700;
      if (!has_edge) continue;
      int amber = 0;
      for (int v = y; v < y + 300; ++v)
        for (int u = x; u < x + 300; ++u) amber += is_amber(picture.pixel(u, v));
      EXPECT_GT(amber, 100) << x << ", " << y;
    }
}

TEST(PredictionMarks, SurviveDrawingAtOtherPixelRatios) {
  Scene scene;
  scene.layout = Layout::single;
  scene.timepoint = 2;
  scene.cursor = place_of_lesion;
  for (const double ratio : {1.0, 1.5, 2.0}) {
    const QImage picture = draw({study_of_three(), scene, {}}, {400, 300}, ratio);
    int amber = 0;
    for (int x = 0; x < picture.width(); ++x) amber += is_amber(picture.pixel(x, picture.height() - 4));
    EXPECT_GT(amber, picture.width() / 12) << ratio;
  }
}

TEST(PredictionMarks, StandInBothThemesOfGreyToo) {
  // The hatch is light on dark: printed in grey it is still a hatch.
  const QImage grey = drawn_as(TimepointKind::predicted, {600, 600}).convertToFormat(QImage::Format_Grayscale8);
  int changes = 0;
  for (int x = 1; x < 600; ++x) changes += std::abs(qRed(grey.pixel(x, 597)) - qRed(grey.pixel(x - 1, 597))) > 30;
  EXPECT_GT(changes, 60);
}

TEST(PlateWords, NameTheHorizonAndShortenForNarrowViews) {
  const auto study = study_of_three();
  EXPECT_TRUE(plate_words(*study, 0, false).isEmpty());
  EXPECT_TRUE(plate_words(*study, 2, false).startsWith("PREDICTED +90"));
  EXPECT_TRUE(plate_words(*study, 2, false).contains("research only"));
  EXPECT_TRUE(plate_words(*study, 2, true).startsWith("PREDICTED +90"));
}

TEST(PlateWords, TellAHealthyVersionFromAForecast) {
  Study study = *study_of_three();
  study.timepoints[2].kind = TimepointKind::synthetic;
  EXPECT_EQ(plate_words(study, 2, false), QStringLiteral("SYNTHETIC, healthy counterpart of A2 — research only"));
  EXPECT_EQ(plate_words(study, 2, true), "SYNTHETIC");
  study.timepoints[2].series.clear();
  EXPECT_EQ(plate_words(study, 2, false), QStringLiteral("SYNTHETIC, labels of A2 — research only"));
}

TEST(Flicker, SwapsFrameAndPlateWithThePixels) {
  Scene scene;
  scene.layout = Layout::single;
  scene.timepoint = 2;
  scene.cursor = place_of_lesion;
  const QImage predicted = draw(study_of_three(), scene, {600, 600});
  scene.flicker_view = 0;
  const QImage before = draw(study_of_three(), scene, {600, 600});
  scene.flicker_view = -1;
  scene.timepoint = 1;
  EXPECT_EQ(before, draw(study_of_three(), scene, {600, 600}));
  EXPECT_NE(before, predicted);
}

TEST(HiddenPatients, LeaveNoTraceInThePicture) {
  auto named = std::make_shared<Study>(*study_of_three());
  auto other = std::make_shared<Study>(*named);
  other->patient.id = "SOMEBODY-ELSE";
  Scene scene;
  scene.layout = Layout::single;
  scene.cursor = place_of_lesion;
  EXPECT_NE(draw(named, scene, {800, 600}), draw(other, scene, {800, 600}));
  scene.hide_patient = true;
  EXPECT_EQ(draw(named, scene, {800, 600}), draw(other, scene, {800, 600}));
}

}  // namespace
}  // namespace longview

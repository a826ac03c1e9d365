#include <gtest/gtest.h>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTableWidget>

#include "app/window/contents.h"
#include "app/window/region_point.h"
#include "imaging/core/brain_structures.h"
#include "tests/app/window/small_study.h"
#include "viewer/panels/findings_panel.h"

namespace longview {
namespace {

using testing::small_study;

TEST(RegionPoint, IsTheMiddleOfTheLabelWithThatName) {
  Study study = small_study(false);
  const std::string name = study.timepoints[1].masks[0].labels->labels[0].name;
  const NamedTable table{"regions", {"region", "z"}, {{"nothing like it", "1"}, {name, "-2.5"}}};
  const auto point = region_point(study, 1, table, 1);
  ASSERT_TRUE(point.has_value());
  EXPECT_NEAR((*point)[0], 24, 4.1);
  EXPECT_NEAR((*point)[1], 8, 4.1);
  EXPECT_NEAR((*point)[2], 12, 4.1);
  EXPECT_FALSE(region_point(study, 1, table, 0).has_value());
  EXPECT_FALSE(region_point(study, 1, table, 7).has_value());
}

TEST(RegionPoint, TellsLeftFromRight) {
  Study study = small_study(false);
  auto& labels = *study.timepoints[1].masks[0].labels;
  labels.labels[0].name = "Right hippocampus";
  const NamedTable table{"volumes", {"structure", "side"}, {{"hippocampus", "left"}, {"hippocampus", "right"}}};
  EXPECT_FALSE(region_point(study, 1, table, 0).has_value());
  EXPECT_TRUE(region_point(study, 1, table, 1).has_value());
}

TEST(RegionPoint, IsWhatTheTableSaysThroughTheTransform) {
  Study study = small_study(false);
  study.timepoints[1].from_study->from_study.offset = {10, 0, 0};
  const NamedTable table{"peaks", {"x_mm", "y_mm", "z_mm"}, {{"15", "-2.5", "30"}}};
  EXPECT_EQ(*region_point(study, 1, table, 0), (Vec3{5, -2.5, 30}));
}

TEST(Findings, LieOverTheScanThatTheModelLookedAtAndItsOwnDate) {
  Document document;
  document.study = std::make_shared<const Study>(small_study(true));
  ModelFindings findings{"subtraction", "Subtraction", "ses-02", "", {"ses-01", "ses-02"}, {}};
  findings.findings.maps.push_back({"change", "Change", *document.study->timepoints[1].series[0].volume, true});
  document.findings.push_back(findings);
  const auto maps = shown_maps(document);
  ASSERT_EQ(maps.size(), 1u);
  ASSERT_TRUE(maps.contains(1));
  EXPECT_EQ(maps.at(1)[0].key, "subtraction/change");
  EXPECT_EQ(maps.at(1)[0].title, "Change, A1 → A2");
}

TEST(FindingsPanel, SortsNumbersAsNumbersAndAsksForTheRowThatWasClicked) {
  FindingsPanel panel;
  panel.set_tables(
      {{"gancmlae", "GANCMLAE: regions", {"regions", {"region", "z"}, {{"b", "-10"}, {"a", "9"}, {"c", "-2.5"}}}}});
  auto* table = panel.findChild<QTableWidget*>();
  table->sortItems(1, Qt::AscendingOrder);
  EXPECT_EQ(table->item(0, 0)->text(), "b");
  EXPECT_EQ(table->item(1, 0)->text(), "c");
  EXPECT_EQ(table->item(2, 0)->text(), "a");
  int asked = -1;
  QObject::connect(&panel, &FindingsPanel::row_chosen, [&](const std::string& model, const NamedTable&, int row) {
    EXPECT_EQ(model, "gancmlae");
    asked = row;
  });
  Q_EMIT table->cellClicked(1, 0);
  EXPECT_EQ(asked, 2);
  Q_EMIT table->cellActivated(0, 0);
  EXPECT_EQ(asked, 0);
}

TEST(FindingsPanel, OffersMapsWithTheirThreshold) {
  FindingsPanel panel;
  std::string key;
  double threshold = 0;
  QObject::connect(&panel, &FindingsPanel::map_chosen, [&](const std::string& chosen, double least, bool) {
    key = chosen;
    threshold = least;
  });
  panel.set_maps({{"m/z", "Deviation", 2, 6, "z", "less tissue", "more tissue"}}, "m/z", -1);
  auto* box = panel.findChild<QDoubleSpinBox*>();
  EXPECT_EQ(box->value(), 2);
  box->setValue(3);
  EXPECT_EQ(key, "m/z");
  EXPECT_EQ(threshold, 3);
  auto* slider = panel.findChild<QSlider*>();
  slider->setValue(slider->maximum() / 4);
  EXPECT_NEAR(threshold, 1.5, 1e-9);
  panel.set_maps({{"m/z", "Deviation", 2, 6, "z", {}, {}}}, "m/z", 4.5);
  EXPECT_EQ(box->value(), 4.5);
  EXPECT_EQ(slider->value(), slider->maximum() * 3 / 4);
}

TEST(FindingsPanel, HidesWhereRowsLie) {
  FindingsPanel panel;
  panel.set_tables({{"m", "M: regions", {"regions", {"region", "x_mm", "y_mm", "z_mm"}, {{"a", "1", "2", "3"}}}}});
  auto* table = panel.findChild<QTableWidget*>();
  EXPECT_FALSE(table->isColumnHidden(0));
  EXPECT_TRUE(table->isColumnHidden(3));
}

TEST(StatusFacts, SayTheStatusItsProbabilityAndHowItWasCalibrated) {
  FindingsPanel panel;
  panel.set_facts({{"status", "{}", "like the healthy", 0.124, "atrophy", "Calibrated on 11 people."}}, {});
  EXPECT_EQ(panel.findChild<QLabel*>("says")->text(), "like the healthy");
  EXPECT_EQ(panel.findChild<QLabel*>("note")->text(), "Calibrated on 11 people.");
  EXPECT_EQ(panel.findChild<QWidget*>("probability")->accessibleName(),
            QStringLiteral("probability of atrophy: ≈ 12 %"));
  panel.set_facts({{"rano", R"({"class":"stable","change_ml":1.5})"}}, {{"mean z", 1.25, {}, {}, "z"}});
  const QString values = panel.findChild<QLabel*>("values")->text();
  EXPECT_TRUE(values.contains("stable") && values.contains("1.5") && values.contains("1.25")) << values.toStdString();
  EXPECT_TRUE(panel.findChild<QWidget*>("probability")->isHidden());
}

TEST(RegionPoint, OfARegionOfBothSidesIsItsRightHalfThenItsLeft) {
  Study study = small_study(false);
  const Grid grid = study.timepoints[1].series[0].grid;
  std::vector<std::uint8_t> voxels(voxel_count(grid), 0);
  const auto at = [&](int i, int j, int k) -> std::uint8_t& {
    return voxels[static_cast<std::size_t>((k * grid.size[1] + j) * grid.size[0] + i)];
  };
  at(10, 20, 15) = 6;  // right hippocampus
  at(30, 20, 15) = 7;  // left hippocampus
  study.timepoints[1].masks.push_back(
      {"Brain structures", {}, "memory", "", LabelMap{make_volume(grid, voxels), structure_labels("test")}});
  const NamedTable table{"regions", {"region", "mean_z"}, {{"Hippocampi", "2.5"}, {"Hippocampus, left", "3"}}};
  const Vec3 right = point_at(grid, {10, 20, 15}), left = point_at(grid, {30, 20, 15});
  EXPECT_EQ(region_point(study, 1, table, 0), right);
  EXPECT_EQ(region_point(study, 1, table, 0, right), left);
  EXPECT_EQ(region_point(study, 1, table, 0, left), right);
  EXPECT_EQ(region_point(study, 1, table, 1, right), left);
}

}  // namespace
}  // namespace longview

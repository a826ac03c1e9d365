#include <gtest/gtest.h>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QTableWidget>

#include "app/window/contents.h"
#include "app/window/region_point.h"
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
  panel.set_tables({{"regions", {"region", "z"}, {{"b", "-10"}, {"a", "9"}, {"c", "-2.5"}}}},
                   {{"status", R"({"class":"stable","change_ml":1.5})"}});
  auto* table = panel.findChild<QTableWidget*>();
  table->sortItems(1, Qt::AscendingOrder);
  EXPECT_EQ(table->item(0, 0)->text(), "b");
  EXPECT_EQ(table->item(1, 0)->text(), "c");
  EXPECT_EQ(table->item(2, 0)->text(), "a");
  int asked = -1;
  QObject::connect(&panel, &FindingsPanel::row_chosen, [&](const NamedTable&, int row) { asked = row; });
  Q_EMIT table->cellClicked(1, 0);
  EXPECT_EQ(asked, 2);
}

TEST(FindingsPanel, OffersMapsWithTheirThreshold) {
  FindingsPanel panel;
  std::string key;
  double threshold = 0;
  QObject::connect(&panel, &FindingsPanel::map_chosen, [&](const std::string& chosen, double least) {
    key = chosen;
    threshold = least;
  });
  panel.set_maps({{"m/z", "Deviation", 2, 6, "z"}}, "m/z", -1);
  auto* box = panel.findChild<QDoubleSpinBox*>();
  EXPECT_EQ(box->value(), 2);
  box->setValue(3);
  EXPECT_EQ(key, "m/z");
  EXPECT_EQ(threshold, 3);
}

}  // namespace
}  // namespace longview

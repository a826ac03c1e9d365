#include <gtest/gtest.h>

#include <cmath>

#include "app/window/contents.h"
#include "app/window/scene_steps.h"
#include "tests/app/window/small_study.h"
#include "viewer/panels/layers.h"
#include "viewer/panels/study_tree.h"
#include "viewer/panels/time_axis.h"
#include "viewer/panels/words.h"
#include "viewer/plots/growth_fits.h"

namespace longview {
namespace {

using testing::lesion_ml;
using testing::small_study;

std::shared_ptr<const Study> shared(Study study) { return std::make_shared<const Study>(std::move(study)); }

TEST(StudyTree, NamesEveryDateByItsBadgeAndListsTheBackTestLast) {
  StudyTreeModel model;
  const Study study = small_study(true);
  model.set(shared(study), numbers_of(study));
  ASSERT_EQ(model.rowCount(), 4);
  const char* const badges[] = {"A1", "A2", "P1", "B1"};
  const TimepointKind kinds[] = {TimepointKind::acquired, TimepointKind::acquired, TimepointKind::predicted,
                                 TimepointKind::backtest};
  for (int row = 0; row < 4; ++row) {
    const TreeRow& date = model.row_at(model.index(row, 0));
    EXPECT_EQ(date.badge, badges[row]);
    EXPECT_EQ(date.kind, kinds[row]);
  }
  EXPECT_EQ(model.row_at(model.index(0, 0)).aside, "MR · day 0");
  EXPECT_EQ(model.row_at(model.index(1, 0)).aside, "MR · +60 d");
  EXPECT_EQ(model.row_at(model.index(2, 0)).aside, "predicted · +30 d");
  EXPECT_EQ(model.row_at(model.index(3, 0)).aside, "back-test of A2");
}

TEST(StudyTree, PutsSeriesProbabilitySegmentationAndProvenanceUnderAPrediction) {
  StudyTreeModel model;
  const Study study = small_study(true);
  model.set(shared(study), numbers_of(study));
  const QModelIndex predicted = model.index(2, 0);
  ASSERT_EQ(model.rowCount(predicted), 4);
  const TreeItem items[] = {TreeItem::series, TreeItem::probability, TreeItem::segmentation, TreeItem::provenance};
  for (int row = 0; row < 4; ++row) EXPECT_EQ(model.row_at(model.index(row, 0, predicted)).item, items[row]);
  EXPECT_TRUE(model.row_at(model.index(0, 0, predicted)).text.endsWith(", predicted"));
  EXPECT_TRUE(model.row_at(model.index(2, 0, predicted)).aside.startsWith("≈ "));
  EXPECT_EQ(model.parent(model.index(2, 0, predicted)), predicted);
}

TEST(StudyTree, TellsKindAndDateToScreenReaders) {
  StudyTreeModel model;
  model.set(shared(small_study(true)), {});
  EXPECT_EQ(model.data(model.index(2, 0), Qt::AccessibleTextRole).toString(),
            "P1, predicted, 2024-04-14, predicted · +30 d");
}

TEST(TimeAxis, MarksEachDateWithItsBadgeAndInterval) {
  TimeAxis axis;
  axis.resize(1200, 112);
  axis.set(shared(small_study(true)));
  ASSERT_EQ(axis.marks().size(), 4u);
  EXPECT_EQ(axis.marks()[0].badge, "A1");
  EXPECT_EQ(axis.marks()[0].interval, "day 0");
  EXPECT_EQ(axis.marks()[1].interval, "+60 d");
  EXPECT_EQ(axis.marks()[3].badge, "P1");
  EXPECT_EQ(axis.marks()[3].interval, "+30 d");
  EXPECT_TRUE(axis.accessibleDescription().contains("P1, predicted, 2024-04-14"));
  EXPECT_TRUE(axis.has_days());
}

TEST(TimeAxis, SpreadsDatesWithoutDaysEvenlyAndSaysSo) {
  Study study = small_study(false);
  for (auto& timepoint : study.timepoints) timepoint.day.reset(), timepoint.date.reset();
  TimeAxis axis;
  axis.resize(1200, 112);
  axis.set(shared(study));
  EXPECT_FALSE(axis.has_days());
  EXPECT_EQ(axis.marks()[1].day - axis.marks()[0].day, 1);
  EXPECT_FALSE(axis.grab().isNull());
}

TEST(TimeAxis, DrawsThirtyDatesTwoOfThemOnOneDay) {
  Study study = small_study(false);
  for (int i = 0; i < 28; ++i) {
    Timepoint more = study.timepoints[0];
    more.session = "more" + std::to_string(i);
    more.day = 61 + 40 * (i / 2);
    study.timepoints.push_back(more);
  }
  TimeAxis axis;
  axis.resize(900, 112);
  axis.set(shared(study));
  EXPECT_EQ(axis.marks().size(), 30u);
  EXPECT_FALSE(axis.grab().isNull());
}

TEST(Numbers, AreTheSpheresVolumesAndTheirChange) {
  const auto numbers = numbers_of(small_study(true));
  EXPECT_NEAR(*numbers[0].volume_ml, lesion_ml(8), 1e-9);
  EXPECT_NEAR(*numbers[1].volume_ml, lesion_ml(12), 1e-9);
  EXPECT_FALSE(numbers[0].change.has_value());
  EXPECT_NEAR(numbers[1].change->change_ml, *numbers[1].volume_ml - *numbers[0].volume_ml, 1e-9);
  EXPECT_EQ(numbers[2].from, 0);  // the back-test starts from A1
  EXPECT_EQ(numbers[3].from, 1);  // the prediction from A2
  EXPECT_NEAR(*numbers[3].low_ml, lesion_ml(12), 1e-9);
  EXPECT_NEAR(*numbers[3].high_ml, lesion_ml(20), 1e-9);
  EXPECT_LT(*numbers[3].low_ml, *numbers[3].volume_ml);
  EXPECT_LT(*numbers[3].volume_ml, *numbers[3].high_ml);
}

TEST(Numbers, AreOfTheRimWhereACoreIsLabelledToo) {
  Study study = small_study(false);
  LabelMap& labels = *study.timepoints[1].masks[0].labels;
  const auto rim = voxels_of<std::uint8_t>(labels.voxels);
  std::vector<std::uint8_t> with_core(rim.begin(), rim.end());
  // Half of the lesion's voxels become label 3.
  int count = 0;
  for (auto& voxel : with_core)
    if (voxel == 1 && ++count % 2 == 0) voxel = 3;
  labels.voxels = make_volume(labels.grid(), std::move(with_core));
  Label core;
  core.value = 3;
  core.name = "Necrosis";
  labels.labels.push_back(core);
  EXPECT_NEAR(*numbers_of(study)[1].volume_ml, lesion_ml(12) / 2, 0.065);
}

TEST(Numbers, CopiedAsTextStillSayWhichWerePredicted) {
  Document document;
  document.study = shared(small_study(true));
  document.numbers = numbers_of(*document.study);
  Scene scene;
  scene.timepoint = 3;
  const FigureTableContent content = numbers_content(document, scene);
  ASSERT_EQ(content.columns.size(), 3u);
  const QStringList lines = as_tsv(content).split('\n');
  EXPECT_EQ(lines[0], "date\tA1\tA2\tP1");
  EXPECT_EQ(lines[1], "kind\tacquired\tacquired\tpredicted");
  EXPECT_TRUE(lines[2].contains("gp-gan 1, +30 d, from ses-01, ses-02"));
  EXPECT_TRUE(lines[3].startsWith("Volume (mL)\t"));
  EXPECT_TRUE(lines[3].section('\t', 3, 3).startsWith("≈ "));
  EXPECT_FALSE(lines[3].section('\t', 1, 1).startsWith("≈"));
}

TEST(Numbers, TurnGreyWhereTheBackTestDidNotBeatNoChange) {
  Document document;
  document.study = shared(small_study(true));
  document.numbers = numbers_of(*document.study);
  Backtest backtest;
  backtest.target = "ses-02";
  backtest.last_input = "ses-01";
  backtest.interval_days = 60;
  backtest.methods["gp-gan"].dice = 0.5;
  backtest.methods["nothing-changes"].dice = 0.6;
  document.backtest = backtest;
  EXPECT_TRUE(no_skill(document));
  EXPECT_TRUE(numbers_content(document, Scene{}).rows[0].cells.back().faint);
  document.backtest->methods["gp-gan"].dice = 0.7;
  EXPECT_FALSE(no_skill(document));
  EXPECT_FALSE(numbers_content(document, Scene{}).rows[0].cells.back().faint);
  EXPECT_EQ(backtest_heading(document), "A2 from A1, +60 d");
  EXPECT_EQ(backtest_short(document), "Dice 0.70");
}

TEST(Layers, OfferAContourADateAndTheProbabilityOnlyWhereThereIsOne) {
  const Study plain = small_study(false), predicted = small_study(true);
  const auto before = layer_rows(plain, Scene{}), after = layer_rows(predicted, Scene{});
  const auto find = [](const std::vector<LayerRow>& rows, const std::string& key) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const LayerRow& row) { return row.key == key; });
    return found == rows.end() ? nullptr : &*found;
  };
  EXPECT_NE(find(before, "contour A2"), nullptr);
  EXPECT_EQ(find(before, "contour P1 50"), nullptr);
  EXPECT_FALSE(find(before, "probability")->unavailable.isEmpty());
  ASSERT_NE(find(after, "contour P1 50"), nullptr);
  EXPECT_EQ(find(after, "contour P1 50")->sample, LayerSample::predicted);
  EXPECT_EQ(find(after, "contour P1 90")->sample, LayerSample::predicted_high);
  EXPECT_EQ(find(after, "contour B1 50")->sample, LayerSample::backtest);
  EXPECT_TRUE(find(after, "probability")->unavailable.isEmpty());
}

TEST(Words, WriteNumbersWithThreeDigitsAndAMinusSign) {
  EXPECT_EQ(three_digits(2.344), "2.34");
  EXPECT_EQ(three_digits(17.04), "17.0");
  EXPECT_EQ(three_digits(151.4), "151");
  EXPECT_EQ(signed_digits(-9.5), "−9.50");
  EXPECT_EQ(signed_digits(4.64), "+4.64");
  EXPECT_EQ(three_digits(std::nan("")), "–");
  EXPECT_EQ(with_unit(17.0, "mL", true), QString("≈ 17.0") + QChar(0x2009) + "mL");
}

TEST(GrowthFits, GoThroughTheCurvesThatMadeThem) {
  const auto linear = linear_fit({{0, 2}, {50, 3}, {100, 4}});
  EXPECT_NEAR((*linear)(150), 5, 1e-9);
  const auto exponential = exponential_fit({{0, 1}, {30, 2}, {60, 4}});
  EXPECT_NEAR((*exponential)(90), 8, 1e-9);
  std::vector<VolumeAt> points;
  for (const double day : {0.0, 60.0, 120.0, 240.0}) points.push_back({day, 40 * std::exp(-3 * std::exp(-0.01 * day))});
  const auto gompertz = gompertz_fit(points);
  ASSERT_TRUE(gompertz.has_value());
  EXPECT_NEAR((*gompertz)(180), 40 * std::exp(-3 * std::exp(-1.8)), 0.5);
  EXPECT_FALSE(gompertz_fit({{0, 1}, {30, 2}}).has_value());
  EXPECT_FALSE(linear_fit({{5, 1}, {5, 2}}).has_value());
  EXPECT_FALSE(exponential_fit({{0, 0}, {30, 2}}).has_value());
}

}  // namespace
}  // namespace longview

#include "app/window/region_course.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "imaging/core/brain_structures.h"
#include "tests/app/window/small_study.h"

namespace longview {
namespace {

// Cubes of 4 mm with so many voxels of the right hippocampus, and 1000 of fluid.
LabelMap structures(int hippocampus) {
  Grid grid;
  grid.size = {20, 20, 20};
  grid.spacing = {4, 4, 4};
  std::vector<std::uint8_t> voxels(voxel_count(grid), 0);
  for (int n = 0; n < 1000 + hippocampus; ++n) voxels[static_cast<std::size_t>(n)] = n < 1000 ? 1 : 6;
  return {make_volume(grid, std::move(voxels)), structure_labels("test")};
}

Timepoint date(const std::string& session, double day, TimepointKind kind, int hippocampus) {
  Timepoint made;
  made.session = session;
  made.day = day;
  made.kind = kind;
  if (hippocampus > 0) made.masks.push_back({"Brain structures", {}, "memory", "", structures(hippocampus)});
  if (kind != TimepointKind::acquired) {
    made.provenance = Provenance{};
    made.provenance->inputs = {"ses-02"};
  }
  return made;
}

Study person() {
  Study study;
  study.patient.age_years = 70;
  study.patient.sex = "F";
  study.timepoints = {date("ses-01", 0, TimepointKind::acquired, 50),
                      date("ses-02", 730.5, TimepointKind::acquired, 40),
                      date("later", 1461, TimepointKind::predicted, 30)};
  study.timepoints[2].numbers = {{"Hippocampi", 2.0, {}, {}, "mL"}};
  return study;
}

RegionalNorms norms() {
  return {"brain-labels", "Somewhere", "CC0", 64, 20, 83, {"Hippocampi"}, {{3.2, -0.01, 0, 0, 0.5, 64}}};
}

TEST(RegionCourse, MeasuresEachDateAndTakesAModelsOwnNumbers) {
  const RegionCourse course = region_course(person(), {});
  EXPECT_EQ(course.method, "brain-labels");
  ASSERT_EQ(course.dates.size(), 3u);
  EXPECT_NEAR(course.dates[0].volumes.at("Hippocampi"), 50 * 0.064, 1e-9);
  EXPECT_NEAR(course.dates[0].skull_ml, 1050 * 0.064, 1e-9);
  EXPECT_NEAR(course.dates[1].volumes.at("Hippocampus, right"), 40 * 0.064, 1e-9);
  EXPECT_EQ(course.dates[2].volumes.at("Hippocampi"), 2.0);
}

TEST(RegionCourse, TakesWhatBrainLabelsFoundWhereNoStructuresCame) {
  Study study = person();
  study.timepoints[0].masks.clear();
  study.timepoints[1].masks.clear();
  study.timepoints[2] = date("labels", 730.5, TimepointKind::synthetic, 40);
  ModelFindings findings{"brain-labels", "Brain labels", "ses-02", "labels", {"ses-02"}, {}, {}};
  findings.findings.tables.push_back({"regions_by_date",
                                      {"session", "region", "volume_ml", "within_skull_ml"},
                                      {{"ses-01", "Hippocampi", "3.3", "1400"}}});
  const RegionCourse course = region_course(study, {findings});
  ASSERT_EQ(course.dates.size(), 2u);
  EXPECT_EQ(course.dates[0].volumes.at("Hippocampi"), 3.3);
  EXPECT_EQ(course.dates[0].skull_ml, 1400);
  EXPECT_EQ(course.dates[1].timepoint, 1);  // the scan that was labelled, not the labels' own time point
  EXPECT_NEAR(course.dates[1].volumes.at("Hippocampi"), 2.56, 1e-9);
}

TEST(NormativeContent, PutsThePersonsDatesAmongTheHealthy) {
  const Study study = person();
  const NormativeContent content = normative_content(study, region_course(study, {}), {norms()}, "Hippocampi");
  ASSERT_EQ(content.points.size(), 3u);
  EXPECT_NEAR(content.points[1].age_years, 72, 1e-9);
  // 3.2 - 0.01 * 22 = 2.98 are expected at 72; 2.56 lie 0.84 deviations below: percentile 20.05.
  EXPECT_NEAR(*content.points[1].percentile, 20.05, 0.01);
  EXPECT_EQ(content.band.size(), 64u);
  EXPECT_NEAR(content.band.front().mean, 3.5, 1e-9);
  EXPECT_TRUE(content.reference.contains("64 healthy, 20 to 83 y, Somewhere"));
  EXPECT_TRUE(content.missing.isEmpty());
}

TEST(NormativeContent, SaysWhyThereIsNoBand) {
  Study study = person();
  study.patient.sex.clear();
  const auto of = [&](const std::string& region) {
    return normative_content(study, region_course(study, {}), {norms()}, region);
  };
  EXPECT_TRUE(of("Hippocampi").band.empty());
  EXPECT_FALSE(of("Hippocampi").points[0].percentile.has_value());
  EXPECT_TRUE(of("Hippocampi").missing.contains("not stated"));
  study.patient.sex = "F";
  EXPECT_TRUE(of("Amygdalae").missing.contains("No norm"));
}

TEST(RegionOfRow, IsTheNameThatNormsHave) {
  EXPECT_EQ(region_of_row({"regions", {"region", "z"}, {{"Hippocampi", "1"}, {"peak", "2"}}}, 0), "Hippocampi");
  EXPECT_EQ(region_of_row({"regions", {"region", "z"}, {{"Hippocampi", "1"}, {"peak", "2"}}}, 1), "");
  EXPECT_EQ(region_of_row({"volumes", {"structure", "side"}, {{"Hippocampus", "left"}}}, 0), "Hippocampus, left");
  EXPECT_EQ(region_of_row({}, 0), "");
}

TEST(NormativePlot, GoesToTheDateThatIsClicked) {
  const Study study = person();
  NormativePlot plot;
  plot.resize(364, plot.height());
  plot.set(normative_content(study, region_course(study, {}), {norms()}, "Hippocampi"));
  QSignalSpy chosen(&plot, &NormativePlot::date_chosen);
  QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.place_of(plot.content().points[1]).toPoint());
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen[0][0].toInt(), 1);
  EXPECT_EQ(normative_words(plot.content().points[1]), QStringLiteral("A2, 72.0 y: 2.56\u2009mL, percentile 20"));
}

}  // namespace
}  // namespace longview

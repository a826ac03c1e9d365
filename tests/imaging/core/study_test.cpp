// Dates, badges, progress and stacked sentences.
#include "imaging/core/study.h"

#include <gtest/gtest.h>

#include "imaging/core/failure.h"
#include "imaging/core/progress.h"

namespace longview {
namespace {

TEST(Date, ReadsDicomAndIsoAndRefusesNonsense) {
  EXPECT_EQ(iso(*date_from("20240229")), "2024-02-29");
  EXPECT_EQ(iso(*date_from("2024-02-29T10:00:00")), "2024-02-29");
  EXPECT_FALSE(date_from("20230229"));
  EXPECT_FALSE(date_from("2024"));
  EXPECT_FALSE(date_from(""));
  EXPECT_FALSE(date_from("00000101"));
  EXPECT_EQ(days_between(*date_from("2024-01-15"), *date_from("2024-04-16")), 92);
}

Timepoint timepoint(TimepointKind kind) {
  Timepoint t;
  t.kind = kind;
  return t;
}

TEST(Study, BadgesCountEachKindByItself) {
  Study study;
  study.timepoints = {timepoint(TimepointKind::acquired), timepoint(TimepointKind::backtest),
                      timepoint(TimepointKind::acquired), timepoint(TimepointKind::predicted)};
  EXPECT_EQ(badge(study, 0), "A1");
  EXPECT_EQ(badge(study, 1), "B1");
  EXPECT_EQ(badge(study, 2), "A2");
  EXPECT_EQ(badge(study, 3), "P1");
}

TEST(Study, TheMainSeriesIsTheWantedSequenceElseTheLargestReadableOne) {
  Series small, large, broken;
  small.sequence = "ce-T1w";
  small.grid.size = {10, 10, 10};
  large.grid.size = {20, 20, 20};
  broken.grid.size = {90, 90, 90};
  broken.readable = false;
  Timepoint date;
  date.series = {small, large, broken};
  EXPECT_EQ(main_series(date, "ce-T1w"), 0);
  EXPECT_EQ(main_series(date), 1);
  EXPECT_EQ(main_series(Timepoint{}), -1);
}

TEST(Failure, StacksSentencesOutermostFirst) {
  const Failure inner("The file is cut after 12 bytes.");
  const Failure outer(inner, "The T1 of 2024-01-15 could not be read.");
  EXPECT_STREQ(outer.what(), "The T1 of 2024-01-15 could not be read. The file is cut after 12 bytes.");
  EXPECT_EQ(outer.sentences().front(), "The file is cut after 12 bytes.");
}

TEST(Progress, APartCountsWithinItsShare) {
  double seen = -1;
  std::string said;
  const Progress whole([&](double fraction, const std::string& stage) { seen = fraction, said = stage; }, {});
  whole.part(0.2, 0.6, "Aligning").part(0.5, 1).report(0.5, "level 2");
  EXPECT_NEAR(seen, 0.2 + 0.4 * 0.75, 1e-12);
  EXPECT_EQ(said, "Aligning: level 2");
}

TEST(Progress, ReportingAfterAStopThrowsStopped) {
  std::stop_source source;
  const Progress progress(nullptr, source.get_token());
  progress.part(0, 1).report(0.1, "fine");
  source.request_stop();
  EXPECT_THROW(progress.part(0, 1).report(0.2, "no more"), Stopped);
  EXPECT_THROW(progress.check(), Stopped);
}

}  // namespace
}  // namespace longview

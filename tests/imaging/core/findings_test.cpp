#include "imaging/core/findings.h"

#include <gtest/gtest.h>

#include "imaging/core/failure.h"

namespace longview {
namespace {

TEST(Findings, AreACsvTableThatQuotesWhatItMust) {
  const NamedTable table{"regions", {"region", "volume_ml"}, {{"Lobe, left", "1.5"}, {"the \"grey\"", ""}}};
  EXPECT_EQ(csv_of(table), "region,volume_ml\n\"Lobe, left\",1.5\n\"the \"\"grey\"\"\",\n");
}

TEST(Findings, KeepAnEmptyFirstCell) { EXPECT_EQ(csv_of({"regions", {"", "b"}, {{"", "1"}}}), ",b\n,1\n"); }

TEST(Findings, RefuseARowThatHasNotACellAColumn) { EXPECT_THROW(csv_of({"regions", {"a", "b"}, {{"1"}}}), Failure); }

}  // namespace
}  // namespace longview

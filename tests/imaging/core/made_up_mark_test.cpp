#include "imaging/core/made_up_mark.h"

#include <gtest/gtest.h>

namespace longview {
namespace {

TEST(MadeUpMark, SaysTheHorizonOrThatThereIsNone) {
  EXPECT_EQ(made_up_mark(TimepointKind::predicted, 90), "PREDICTED +90 d RESEARCH ONLY");
  EXPECT_EQ(made_up_mark(TimepointKind::backtest, 30), "PREDICTED +30 d RESEARCH ONLY");
  EXPECT_EQ(made_up_mark(TimepointKind::synthetic, 0), "SYNTHETIC RESEARCH ONLY");
  EXPECT_EQ(made_up_mark(TimepointKind::acquired, 0), "");
}

TEST(MadeUpMark, IsKnownAgain) {
  EXPECT_EQ(kind_of_mark("PREDICTED +90 d RESEARCH ONLY T1"), TimepointKind::predicted);
  EXPECT_EQ(kind_of_mark("SYNTHETIC RESEARCH ONLY T1"), TimepointKind::synthetic);
  EXPECT_FALSE(kind_of_mark("SYNTHETIC MR").has_value());  // a scanner's own word for computed weightings
  EXPECT_FALSE(kind_of_mark("T1 +Gd").has_value());
}

}  // namespace
}  // namespace longview

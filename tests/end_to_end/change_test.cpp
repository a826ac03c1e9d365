// Change between two dates as a stranger would ask for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "imaging/reading/read.h"
#include "tests/longview_process.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string shared(const std::string& path) { return (shared_data() / path).string(); }

TEST(ChangeCommands, SubtractTwoFlairsAndGiveTheSameAgain) {
  NEEDS_SHARED_DATA();
  const TestFolder folder;
  const std::string out = (folder / "out").string();
  const ProgramRun run = run_longview("predict " + shared("ms-longitudinal/sub-MS01") +
                                      " --model subtraction --sequence FLAIR --out " + out);
  ASSERT_EQ(run.code, 0) << run.err;
  const json facts = json::parse(text_of(folder / "out/rano.json"));
  EXPECT_EQ(facts.at("dates"), json({"ses-01", "ses-02"}));
  EXPECT_TRUE(facts.at("class").is_null());             // its mask marks what changed, no lesion
  EXPECT_GT(facts.at("increase_ml").get<double>(), 2);  // the readers' mask of change: 3.5 mL
  EXPECT_LT(facts.at("increase_ml").get<double>(), 10);
  const std::string scan = shared("ms-longitudinal/sub-MS01/ses-02/anat/sub-MS01_ses-02_FLAIR.nii.gz");
  EXPECT_TRUE(same_grid(read_image(folder / "out/change.nii.gz").grid, read_image(scan).grid));
  const ProgramRun again = run_longview("replay " + out + "/record.json --out " + (folder / "again").string());
  EXPECT_EQ(again.code, 0) << again.err;
}

TEST(ChangeCommands, SayThatTwoSequencesAreNoPair) {
  NEEDS_SHARED_DATA();
  const TestFolder folder;
  const std::string study = shared("ms-longitudinal/sub-MS01"), out = (folder / "out").string();
  const ProgramRun mixed = run_longview("predict " + study + " --model subtraction --out " + out);
  EXPECT_EQ(mixed.code, 1);
  EXPECT_THAT(mixed.err, HasSubstr("--sequence"));
  const ProgramRun unknown = run_longview("predict " + study + " --model subtraction --sequence T2w --out " + out);
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.err, HasSubstr("FLAIR, T1w"));
}

}  // namespace
}  // namespace longview

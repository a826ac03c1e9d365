// Brain labels and simulated atrophy as a stranger would type them.
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

constexpr const char* kColin = "/usr/share/mricron/templates/ch2.nii.gz";

double number_named(const json& record, const std::string& name) {
  for (const json& number : record.at("numbers"))
    if (number.at("name") == name) return number.at("value");
  return -1;
}

TEST(BrainCommands, LabelAHeadWithSkullAndGiveItsVolumes) {
  if (!std::filesystem::exists(kColin)) GTEST_SKIP() << "mricron-data is not installed";
  const TestFolder folder;
  const ProgramRun run =
      run_longview("predict " + std::string(kColin) + " --model brain-labels --out " + (folder / "out").string());
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("research use only"));
  EXPECT_TRUE(same_grid(read_image(folder / "out/labels.nii.gz").grid, read_image(kColin).grid));
  EXPECT_THAT(text_of(folder / "out/volumes.csv"), HasSubstr("Hippocampus,right,grey,temporal,"));
  const json record = json::parse(text_of(folder / "out/record.json"));
  // Colin27 lies in MNI305 space, which is larger than life: its brain is about 1.8 l.
  EXPECT_NEAR(number_named(record, "Brain"), 1800, 200);
  EXPECT_NEAR(number_named(record, "Hippocampi"), 11, 3);
  EXPECT_NEAR(number_named(record, "Ventricles"), 28, 10);
  const ProgramRun again =
      run_longview("replay " + (folder / "out/record.json").string() + " --out " + (folder / "again").string());
  EXPECT_EQ(again.code, 0) << again.err;
}

TEST(BrainCommands, LabelAHeldOutBrainAsItsReferenceDoes) {
  NEEDS_SHARED_DATA();
  const ProgramRun run = run_longview("evaluate brain-labels --cohort " + (shared_data() / "ixi").string() +
                                      " --only-every 4 --patient sub-IXI013 --json");
  ASSERT_EQ(run.code, 0) << run.err;
  const json report = json::parse(run.out);
  EXPECT_EQ(report.at("n"), 1);
  EXPECT_GT(report.at("mean_dice").get<double>(), 0.83);
  for (const json& part : report.at("parts")) {
    if (part.at("name") == "Ventricles") {
      EXPECT_GT(part.at("dice").at("mean").get<double>(), 0.88);
    }
  }
}

TEST(BrainCommands, ShrinkARealBrainByWhatWasAskedFor) {
  NEEDS_SHARED_DATA();
  const auto anat = shared_data() / "ixi/sub-IXI034/anat";
  const TestFolder folder;
  const ProgramRun run = run_longview("simulate atrophy --t1 " + (anat / "sub-IXI034_desc-brain_T1w.nii.gz").string() +
                                      " --labels " + (anat / "sub-IXI034_desc-dlmuse_dseg.nii.gz").string() +
                                      " --hippocampus -10 --out " + (folder / "out").string());
  ASSERT_EQ(run.code, 0) << run.err;
  const json truth = json::parse(text_of(folder / "out/truth.json"));
  EXPECT_LT(truth.at("largest_error_of_a_change").get<double>(), 0.02);
  EXPECT_GT(truth.at("smallest_jacobian").get<double>(), 0.2);
  for (const char* file : {"T1", "labels", "jacobian", "displacement_L", "displacement_P", "displacement_S"})
    EXPECT_TRUE(std::filesystem::exists(folder / ("out/" + std::string(file) + ".nii.gz"))) << file;
}

}  // namespace
}  // namespace longview

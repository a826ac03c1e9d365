// The commands of the README as a stranger would type them, on a study simulated here, from DICOM to SEG and back.
// Guards the whole way: reading, alignment, preparation, prediction, replay, measurement, export, judged by dciodvfy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "imaging/reading/read.h"
#include "imaging/registration/resample.h"
#include "imaging/writing/nifti.h"
#include "tests/longview_process.h"

namespace longview {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kColin = "/usr/share/mricron/templates/ch2.nii.gz";

// Colin27 at 2 mm: quick, and all of it.
void write_anatomy(const std::filesystem::path& file) {
  const Volume head = read_image(kColin);
  Grid grid = head.grid;
  for (int c = 0; c < 3; ++c) {
    grid.size[c] = (head.grid.size[c] + 1) / 2;
    grid.spacing[c] = 2 * head.grid.spacing[c];
  }
  write_nifti(resample(head, grid), file);
}

json parsed(const ProgramRun& run) {
  EXPECT_EQ(run.code, 0) << run.err;
  return json::parse(run.out, nullptr, false);
}

// dciodvfy's errors but for those about (0008,001C), which its dictionary of 2022 lacks (stack.md 5.3).
std::string judged(const std::filesystem::path& file, const std::filesystem::path& log) {
  (void)std::system(
      ("dciodvfy " + file.string() + " 2>&1 | grep '^Error' | grep -v '0x0008,0x001c' >" + log.string()).c_str());
  return text_of(log);
}

class Commands : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kColin)) GTEST_SKIP() << "mricron-data is not installed";
    write_anatomy(folder / "anatomy.nii.gz");
    const ProgramRun made = run_longview("simulate glioma --anatomy " + at("anatomy.nii.gz") + " --out " + at("study") +
                                         " --days 0,60,120 --seed 3 --format dicom");
    ASSERT_EQ(made.code, 0) << made.err;
  }
  std::string at(const std::string& name) const { return (folder / name).string(); }

  TestFolder folder;
};

TEST_F(Commands, GoFromSimulatedDicomToSegAndBack) {
  const json info = parsed(run_longview("info " + at("study") + " --json"));
  ASSERT_EQ(info["timepoints"].size(), 3u) << info.dump(1);
  EXPECT_TRUE(info["simulated"]);
  EXPECT_EQ(info["timepoints"][0]["kind"], "acquired");
  EXPECT_EQ(info["timepoints"][1]["day"].get<double>() - info["timepoints"][0]["day"].get<double>(), 60);
  EXPECT_EQ(info["timepoints"][0]["series"][0]["modality"], "MR");
  EXPECT_EQ(info["timepoints"][0]["series"][0]["direction"].size(), 9u);
  EXPECT_GE(info["timepoints"][2]["masks"].size(), 1u);

  const ProgramRun predicted =
      run_longview("predict " + at("study") + " --model nothing-changes --horizon 90 --out " + at("out"));
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  const json record = json::parse(text_of(folder / "out/record.json"));
  EXPECT_EQ(record["provenance"]["model"], "nothing-changes");
  EXPECT_EQ(record["provenance"]["inputs"].size(), 3u);

  const json measured = parsed(run_longview("measure " + at("out/labels.nii.gz") + " --json"));
  EXPECT_GT(measured["labels"][0]["volume_ml"].get<double>(), 0.1);

  const ProgramRun replayed = run_longview("replay " + at("out/record.json") + " --out " + at("again"));
  EXPECT_EQ(replayed.code, 0) << replayed.err;
  EXPECT_EQ(text_of(folder / "out/labels.nii.gz"), text_of(folder / "again/labels.nii.gz"));
  EXPECT_EQ(text_of(folder / "out/image.nii.gz"), text_of(folder / "again/image.nii.gz"));

  for (const std::string format : {"seg", "sr"}) {
    const ProgramRun exported = run_longview("export " + at("out/labels.nii.gz") + " --like " + at("study") +
                                             " --format " + format + " --out " + at(format + ".dcm"));
    ASSERT_EQ(exported.code, 0) << exported.err;
    EXPECT_EQ(judged(folder / (format + ".dcm"), folder / "judged"), "");
  }
  const json back = parsed(run_longview("measure " + at("seg.dcm") + " --json"));
  EXPECT_NEAR(back["labels"][0]["volume_ml"], measured["labels"][0]["volume_ml"], 1e-6);
}

TEST_F(Commands, BacktestSetsEveryBaselineBesideTheModel) {
  const json result = parsed(run_longview("backtest " + at("study") + " --model nothing-changes --json"));
  EXPECT_EQ(result["interval_days"], 60);
  const json& same = result["methods"]["nothing-changes"];
  EXPECT_GT(same["dice"].get<double>(), 0.1);
  EXPECT_LT(same["dice"].get<double>(), 1.0);
  EXPECT_EQ(same["growth_dice"], 0);
  for (const char* name : {"population-growth", "volume-extrapolation", "distance-extrapolation"})
    EXPECT_TRUE(result["methods"].contains(name)) << result.dump(1);
}

TEST_F(Commands, AlignedDatesLieOnTheFirstOne) {
  const json aligned = parsed(run_longview("align " + at("study") + " --out " + at("aligned") + " --json"));
  ASSERT_EQ(aligned.size(), 3u);
  EXPECT_EQ(aligned[0]["transform"]["kind"], "same grid");
  EXPECT_TRUE(aligned[2]["transform"]["trusted"]) << aligned[2].dump(1);
  const Volume first = read_image(aligned[0]["image"].get<std::string>());
  const Volume last = read_image(aligned[2]["image"].get<std::string>());
  EXPECT_TRUE(same_grid(first.grid, last.grid));
}

}  // namespace
}  // namespace longview

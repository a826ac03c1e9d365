// What a stranger gets wrong is answered by one sentence on stderr and an exit code, never by a crash or a picture.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/longview_process.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

void expect_one_sentence(const ProgramRun& run, int code, const std::string& part) {
  EXPECT_EQ(run.code, code) << run.out << run.err;
  EXPECT_THAT(run.err, StartsWith("longview: "));
  EXPECT_THAT(run.err, HasSubstr(part));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

TEST(CommandLine, HelpNamesEveryCommandAndWhatItIsFor) {
  const ProgramRun help = run_longview("--help");
  EXPECT_EQ(help.code, 0);
  for (const char* command : {"info", "align", "predict", "backtest", "replay", "export", "send", "measure", "simulate",
                              "train", "evaluate", "models", "bench"})
    EXPECT_THAT(help.out, HasSubstr(command));
  EXPECT_THAT(help.out, HasSubstr("not for diagnosis"));
}

TEST(CommandLine, AWrongOptionIsCodeTwo) {
  EXPECT_EQ(run_longview("info --no-such-option").code, 2);
  EXPECT_EQ(run_longview("predict").code, 2);
}

TEST(CommandLine, AFolderThatIsNotThereIsASentence) {
  expect_one_sentence(run_longview("info /no/such/folder --json"), 1, "/no/such/folder");
}

TEST(CommandLine, AnEmptyFolderIsASentence) {
  const TestFolder folder;
  expect_one_sentence(run_longview("info " + folder.path().string() + " --json"), 1, folder.path().string());
}

TEST(CommandLine, ATextNamedDcmIsASentence) {
  const TestFolder folder;
  std::ofstream(folder / "a.dcm") << "this is a letter, not a scan\n";
  expect_one_sentence(run_longview("info " + folder.path().string()), 1, folder.path().string());
}

TEST(CommandLine, AMaskForAnUnknownDateNamesTheDatesThereAre) {
  NEEDS_SHARED_DATA();
  const TestFolder folder;
  const std::string study = (shared_data() / "glioma-btp" / "sub-PGBM012").string();
  std::ofstream(folder / "mask.nii.gz") << "x";
  const ProgramRun run =
      run_longview("predict " + study + " --model nothing-changes --mask ses-09=" + (folder / "mask.nii.gz").string() +
                   " --out " + (folder / "out").string());
  expect_one_sentence(run, 1, "ses-01");
}

TEST(CommandLine, AnUnknownModelIsAnsweredByTheNearestOne) {
  NEEDS_SHARED_DATA();
  const TestFolder folder;
  const std::string study = (shared_data() / "glioma-btp" / "sub-PGBM012").string();
  expect_one_sentence(run_longview("predict " + study + " --model gp-gam --out " + (folder / "out").string()), 1,
                      "gp-gan");
  EXPECT_FALSE(std::filesystem::exists(folder / "out" / "image.nii.gz"));
}

TEST(CommandLine, SeveralPatientsAreNamedAndOneCanBeChosen) {
  NEEDS_SHARED_DATA();
  const std::string cohort = (shared_data() / "glioma-btp").string();
  expect_one_sentence(run_longview("info " + cohort), 1, "PGBM012");
  const ProgramRun one = run_longview("info " + cohort + " --patient PGBM012 --json");
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(nlohmann::json::parse(one.out)["timepoints"].size(), 2u);
}

TEST(CommandLine, ANodeThatIsNoNodeSaysTheForm) {
  const TestFolder folder;
  std::ofstream(folder / "a.dcm") << "x";
  expect_one_sentence(run_longview("send " + (folder / "a.dcm").string() + " --to nonsense"), 1, "@");
}

TEST(CommandLine, NobodyListeningIsASentence) {
  const TestFolder folder;
  std::ofstream(folder / "a.dcm") << "x";
  expect_one_sentence(run_longview("send " + (folder / "a.dcm").string() + " --to NOBODY@127.0.0.1:9"), 1, "127.0.0.1");
}

TEST(CommandLine, ACutRecordIsNotReplayed) {
  const TestFolder folder;
  std::ofstream(folder / "record.json") << "{\"arguments\": {";
  expect_one_sentence(
      run_longview("replay " + (folder / "record.json").string() + " --out " + (folder / "again").string()), 1,
      "record");
}

}  // namespace
}  // namespace longview

// A simulated nodule as a stranger would make it: study, labels and truth agree, DICOM judged by dciodvfy.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "imaging/writing/nifti.h"
#include "tests/imaging/simulation/phantom_chest.h"
#include "tests/longview_process.h"

namespace longview {
namespace {

using nlohmann::json;

class NoduleCommands : public testing::Test {
 protected:
  void SetUp() override {
    write_nifti(phantom_chest({.edge = 61, .wall = 18, .slice = 1.5}), folder / "lung_ct.nii.gz");
  }
  std::string at(const std::string& name) const { return (folder / name).string(); }
  json simulated(const std::string& options) {
    const ProgramRun made =
        run_longview("simulate nodule --ct " + at("lung_ct.nii.gz") + " --out " + at("study") + " " + options);
    EXPECT_EQ(made.code, 0) << made.err;
    return json::parse(text_of(folder / "study/truth.json"), nullptr, false);
  }
  // dciodvfy's errors but for those about (0008,001C), which its dictionary of 2022 lacks (stack.md 5.3).
  std::string judged(const std::string& file) const {
    (void)std::system(
        ("dciodvfy " + at(file) + " 2>&1 | grep '^Error' | grep -v '0x0008,0x001c' >" + at("log")).c_str());
    return text_of(folder / "log");
  }
  json info() {
    const ProgramRun run = run_longview("info " + at("study") + " --json");
    EXPECT_EQ(run.code, 0) << run.err;
    return json::parse(run.out, nullptr, false);
  }

  TestFolder folder;
};

TEST_F(NoduleCommands, MakeADicomStudyThatDoubles) {
  const json truth = simulated("--at 0,0,0 --diameter 8 --doubling 150 --days 0,150 --seed 1 --format dicom");
  ASSERT_EQ(truth["dates"].size(), 2u);
  EXPECT_NEAR(truth["dates"][0]["volume_ml"].get<double>(), 0.268083, 1e-5);
  EXPECT_NEAR(truth["dates"][1]["volume_ml"].get<double>(), 2 * 0.268083, 1e-5);

  const json study = info();
  ASSERT_EQ(study["timepoints"].size(), 2u);
  EXPECT_TRUE(study["simulated"]);
  EXPECT_EQ(study["timepoints"][1]["day"], 150);
  for (std::size_t n = 0; n < 2; ++n) {
    EXPECT_EQ(study["timepoints"][n]["series"][0]["modality"], "CT");
    const std::string date = truth["dates"][n]["date"];
    EXPECT_EQ(judged("study/" + date + "/nodule-seg.dcm"), "");
    EXPECT_EQ(judged("study/" + date + "/ct/0005.dcm"), "");
    const ProgramRun run = run_longview("measure " + at("study/" + date + "/nodule-seg.dcm") + " --json");
    const json measured = json::parse(run.out)["labels"][0];
    EXPECT_NEAR(measured["volume_ml"], truth["dates"][n]["labels_ml"], 1e-6);
    EXPECT_NEAR(measured["volume_ml"].get<double>() / truth["dates"][n]["volume_ml"].get<double>(), 1, 0.01);
    for (std::size_t a = 0; a < 3; ++a)
      EXPECT_NEAR(measured["centroid_lps_mm"][a], truth["dates"][n]["place_lps_mm"][a], 1.5);  // its form is uneven
  }
}

TEST_F(NoduleCommands, MakeANiftiStudyOfAPartSolidNoduleAtTheWall) {
  const json truth = simulated(
      "--type part-solid --attachment wall --diameter 9 --doubling inf --days 0,90 --seed 3 "
      "--format nifti --patient LUNG7");
  EXPECT_EQ(truth["course"]["doubling_days"], "stable");
  EXPECT_GT(truth["dates"][0]["wall_contact"].get<double>(), 0.02);
  const json study = info();
  ASSERT_EQ(study["timepoints"].size(), 2u);
  EXPECT_EQ(study["timepoints"][0]["series"].size(), 1u);
  EXPECT_EQ(study["timepoints"][0]["series"][0]["modality"], "CT");
  EXPECT_EQ(study["timepoints"][0]["masks"].size(), 2u) << "labels, and how many readers";
  const ProgramRun run =
      run_longview("measure " + at("study/sub-LUNG7/ses-02/ct/sub-LUNG7_ses-02_desc-nodule_dseg.nii.gz") + " --json");
  const json labels = json::parse(run.out)["labels"];
  ASSERT_EQ(labels.size(), 2u);
  EXPECT_NEAR(labels[1]["volume_ml"].get<double>() / truth["dates"][1]["solid_ml"].get<double>(), 1, 0.03);
}

TEST_F(NoduleCommands, FollowANoduleFromAClickOnTheLastDate) {
  const json truth =
      simulated("--at 0,0,0 --diameter 9 --doubling 120 --days 0,180 --thickness 1 --seed 5 --format nifti");
  std::string place;
  for (double c : truth["dates"][1]["place_lps_mm"]) place += (place.empty() ? "" : ",") + std::to_string(c);
  const ProgramRun run = run_longview("nodule " + at("study") + " --at=" + place + " --out " + at("found") + " --json");
  ASSERT_EQ(run.code, 0) << run.err;
  const json found = json::parse(run.out);
  ASSERT_EQ(found["dates"].size(), 2u) << found.dump(1);
  for (std::size_t n = 0; n < 2; ++n) {
    EXPECT_EQ(found["dates"][n]["category"], "solid");
    EXPECT_NEAR(found["dates"][n]["volume_mm3"].get<double>() / (1000 * truth["dates"][n]["volume_ml"].get<double>()),
                1.1, 0.35);
    for (std::size_t a = 0; a < 3; ++a)
      EXPECT_NEAR(found["dates"][n]["place_lps_mm"][a], truth["dates"][n]["place_lps_mm"][a], 2);
  }
  EXPECT_NEAR(found["growth"][0]["doubling_days"].get<double>(), 120, 45);
  EXPECT_EQ(found["growth"][0]["lung_rads"]["says"], "Growth");
  EXPECT_NE(found["dates"][1]["fleischner_2017"]["rule"].get<std::string>().find("solid, above 8 mm"),
            std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder / "found/ses-01_desc-nodule_dseg.nii.gz"));
  EXPECT_EQ(run_longview("nodule " + at("study")).code, 1);
}

TEST_F(NoduleCommands, RefuseInWords) {
  const ProgramRun wall =
      run_longview("simulate nodule --ct " + at("lung_ct.nii.gz") + " --at 25,0,0 --out " + at("study"));
  EXPECT_EQ(wall.code, 1);
  EXPECT_NE(wall.err.find("soft tissue"), std::string::npos) << wall.err;
  const ProgramRun absent = run_longview("simulate nodule --ct " + at("absent") + " --at 0,0,0 --out " + at("other"));
  EXPECT_EQ(absent.code, 1);
  EXPECT_NE(absent.err.find("does not exist"), std::string::npos) << absent.err;
}

}  // namespace
}  // namespace longview

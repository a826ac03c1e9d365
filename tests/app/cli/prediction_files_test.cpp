// What a model says besides the next scan reaches files, the record and the time point, whatever it is called.
#include "app/cli/prediction_files.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "imaging/reading/read.h"
#include "tests/longview_process.h"

namespace longview {
namespace {

Volume ramp() {
  Grid grid;
  grid.size = {4, 3, 2};
  std::vector<float> values;
  for (int n = 0; n < 24; ++n) values.push_back(static_cast<float>(n) - 12);
  return make_volume(grid, values, "z");
}

StudyOptions here() {
  StudyOptions options;
  options.study = "study";
  return options;
}

Study study_of_one_date() {
  Study study;
  study.patient.id = "sub-01";
  Timepoint date;
  date.session = "ses-01";
  date.day = 0;
  Series series;
  series.id = "t1";
  series.modality = "MR";
  series.sequence = "T1w";
  series.volume = ramp();
  series.grid = series.volume->grid;
  date.series.push_back(series);
  study.timepoints.push_back(date);
  return study;
}

Prediction prediction_with_findings() {
  Prediction prediction;
  prediction.image = ramp();
  prediction.image_name = "healthy";
  prediction.kind = TimepointKind::synthetic;
  prediction.labels = label_map_of(ramp(), {});
  prediction.labels_title = "Brain structures";
  prediction.findings.maps.push_back({"z", "Deviation", ramp()});
  prediction.findings.tables.push_back({"regions", {"region", "z"}, {{"Hippocampus", "-2.5"}}});
  prediction.findings.facts.push_back({"status", "{\"probability\": 0.75}"});
  prediction.provenance.model = "some-model";
  prediction.provenance.inputs = {"ses-01"};
  return prediction;
}

TEST(PredictionFiles, HoldMapsTablesAndFactsUnderTheModelsOwnNames) {
  const TestFolder folder;
  write_prediction(prediction_with_findings(), study_of_one_date(), here(), {}, folder.path());
  EXPECT_FLOAT_EQ(static_cast<float>(value_at(read_image(folder / "z.nii.gz"), {3, 2, 1})), 11);
  EXPECT_TRUE(std::filesystem::exists(folder / "healthy.nii.gz"));
  EXPECT_FALSE(std::filesystem::exists(folder / "image.nii.gz"));
  EXPECT_EQ(text_of(folder / "regions.csv"), "region,z\nHippocampus,-2.5\n");
  EXPECT_EQ(text_of(folder / "status.json"), "{\"probability\": 0.75}");
  const auto record = nlohmann::json::parse(text_of(folder / "record.json"));
  EXPECT_EQ(record.at("kind"), "synthetic");
  EXPECT_EQ(record.at("notice"), "SYNTHETIC RESEARCH ONLY some-model, not for diagnosis");
  const auto results = record.at("results");
  for (const char* name : {"healthy.nii.gz", "labels.nii.gz", "z.nii.gz", "regions.csv", "status.json"})
    EXPECT_TRUE(results.contains(name)) << name;
}

TEST(PredictionFiles, RefuseANameThatIsTakenOrLeavesTheFolder) {
  const TestFolder folder;
  for (const char* name : {"labels", "record", "../z"}) {
    Prediction prediction = prediction_with_findings();
    if (std::string(name) == "record") {
      prediction.findings.facts[0].name = name;
    } else {
      prediction.findings.maps[0].name = name;
    }
    EXPECT_THROW(write_prediction(prediction, study_of_one_date(), here(), {}, folder.path()), Failure) << name;
  }
}

TEST(PredictionFiles, FollowIntoATimePointOfTheModelsKind) {
  const Study study = with_timepoint(study_of_one_date(), prediction_with_findings());
  ASSERT_EQ(study.timepoints.size(), 2u);
  const Timepoint& added = study.timepoints[1];
  EXPECT_EQ(added.kind, TimepointKind::synthetic);
  EXPECT_EQ(added.session, "synthetic-some-model-000d");
  EXPECT_EQ(added.masks.at(0).name, "Brain structures");
  EXPECT_EQ(with_timepoint(study_of_one_date(), prediction_with_findings(), TimepointKind::backtest).timepoints[1].kind,
            TimepointKind::backtest);
}

}  // namespace
}  // namespace longview

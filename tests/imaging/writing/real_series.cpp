// SEG, SR and prediction on real DICOM series, whose headers nobody cleaned up for us.
#include <gtest/gtest.h>

#include <sstream>

#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "imaging/writing/derived_series.h"
#include "imaging/writing/dicom_seg.h"
#include "imaging/writing/dicom_sr.h"
#include "tests/imaging/writing/fixture.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

struct OnARealSeries : testing::TestWithParam<const char*> {
  TemporaryFolder folder;
};

// A box in the middle third of the scan.
LabelMap box_in(const Grid& grid) {
  std::vector<std::uint8_t> voxels;
  voxels.reserve(voxel_count(grid));
  const auto middle = [](int n, int size) { return 3 * n > size && 3 * n < 2 * size; };
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i)
        voxels.push_back(middle(i, grid.size[0]) && middle(j, grid.size[1]) && middle(k, grid.size[2]));
  return {make_volume(grid, std::move(voxels)), {Label{}}};
}

// Without the warnings about the patient's and study's own values: we keep them as the source has them.
std::string but_for_the_subject(const std::string& findings) {
  std::istringstream lines(findings);
  std::string rest;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with("Warning") ||
        (line.find("DICOMDIR - Study") == std::string::npos && line.find("PN Patient's Name") == std::string::npos))
      rest += line + "\n";
  return rest;
}

TEST_P(OnARealSeries, SegSrAndPredictionPassTheJudgesAndComeBack) {
  NEEDS_SHARED_DATA();
  const Study study = scan(shared_data() / GetParam()).at(0);
  const Timepoint& timepoint = study.timepoints.at(0);
  const int main = main_series(timepoint);
  ASSERT_GE(main, 0);
  const Series& source = timepoint.series[static_cast<std::size_t>(main)];
  std::vector<Problem> problems;
  const Volume volume = read(source, problems);
  const LabelMap labels = box_in(volume.grid);
  DicomTarget target{study.patient, &timepoint, &source, test_provenance(), TimepointKind::predicted, false, "not reviewed"};
  const auto seg = folder.path / "seg.dcm", sr = folder.path / "sr.dcm";
  write_seg(labels, target, seg);
  write_sr({{labels.labels[0], measure(labels)[0], std::nullopt}}, seg, target, sr);
  SeriesOptions options;
  options.modality = source.modality;
  const Series predicted = write_series(volume, target, folder.path / "predicted", options);
  for (const auto& file : {seg, sr, predicted.files.front()})
    EXPECT_EQ(but_for_the_subject(dciodvfy(file)), "") << file;
  std::vector<std::filesystem::path> all{seg, sr, predicted.files.front(), source.files.front()};
  EXPECT_THAT(dcentvfy(all), testing::Not(testing::HasSubstr("Error"))) << dcentvfy(all);
  Segmentation segmentation;
  segmentation.files = {seg};
  segmentation.format = "DICOM SEG";
  const LabelMap back = read_labels(segmentation, problems);
  EXPECT_TRUE(same_grid(back.grid(), volume.grid, 0.01));
  const auto before = measure(labels)[0], after = measure(back)[0];
  EXPECT_EQ(after.voxels, before.voxels);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(after.centroid[c], before.centroid[c], 0.01);
}

INSTANTIATE_TEST_SUITE_P(Real, OnARealSeries, testing::Values("brain-t1-dicom", "lung-ct-tumor-dicom"));

}  // namespace
}  // namespace longview

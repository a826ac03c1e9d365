#include "imaging/writing/dicom_seg.h"

#include <gtest/gtest.h>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmseg/segdoc.h>

#include <cmath>
#include <memory>
#include <sstream>

#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "imaging/reading/read.h"
#include "tests/imaging/writing/fixture.h"

namespace longview {
namespace {

using WriteSeg = OnASeries;

// Centroid (LPS) and number of voxels of each segment, by pydicom's own unpacking and the frames' own geometry.
std::string centroids(const std::filesystem::path& file) {
  return python(R"(
import sys, pydicom, numpy as np
d = pydicom.dcmread(sys.argv[1])
frames = d.pixel_array.reshape(int(d.NumberOfFrames), d.Rows, d.Columns)
shared = d.SharedFunctionalGroupsSequence[0]
iop = [float(x) for x in shared.PlaneOrientationSequence[0].ImageOrientationPatient]
spacing = [float(x) for x in shared.PixelMeasuresSequence[0].PixelSpacing]
row, col = np.array(iop[:3]), np.array(iop[3:])
points = {}
for f, g in zip(frames, d.PerFrameFunctionalGroupsSequence):
    origin = np.array([float(x) for x in g.PlanePositionSequence[0].ImagePositionPatient])
    j, i = np.nonzero(f)
    n = g.SegmentIdentificationSequence[0].ReferencedSegmentNumber
    points.setdefault(int(n), []).append(origin + np.outer(i * spacing[1], row) + np.outer(j * spacing[0], col))
for n, p in sorted(points.items()):
    p = np.concatenate(p)
    print(n, len(p), *['%.4f' % x for x in p.mean(axis=0)])
)",
                {file.string()});
}

void expect_centroids(const std::string& said, const LabelMap& labels, const std::string& where) {
  std::istringstream lines(said);
  for (const LabelVolume& label : measure(labels)) {
    int number = 0;
    std::size_t voxels = 0;
    Vec3 point{};
    lines >> number >> voxels >> point[0] >> point[1] >> point[2];
    EXPECT_EQ(number, label.value) << where;
    EXPECT_EQ(voxels, label.voxels) << where;
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(point[c], label.centroid[c], 0.01) << where << " axis " << c;
  }
}

TEST_F(WriteSeg, LiesWhereItWasDrawnAsPydicomReadsItInEveryOrientation) {
  for (const auto& [name, grid] : test_grids(9, 7, 5)) {
    make_source(grid);
    const LabelMap labels = test_labels(grid);
    write_seg(labels, target, folder.path / "seg.dcm");
    expect_centroids(centroids(folder.path / "seg.dcm"), labels, name);
    EXPECT_EQ(dciodvfy(folder.path / "seg.dcm"), "") << name;
  }
}

TEST_F(WriteSeg, IsPackedRightForEveryRemainderOfRowsTimesColumns) {
  const int sizes[][2]{{8, 6}, {7, 7}, {10, 5}, {9, 11}, {6, 10}, {7, 11}, {6, 9}, {7, 9}};
  std::vector<bool> seen(8);
  for (const auto& [columns, rows] : sizes) {
    seen[static_cast<std::size_t>(columns * rows % 8)] = true;
    const Grid grid = test_grids(columns, rows, 5)[3].second;
    make_source(grid);
    const LabelMap labels = test_labels(grid);
    write_seg(labels, target, folder.path / "seg.dcm");
    expect_centroids(centroids(folder.path / "seg.dcm"), labels,
                     std::to_string(columns) + " x " + std::to_string(rows));
  }
  for (std::size_t remainder = 0; remainder < 8; ++remainder) EXPECT_TRUE(seen[remainder]) << remainder;
}

TEST_F(WriteSeg, ComesBackThroughOurReaderOnTheSeriesGrid) {
  for (const auto& [name, grid] : test_grids(9, 7, 5)) {
    make_source(grid);
    const LabelMap labels = test_labels(source.grid);
    write_seg(labels, target, folder.path / "seg.dcm");
    Segmentation segmentation;
    segmentation.files = {folder.path / "seg.dcm"};
    segmentation.format = "DICOM SEG";
    std::vector<Problem> problems;
    const LabelMap back = read_labels(segmentation, problems);
    ASSERT_TRUE(same_grid(back.grid(), source.grid)) << name;
    const auto before = voxels_of<std::uint8_t>(labels.voxels);
    visit_voxels(back.voxels, [&](auto voxels) {
      for (std::size_t n = 0; n < voxels.size(); ++n)
        ASSERT_EQ(static_cast<int>(voxels[n]), before[n]) << name << " voxel " << n;
    });
    ASSERT_EQ(back.labels.size(), 2);
    EXPECT_EQ(back.labels[1].name, "Oedema");
    EXPECT_EQ(back.labels[1].type, labels.labels[1].type);
    EXPECT_EQ(back.labels[0].algorithm_type, AlgorithmType::semiautomatic);
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(back.labels[1].colour[c], labels.labels[1].colour[c], 1);
  }
}

TEST_F(WriteSeg, OfAnotherGridIsResampledOntoTheSeries) {
  make_source(test_grids(20, 20, 8)[0].second);
  Grid fine = source.grid;
  fine.size = {40, 40, 16};
  for (double& spacing : fine.spacing) spacing /= 2;
  const auto ball = [](const Grid& grid) {
    std::vector<std::uint8_t> voxels;
    const Vec3 middle = centre(grid);
    for (int k = 0; k < grid.size[2]; ++k)
      for (int j = 0; j < grid.size[1]; ++j)
        for (int i = 0; i < grid.size[0]; ++i) {
          const Vec3 p = point_at(grid, {1.0 * i, 1.0 * j, 1.0 * k});
          voxels.push_back(std::hypot(p[0] - middle[0], p[1] - middle[1], p[2] - middle[2]) < 7);
        }
    return LabelMap{make_volume(grid, std::move(voxels)), {Label{}}};
  };
  const LabelMap labels = ball(fine);
  write_seg(labels, target, folder.path / "seg.dcm");
  std::istringstream said(centroids(folder.path / "seg.dcm"));
  int number = 0;
  double voxels = 0;
  Vec3 point{};
  said >> number >> voxels >> point[0] >> point[1] >> point[2];
  const LabelVolume drawn = measure(labels)[0];
  EXPECT_NEAR(voxels * voxel_volume_mm3(source.grid) / 1000, drawn.volume_ml, 0.15 * drawn.volume_ml);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(point[c], drawn.centroid[c], source.grid.spacing[c] / 2);
}

TEST_F(WriteSeg, WithNothingInItKeepsTheGrid) {
  make_source(test_grids(9, 7, 5)[3].second);
  const LabelMap empty{make_volume(source.grid, std::vector<std::uint8_t>(voxel_count(source.grid))), {Label{}}};
  write_seg(empty, target, folder.path / "seg.dcm");
  EXPECT_EQ(dciodvfy(folder.path / "seg.dcm"), "");
  Segmentation segmentation;
  segmentation.files = {folder.path / "seg.dcm"};
  segmentation.format = "DICOM SEG";
  std::vector<Problem> problems;
  EXPECT_TRUE(same_grid(read_labels(segmentation, problems).grid(), source.grid));
}

TEST_F(WriteSeg, GivesALabelThatTheTableDoesNotNameASegmentOfItsOwn) {
  make_source(test_grids(9, 7, 5)[0].second);
  LabelMap labels = test_labels(source.grid);
  labels.labels.pop_back();
  write_seg(labels, target, folder.path / "seg.dcm");
  EXPECT_THAT(run_program({"dcmdump", "+P", "SegmentLabel", (folder.path / "seg.dcm").string()}).output,
              testing::HasSubstr("[Label 2]"));
  expect_centroids(centroids(folder.path / "seg.dcm"), test_labels(source.grid), "unnamed");
}

TEST_F(WriteSeg, TakesLongCodesAndLabelsWithoutAny) {
  make_source(test_grids(9, 7, 5)[0].second);
  LabelMap labels = test_labels(source.grid);
  labels.labels[0].type = {"12345678901234567", "SCT", "Something with a long code"};
  labels.labels[1].type = {};
  write_seg(labels, target, folder.path / "seg.dcm");
  EXPECT_EQ(dciodvfy(folder.path / "seg.dcm"), "");
  Segmentation segmentation;
  segmentation.files = {folder.path / "seg.dcm"};
  segmentation.format = "DICOM SEG";
  std::vector<Problem> problems;
  const LabelMap back = read_labels(segmentation, problems);
  EXPECT_EQ(back.labels[1].type, Label{}.type);
}

TEST_F(WriteSeg, OfAPredictionIsMarked) {
  make_source(test_grids(9, 7, 5)[3].second);
  target.provenance = test_provenance();
  target.simulated = true;
  write_seg(test_labels(source.grid), target, folder.path / "seg.dcm");
  EXPECT_EQ(dciodvfy(folder.path / "seg.dcm"), "");
  auto all = source.files;
  all.push_back(folder.path / "seg.dcm");
  EXPECT_EQ(dcentvfy(all), "");
  const std::string dump = run_program({"dcmdump", "+L", (folder.path / "seg.dcm").string()}).output;
  for (const char* mark :
       {"[PREDICTED +90 d RESEARCH ONLY Segmentation]", "[RESEARCH] ", "[AUTOMATIC]", "[gp-gan]", "[1.0]",
        "weights_sha256=aaaaaaaa", "(0008,001c) CS [YES]", "Review: not reviewed", "Artificial Intelligence"})
    EXPECT_THAT(dump, testing::HasSubstr(mark));
  EXPECT_THAT(dump, testing::Not(testing::HasSubstr("AcquisitionDate")));
}

TEST_F(WriteSeg, ReadsTheSameInDcmtksOwnLibraryWhereThatIsRight) {
  make_source(test_grids(8, 6, 5)[3].second);  // 48 pixels: a multiple of 8
  const LabelMap labels = test_labels(source.grid);
  write_seg(labels, target, folder.path / "seg.dcm");
  DcmSegmentation* loaded = nullptr;
  ASSERT_TRUE(DcmSegmentation::loadFile((folder.path / "seg.dcm").c_str(), loaded).good());
  const std::unique_ptr<DcmSegmentation> seg(loaded);
  EXPECT_EQ(seg->getNumberOfSegments(), 2);
  EXPECT_EQ(seg->getNumberOfFrames(), 6) << "3 with the first label, 1 with the second, 2 empty slices";
  EXPECT_TRUE(seg->check());
}

TEST_F(WriteSeg, FractionalHoldsTheProbabilityInStepsOf255) {
  for (const auto& [name, grid] : test_grids(9, 7, 5)) {
    make_source(grid);
    const Volume probability = test_probability(source.grid);
    write_fractional_seg(probability, Label{}, target, folder.path / "p.dcm");
    EXPECT_EQ(dciodvfy(folder.path / "p.dcm"), "") << name;
    const std::string said = python(R"(
import sys, pydicom
d = pydicom.dcmread(sys.argv[1])
print(d.SegmentationType, d.SegmentationFractionalType, d.MaximumFractionalValue)
print(*d.pixel_array.ravel())
)",
                                    {(folder.path / "p.dcm").string()});
    std::string expected = "FRACTIONAL PROBABILITY 255\n";
    for (const float p : voxels_of<float>(probability)) expected += std::to_string(std::lround(255 * p)) + " ";
    expected.back() = '\n';
    EXPECT_EQ(said, expected) << name;
  }
}

TEST_F(WriteSeg, StandsOnAMultiFrameSeriesToo) {
  make_source(test_grids(9, 7, 5)[3].second);
  target.provenance = test_provenance();
  const Series predicted = write_series(test_volume(source.grid), target, folder.path / "predicted", {});
  target.provenance.reset();
  target.source = &predicted;
  const LabelMap labels = test_labels(predicted.grid);
  write_seg(labels, target, folder.path / "seg.dcm");
  EXPECT_EQ(dciodvfy(folder.path / "seg.dcm"), "");
  expect_centroids(centroids(folder.path / "seg.dcm"), labels, "multi-frame");
  EXPECT_THAT(run_program({"dcmdump", "+P", "ReferencedFrameNumber", (folder.path / "seg.dcm").string()}).output,
              testing::HasSubstr("[3]"));
}

TEST_F(WriteSeg, NeedsADicomSeries) {
  make_source(test_grids(9, 7, 5)[0].second);
  const LabelMap labels = test_labels(source.grid);
  Series nifti = source;
  nifti.format = "NIfTI";
  target.source = &nifti;
  EXPECT_THAT(failure_of([&] { write_seg(labels, target, folder.path / "seg.dcm"); }),
              testing::HasSubstr("needs a DICOM series to stand on"));
  target.source = nullptr;
  EXPECT_THAT(failure_of([&] { write_seg(labels, target, folder.path / "seg.dcm"); }),
              testing::HasSubstr("Export the scan as a DICOM series first"));
  EXPECT_FALSE(std::filesystem::exists(folder.path / "seg.dcm"));
}

// The patient of the export, not of the source, where they differ: a pseudonym must not be undone by the source's
// header.
TEST_F(WriteSeg, BearsThePatientOfTheTarget) {
  make_source(test_grids(9, 7, 5)[0].second);
  target.patient = {"PSEUDO-1", "", std::nullopt, "", std::nullopt};
  write_seg(test_labels(source.grid), target, folder.path / "seg.dcm");
  const std::string dump = run_program({"dcmdump", (folder.path / "seg.dcm").string()}).output;
  EXPECT_THAT(dump, testing::HasSubstr("[PSEUDO-1]"));
  for (const char* known : {"PAT-7", "ller^Grete", "19500203", "070Y"})
    EXPECT_THAT(dump, testing::Not(testing::HasSubstr(known)));
}

}  // namespace
}  // namespace longview

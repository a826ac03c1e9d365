#include "imaging/writing/dicom_seg.h"

#include <gtest/gtest.h>

#include <sstream>

#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
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

}  // namespace
}  // namespace longview

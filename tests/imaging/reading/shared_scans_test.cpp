// Real scans against what other programs and the data's own tables say of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "imaging/reading/bids.h"
#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "tests/imaging/reading/temporary_folder.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

using testing::HasSubstr;

// Lines that a Python script prints; empty where Python or a module is not there.
std::vector<std::string> python(const std::string& script) {
  TemporaryFolder folder;
  write_bytes(folder.path / "script.py", script);
  const std::string command = "/usr/bin/python3 '" + (folder.path / "script.py").string() + "' 2>/dev/null";
  std::string text;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    char buffer[4096];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, got);
    pclose(pipe);
  }
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Summary {
  double sum = 0, low = 1e300, high = -1e300;
};

Summary summary(const Volume& volume) {
  Summary s;
  visit_voxels(volume, [&](auto voxels) {
    for (const auto v : voxels) {
      s.sum += static_cast<double>(v);
      s.low = std::min(s.low, static_cast<double>(v));
      s.high = std::max(s.high, static_cast<double>(v));
    }
  });
  return s;
}

TEST(SharedScans, NiftiAgreesWithNibabelInValuesAndPlace) {
  NEEDS_SHARED_DATA();
  const auto lines = python("import glob, nibabel, numpy\nroot = '" + shared_data().string() + R"('
files = sorted(f for d in ('glioma-btp', 'ms-longitudinal', 'glioma-brats2021', 'mni152', 'lung-nodules') for f in glob.glob(root + '/' + d + '/**/*.nii.gz', recursive=True))
files = files[::3] + sorted(glob.glob(root + '/ixi/**/*.nii.gz', recursive=True))[::12]
for f in files:
    i = nibabel.load(f)
    a = numpy.diag([-1, -1, 1, 1]) @ i.affine
    d = numpy.asarray(i.dataobj, dtype=numpy.float64)
    n = [s - 1 for s in d.shape]
    print(f, *(a @ [0, 0, 0, 1])[:3], *(a @ [*n, 1])[:3], d.sum(), d.min(), d.max(), d[n[0] // 2, n[1] // 3, n[2] // 4])
)");
  if (lines.empty()) GTEST_SKIP() << "nibabel is not here";
  EXPECT_GT(lines.size(), 20u);
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    std::istringstream in(line);
    std::string file;
    Vec3 first, last;
    double sum, low, high, inner;
    in >> file >> first[0] >> first[1] >> first[2] >> last[0] >> last[1] >> last[2] >> sum >> low >> high >> inner;
    const Volume volume = read_image(file);
    const Size3& n = volume.grid.size;
    const Vec3 start = point_at(volume.grid, {0, 0, 0});
    const Vec3 end = point_at(volume.grid, {n[0] - 1.0, n[1] - 1.0, n[2] - 1.0});
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_NEAR(start[c], first[c], 1e-3);
      EXPECT_NEAR(end[c], last[c], 1e-3);
    }
    const Summary s = summary(volume);
    EXPECT_NEAR(s.sum, sum, 1e-6 * std::abs(sum) + 1e-3);
    EXPECT_NEAR(s.low, low, 1e-3);
    EXPECT_NEAR(s.high, high, 1e-3);
    EXPECT_NEAR(value_at(volume, {(n[0] - 1) / 2, (n[1] - 1) / 3, (n[2] - 1) / 4}), inner, 1e-3);
  }
}

Series only_series(const std::filesystem::path& folder) {
  const auto studies = scan(folder);
  EXPECT_EQ(studies.size(), 1u);
  return studies.at(0).timepoints.at(0).series.at(0);
}

TEST(SharedScans, CtAgreesWithPydicom) {
  NEEDS_SHARED_DATA();
  const auto folder = shared_data() / "lung-ct-tumor-dicom" / "ct";
  const auto lines =
      python("import glob, pydicom, numpy\nf = [pydicom.dcmread(x) for x in glob.glob('" + folder.string() + R"(/*')]
f.sort(key=lambda d: float(d.ImagePositionPatient[2]))
v = numpy.stack([d.pixel_array * float(d.RescaleSlope) + float(d.RescaleIntercept) for d in f])
print(v.sum(), v.min(), v.max(), v[17, 100, 50], *f[0].ImagePositionPatient, *f[-1].ImagePositionPatient)
)");
  if (lines.empty()) GTEST_SKIP() << "pydicom is not here";
  std::istringstream in(lines[0]);
  double sum, low, high, inner;
  Vec3 first, last;
  in >> sum >> low >> high >> inner >> first[0] >> first[1] >> first[2] >> last[0] >> last[1] >> last[2];
  std::vector<Problem> problems;
  const Volume volume = read(only_series(folder), problems);
  EXPECT_TRUE(problems.empty());
  const Summary s = summary(volume);
  EXPECT_DOUBLE_EQ(s.sum, sum);
  EXPECT_EQ(s.low, low);
  EXPECT_EQ(s.high, high);
  EXPECT_EQ(value_at(volume, {50, 100, 17}), inner);
  const Vec3 end = point_at(volume.grid, {0, 0, volume.grid.size[2] - 1.0});
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(volume.grid.origin[c], first[c], 1e-6);
    EXPECT_NEAR(end[c], last[c], 1e-3);
  }
}

TEST(SharedScans, EveryGliomaPatientHasItsDatesDaysAndVolumes) {
  NEEDS_SHARED_DATA();
  const auto studies = scan(shared_data() / "glioma-btp");
  ASSERT_EQ(studies.size(), 9u);
  for (const Study& study : studies) {
    SCOPED_TRACE(study.patient.id);
    EXPECT_TRUE(study.problems.empty());
    EXPECT_TRUE(study.patient.age_years.has_value());
    ASSERT_EQ(study.timepoints.size(), 2u);
    const auto table =
        read_table(shared_data() / "glioma-btp" / study.patient.id / (study.patient.id + "_sessions.tsv"));
    for (std::size_t t = 0; t < 2; ++t) {
      const Timepoint& timepoint = study.timepoints[t];
      EXPECT_EQ(timepoint.session, table[t].at("session_id"));
      EXPECT_EQ(iso(timepoint.date.value()), table[t].at("acq_time"));
      EXPECT_DOUBLE_EQ(timepoint.day.value(), std::stod(table[t].at("days")));
      EXPECT_EQ(timepoint.series.at(0).sequence, "ce-T1w");
      std::vector<Problem> problems;
      const LabelMap map = read_labels(timepoint.masks.at(0), problems);
      EXPECT_EQ(timepoint.masks[0].of_series, timepoint.series[0].id);
      EXPECT_NEAR(summary(map.voxels).sum, std::stod(table[t].at("tumor_voxels")), 0.5);
      EXPECT_NEAR(summary(map.voxels).sum * voxel_volume_mm3(map.grid()) / 1000, std::stod(table[t].at("tumor_ml")),
                  0.006);
    }
  }
}

// Numbers from data/README.md: the file numbers run against the normal.
TEST(SharedScans, ObliqueHeadLiesWhereItsTableSays) {
  NEEDS_SHARED_DATA();
  std::vector<Problem> problems;
  const Volume volume = read(only_series(shared_data() / "brain-t1-dicom"), problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(volume.grid.size, (Size3{128, 128, 88}));
  EXPECT_NEAR(volume.grid.spacing[2], 2, 1e-3);
  const Vec3 end = point_at(volume.grid, {0, 0, 87});
  const Vec3 from{73.46, -175.13, 115.86}, to{-99.66, -157.85, 118.29};
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(volume.grid.origin[c], from[c], 0.02);
    EXPECT_NEAR(end[c], to[c], 0.02);
  }
}

TEST(SharedScans, TumourMaskOfTheLungCtHasItsVolumeAndCentroid) {
  NEEDS_SHARED_DATA();
  const auto studies = scan(shared_data() / "lung-ct-tumor-dicom");
  const Timepoint& timepoint = studies.at(0).timepoints.at(0);
  EXPECT_EQ(timepoint.masks.at(0).of_series, timepoint.series.at(0).id);
  std::vector<Problem> problems;
  const LabelMap map = read_labels(timepoint.masks[0], problems);
  Vec3 centroid{};
  double count = 0;
  const Grid& g = map.grid();
  for (int k = 0; k < g.size[2]; ++k)
    for (int j = 0; j < g.size[1]; ++j)
      for (int i = 0; i < g.size[0]; ++i) {
        if (value_at(map.voxels, {i, j, k}) == 0) continue;
        const Vec3 p = point_at(g, {double(i), double(j), double(k)});
        for (std::size_t c = 0; c < 3; ++c) centroid[c] += p[c];
        ++count;
      }
  EXPECT_EQ(count, 125256);
  const Vec3 stated{-74.48, 16.33, -18.74};
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(centroid[c] / count, stated[c], 0.02);
}

// IXI: axes P, S, R; hippocampi are labels 47 (right) and 48 (left): right is -x in LPS.
TEST(SharedScans, LeftIsLeftInSagittalScans) {
  NEEDS_SHARED_DATA();
  const auto studies = scan(shared_data() / "ixi" / "sub-IXI443");
  std::vector<Problem> problems;
  const LabelMap map = read_labels(studies.at(0).timepoints.at(0).masks.at(0), problems);
  double right = 0, left = 0, n_right = 0, n_left = 0;
  const Grid& g = map.grid();
  for (int k = 0; k < g.size[2]; ++k)
    for (int j = 0; j < g.size[1]; ++j)
      for (int i = 0; i < g.size[0]; ++i) {
        const double label = value_at(map.voxels, {i, j, k});
        const double x = point_at(g, {double(i), double(j), double(k)})[0];
        if (label == 47) right += x, ++n_right;
        if (label == 48) left += x, ++n_left;
      }
  EXPECT_LT(right / n_right + 20, left / n_left);
  bool named = false;
  for (const Label& label : map.labels)
    named |= label.value == 47 && label.name.find("ippocampus") != std::string::npos;
  EXPECT_TRUE(named);
}

TEST(SharedScans, TiltedHeadIsResampledNotStacked) {
  NEEDS_SHARED_DATA();
  const Series series = only_series(shared_data() / "dicom-odd" / "geometry" / "ct-gantry-tilt");
  std::vector<Problem> problems;
  const Volume volume = read(series, problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_THAT(problems[0].what, HasSubstr("unevenly spaced, 1.08"));
  EXPECT_THAT(problems[1].what, HasSubstr("tilt of 18.5 degrees"));
  // 13 x 4.0 + 1.08 + 13 x 7.0 mm along the normal.
  EXPECT_NEAR((volume.grid.size[2] - 1) * volume.grid.spacing[2], 13 * 4.0 + 1.08 + 13 * 7.0, volume.grid.spacing[2]);
  EXPECT_GT(volume.grid.size[1], 128 + 20);
}

TEST(SharedScans, SagittalScanOfAManOnHisSideKeepsItsGap) {
  NEEDS_SHARED_DATA();
  std::vector<Problem> problems;
  const Volume volume =
      read(only_series(shared_data() / "dicom-odd" / "geometry" / "mr-sagittal-decubitus-left"), problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(volume.grid.size, (Size3{64, 64, 35}));
  EXPECT_NEAR(volume.grid.spacing[2], 4.8, 1e-3) << "thickness is 4";
}

TEST(SharedScans, EveryFolderGivesStudiesOrASentence) {
  NEEDS_SHARED_DATA();
  const auto studies = scan(shared_data());
  EXPECT_GT(studies.size(), 100u);
  std::size_t series = 0;
  for (const Study& study : studies)
    for (const Timepoint& timepoint : study.timepoints) series += timepoint.series.size();
  EXPECT_GT(series, 200u);
}

}  // namespace
}  // namespace longview

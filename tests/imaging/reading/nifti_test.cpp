#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "tests/imaging/reading/nifti_bytes.h"
#include "tests/imaging/reading/sentences.h"
#include "tests/imaging/reading/temporary_folder.h"

namespace longview {
namespace {

using testing::HasSubstr;

std::vector<std::int16_t> ramp(std::size_t count = 120) {
  std::vector<std::int16_t> values(count);
  std::iota(values.begin(), values.end(), std::int16_t{-7});
  return values;
}

NiftiFile plain() {
  NiftiFile file;
  file.voxels = raw(ramp());
  return file;
}

void expect_point(const Grid& grid, const Vec3& index, const Vec3& lps, double tolerance = 1e-5) {
  const Vec3 p = point_at(grid, index);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(p[c], lps[c], tolerance) << c;
}

TEST(Nifti, KeepsItsValuesAndTurnsRasIntoLps) {
  TemporaryFolder folder;
  write_bytes(folder.path / "a.nii", plain().bytes());
  const Volume volume = read_image(folder.path / "a.nii");
  EXPECT_EQ(volume.type, VoxelType::i16);
  EXPECT_EQ(value_at(volume, {0, 0, 0}), -7);
  EXPECT_EQ(value_at(volume, {3, 4, 5}), 112);
  expect_point(volume.grid, {0, 0, 0}, {10, -20, 30});
  expect_point(volume.grid, {1, 1, 1}, {8, -23, 34});
}

TEST(Nifti, CompressedGivesTheSame) {
  TemporaryFolder folder;
  write_bytes(folder.path / "a.nii", plain().bytes());
  write_gzip(folder.path / "b.nii.gz", plain().bytes());
  EXPECT_EQ(content_hash(read_image(folder.path / "a.nii")), content_hash(read_image(folder.path / "b.nii.gz")));
}

// Both codes set and the two forms differ: nibabel takes the sform, ITK the qform. The header's own rule is the sform.
TEST(Nifti, TakesTheSformBeforeTheQform) {
  TemporaryFolder folder;
  NiftiFile file = plain();
  file.qform_code = 1;
  file.quatern = {0, 0, 0, 100, 100, 100};
  write_bytes(folder.path / "a.nii", file.bytes());
  expect_point(read_image(folder.path / "a.nii").grid, {0, 0, 0}, {10, -20, 30});
}

// Expected points by nibabel 5: quaternion (0.1, 0.2, -0.3), qfac -1, pixdim 2 3 4, offset (5, 6, 7).
TEST(Nifti, TakesTheQformWhereThereIsNoSform) {
  TemporaryFolder folder;
  NiftiFile file = plain();
  file.sform_code = 0;
  file.qform_code = 1;
  file.pixdim[0] = -1;
  file.quatern = {0.1f, 0.2f, -0.3f, 5, 6, 7};
  write_bytes(folder.path / "a.nii", file.bytes());
  const Volume volume = read_image(folder.path / "a.nii");
  expect_point(volume.grid, {0, 0, 0}, {-5, -6, 7}, 1e-4);
  expect_point(volume.grid, {1, 2, 3}, {-6.327166, -13.432834, -4.269055}, 1e-4);
}

TEST(Nifti, WithoutAnyTransformWarnsThatLeftAndRightAreNotKnown) {
  TemporaryFolder folder;
  NiftiFile file = plain();
  file.sform_code = 0;
  write_bytes(folder.path / "a.nii", file.bytes());
  const auto studies = scan(folder.path);
  ASSERT_EQ(studies.at(0).problems.size(), 1u);
  EXPECT_EQ(studies[0].problems[0].severity, Severity::warning);
  EXPECT_THAT(studies[0].problems[0].what, HasSubstr("left and right are not known"));
}

TEST(Nifti, AppliesSlopeAndIntercept) {
  TemporaryFolder folder;
  NiftiFile file = plain();
  file.slope = 2.5f;
  file.intercept = 10;
  write_bytes(folder.path / "a.nii", file.bytes());
  const Volume volume = read_image(folder.path / "a.nii");
  EXPECT_EQ(volume.type, VoxelType::f32);
  EXPECT_FLOAT_EQ(static_cast<float>(value_at(volume, {1, 0, 0})), -5.0f);
}

// A sform may shear: values painted as a linear function of the patient's space must stand where they stood.
TEST(Nifti, ShearedIsResampledToWhereItLies) {
  TemporaryFolder folder;
  NiftiFile file = plain();
  file.dim = {3, 8, 8, 8, 1, 1, 1, 1};
  file.sform = {1, 0.2f, 0, 0, 0, 1, 0, 0, 0, 0.1f, 1, 0};
  file.datatype = 16;
  std::vector<float> values;
  for (int k = 0; k < 8; ++k)
    for (int j = 0; j < 8; ++j)
      for (int i = 0; i < 8; ++i) {
        const double x = -(i + 0.2f * j), y = -j, z = 0.1f * j + k;  // LPS
        values.push_back(static_cast<float>(1000 + 3 * x - 5 * y + 7 * z));
      }
  file.voxels = raw(values);
  write_bytes(folder.path / "a.nii", file.bytes());
  const Volume volume = read_image(folder.path / "a.nii");
  int compared = 0;
  for (int k = 0; k < volume.grid.size[2]; ++k)
    for (int j = 0; j < volume.grid.size[1]; ++j)
      for (int i = 0; i < volume.grid.size[0]; ++i) {
        const double value = value_at(volume, {i, j, k});
        if (value == 0) continue;  // outside
        const Vec3 p = point_at(volume.grid, {double(i), double(j), double(k)});
        if (p[1] > -1 || p[1] < -6 || -p[0] < 1.5 || -p[0] > 6.5 || p[2] < 1 || p[2] > 6.5) continue;
        ++compared;
        EXPECT_NEAR(value, 1000 + 3 * p[0] - 5 * p[1] + 7 * p[2], 1e-2);
      }
  EXPECT_GT(compared, 100);
  const auto studies = scan(folder.path);
  EXPECT_THAT(studies.at(0).problems.at(0).what, HasSubstr("sheared"));
  EXPECT_TRUE(same_grid(studies[0].timepoints[0].series[0].grid, volume.grid));
}

TEST(Nifti, OfTheOtherByteOrderGivesTheSame) {
  TemporaryFolder folder;
  write_bytes(folder.path / "little.nii", plain().bytes());
  std::string big = plain().bytes();
  const auto turn = [&](std::size_t at, std::size_t width, std::size_t count) {
    for (std::size_t n = 0; n < count; ++n)
      std::reverse(big.begin() + std::ptrdiff_t(at + n * width), big.begin() + std::ptrdiff_t(at + (n + 1) * width));
  };
  turn(0, 4, 1), turn(40, 2, 8), turn(70, 2, 2), turn(76, 4, 8), turn(108, 4, 3), turn(252, 2, 2), turn(256, 4, 18),
      turn(352, 2, 120);
  write_bytes(folder.path / "big.nii", big);
  EXPECT_EQ(content_hash(read_image(folder.path / "little.nii")), content_hash(read_image(folder.path / "big.nii")));
}

TEST(Nifti, LabelsOfSixtyFourBitsBecomeThirtyTwo) {
  TemporaryFolder folder;
  NiftiFile file = plain();
  file.datatype = 1024;
  std::vector<std::int64_t> values(120, 0);
  values[5] = 3;
  file.voxels = raw(values);
  write_bytes(folder.path / "a.nii", file.bytes());
  const Volume volume = read_image(folder.path / "a.nii");
  EXPECT_EQ(volume.type, VoxelType::i32);
  EXPECT_EQ(value_at(volume, {1, 1, 0}), 3);
}

TEST(Nifti, OfSeveralVolumesGivesTheFirstAndSaysSo) {
  TemporaryFolder folder;
  NiftiFile file = plain();
  file.dim[0] = 4;
  file.dim[4] = 3;
  file.voxels = raw(ramp(360));
  write_bytes(folder.path / "a.nii", file.bytes());
  EXPECT_EQ(voxel_count(read_image(folder.path / "a.nii").grid), 120u);
  EXPECT_THAT(scan(folder.path).at(0).problems.at(0).what, HasSubstr("3 volumes"));
}

// ITK reads such files "OK" and fills up with zeros: a tumour that vanished (peers.md D2).
TEST(Nifti, CutOffIsRefusedPlainAndCompressed) {
  TemporaryFolder folder;
  write_bytes(folder.path / "a.nii", plain().bytes());
  write_gzip(folder.path / "b.nii.gz", plain().bytes());
  for (const double share : {0.0, 0.1, 0.3, 0.6, 0.9, 0.99}) {
    cut_file(folder.path / "a.nii", folder.path / "cut.nii", share);
    cut_file(folder.path / "b.nii.gz", folder.path / "cut.nii.gz", share);
    EXPECT_FALSE(sentence_of([&] { read_image(folder.path / "cut.nii"); }).empty()) << share;
    EXPECT_FALSE(sentence_of([&] { read_image(folder.path / "cut.nii.gz"); }).empty()) << share;
  }
}

TEST(Nifti, CompressedWithWrongBytesIsRefused) {
  TemporaryFolder folder;
  write_gzip(folder.path / "a.nii.gz", plain().bytes());
  std::string bytes = bytes_of_file(folder.path / "a.nii.gz");
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] + 1);  // in the checksum
  write_bytes(folder.path / "a.nii.gz", bytes);
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "a.nii.gz"); }), HasSubstr("damaged"));
}

// NIFTI-Imaging/nifti_clib issue 196.
TEST(Nifti, Of377BytesThatAskForEighteenGigabytesIsRefused) {
  TemporaryFolder folder;
  NiftiFile file = plain();
  file.dim = {3, 2048, 2048, 2200, 1, 1, 1, 1};
  file.voxels = std::string(25, 'x');
  write_bytes(folder.path / "a.nii", file.bytes());
  write_gzip(folder.path / "b.nii.gz", file.bytes());
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "a.nii"); }),
              HasSubstr("declares 18.5 GB, the file holds 377 bytes"));
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "b.nii.gz"); }), HasSubstr("declares 18.5 GB"));
  const auto studies = scan(folder.path / "a.nii");
  EXPECT_FALSE(studies.at(0).timepoints.at(0).series.at(0).readable);
}

TEST(Nifti, WithNonsenseInItsHeaderIsASentence) {
  TemporaryFolder folder;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::vector<NiftiFile> files(9, plain());
  files[0].sform[0] = nan;
  files[1].sform[3] = std::numeric_limits<float>::infinity();
  files[2].dim[2] = -5;
  files[3].dim[0] = 9;
  files[4].vox_offset = nan;
  files[5].datatype = 128;
  files[6].sform = {};
  files[7].dim = {3, 0, 5, 6, 1, 1, 1, 1};
  files[8].vox_offset = 4;
  for (std::size_t i = 0; i < files.size(); ++i) {
    write_bytes(folder.path / "a.nii", files[i].bytes());
    EXPECT_FALSE(sentence_of([&] { read_image(folder.path / "a.nii"); }).empty()) << i;
  }
  write_bytes(folder.path / "a.nii", std::string(1000, 'x'));
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "a.nii"); }), HasSubstr("holds something else"));
}

TEST(Nifti, FlippedBytesNeverCrash) {
  TemporaryFolder folder;
  const std::string whole = plain().bytes();
  unsigned state = 7;
  int good = 0;
  for (int n = 0; n < 2000; ++n) {
    std::string bytes = whole;
    for (int flip = 0; flip < 4; ++flip) {
      state = state * 1664525u + 1013904223u;
      bytes[(state >> 8) % 352] = static_cast<char>(state >> 24);
    }
    write_bytes(folder.path / "a.nii", bytes);
    try {
      good += read_image(folder.path / "a.nii").voxels != nullptr;
    } catch (const Failure& failure) {
      EXPECT_NE(std::string(failure.what()), "");
    }
  }
  EXPECT_GT(good, 100);
}

}  // namespace
}  // namespace longview

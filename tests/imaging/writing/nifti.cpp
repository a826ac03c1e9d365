#include "imaging/writing/nifti.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "imaging/core/failure.h"
#include "imaging/core/transform.h"
#include "tests/imaging/writing/helpers.h"

namespace longview {
namespace {

// What nibabel says of a file: shape, type, codes, both affines, some voxels.
std::string nibabel(const std::filesystem::path& file) {
  return python(R"(
import sys, nibabel, numpy as np
i = nibabel.load(sys.argv[1]); h = i.header
print('shape', *i.shape, 'type', h.get_data_dtype(), 'codes', int(h['qform_code']), int(h['sform_code']), 'units', *h.get_xyzt_units())
print('descrip', h['descrip'].item().decode())
print('forms', float(np.abs(i.get_qform() - i.get_sform()).max()) < 1e-4)
print('affine', *['%.4f' % x for x in i.get_sform().ravel()])
print('voxels', *['%g' % x for x in np.asarray(i.dataobj).ravel(order='F')[[0, min(1, np.prod(i.shape) - 1), -1]]])
)",
                {file.string()});
}

// The numbers that nibabel should print for a grid: LPS to RAS.
std::string affine_line(const Grid& grid) {
  std::ostringstream line;
  line << "affine";
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 4; ++c) {
      const double sign = r < 2 ? -1 : 1;
      const double number = sign * (c < 3 ? grid.direction[3 * r + c] * grid.spacing[c] : grid.origin[r]);
      char text[32];
      std::snprintf(text, sizeof text, " %.4f", static_cast<double>(static_cast<float>(number)));
      line << text;
    }
  line << " 0.0000 0.0000 0.0000 1.0000";
  return line.str();
}

TEST(WriteNifti, GivesNibabelTheSameGeometryAndVoxelsForEveryOrientation) {
  const TemporaryFolder folder;
  for (const auto& [name, grid] : test_grids(7, 5, 4)) {
    std::vector<float> values(voxel_count(grid));
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = static_cast<float>(n) * 0.5F - 3;
    const auto file = folder.path / (name + ".nii.gz");
    write_nifti(make_volume(grid, std::move(values)), file, "PREDICTED +90 d RESEARCH ONLY");
    const std::string said = nibabel(file);
    EXPECT_THAT(said, testing::HasSubstr("shape 7 5 4 type float32 codes 1 1 units mm sec")) << name;
    EXPECT_THAT(said, testing::HasSubstr("descrip PREDICTED +90 d RESEARCH ONLY")) << name;
    EXPECT_THAT(said, testing::HasSubstr("forms True")) << name;
    EXPECT_THAT(said, testing::HasSubstr(affine_line(grid))) << name;
    EXPECT_THAT(said, testing::HasSubstr("voxels -3 -2.5 66.5")) << name;
  }
}

template <class T>
class WriteNiftiOfType : public testing::Test {};
using Types =
    testing::Types<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, std::uint32_t, std::int32_t, float, double>;
TYPED_TEST_SUITE(WriteNiftiOfType, Types);

TYPED_TEST(WriteNiftiOfType, KeepsTheVoxelType) {
  const TemporaryFolder folder;
  const auto volume = make_volume<TypeParam>({{2, 2, 1}}, {TypeParam(1), TypeParam(2), TypeParam(3), TypeParam(127)});
  write_nifti(volume, folder.path / "v.nii");
  const std::string said = nibabel(folder.path / "v.nii");
  EXPECT_THAT(said, testing::HasSubstr("type " + std::string(name_of(voxel_type_of<TypeParam>()))));
  EXPECT_THAT(said, testing::HasSubstr("voxels 1 2 127"));
}

TEST(WriteNifti, PutsATableBesideLabels) {
  const TemporaryFolder folder;
  Label label;
  label.value = 2;
  label.name = "Oedema";
  label.algorithm_type = AlgorithmType::automatic;
  label.algorithm_name = "GP-GAN 1.0";
  LabelMap labels{make_volume<std::uint8_t>({{3, 1, 1}}, {0, 2, 0}), {Label{}, label}};
  write_nifti(labels, folder.path / "labels.nii.gz");
  std::ifstream table(folder.path / "labels.tsv");
  const std::string text(std::istreambuf_iterator<char>(table), {});
  EXPECT_THAT(text, testing::StartsWith("index\tname\tcolor"));
  EXPECT_THAT(text, testing::HasSubstr("\n1\tTumour\t#5AA9F2\t"));
  EXPECT_THAT(text, testing::HasSubstr("\n2\tOedema\t"));
  EXPECT_THAT(text, testing::HasSubstr("SCT:108369006:Neoplasm\tAUTOMATIC\tGP-GAN 1.0"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path), {}), 2) << "no temporary file is left";
}

TEST(WriteNifti, SaysWhatIsWrongWithTheName) {
  const Volume volume = make_volume<std::uint8_t>({{1, 1, 1}}, {1});
  EXPECT_THAT(failure_of([&] { write_nifti(volume, "/nowhere/at/all.nii"); }),
              testing::HasSubstr("the folder /nowhere/at does not exist"));
  EXPECT_THAT(failure_of([&] { write_nifti(volume, "image.png"); }), testing::HasSubstr("must end in .nii or .nii.gz"));
}

TEST(WriteNifti, RefusesMoreVoxelsThanTheFormatHolds) {
  const TemporaryFolder folder;
  const Grid grid{{40000, 1, 1}};
  const Volume volume = make_volume(grid, std::vector<std::uint8_t>(40000));
  EXPECT_THAT(failure_of([&] { write_nifti(volume, folder.path / "v.nii"); }), testing::HasSubstr("32767"));
}

// On a file system of 64 KiB: no half file stays, and the sentence says why.
TEST(WriteNifti, OnAFullDiskLeavesNothingAndSaysSo) {
  const SmallDisk disk;
  if (!disk.mounted) GTEST_SKIP() << "mounting a small disk needs root";
  const Grid grid{{100, 100, 100}};
  std::vector<std::uint8_t> noise(voxel_count(grid));
  std::mt19937 random(1);  // noise, so that zipping does not make it fit
  for (std::uint8_t& voxel : noise) voxel = static_cast<std::uint8_t>(random());
  const Volume volume = make_volume(grid, std::move(noise));
  for (const char* name : {"v.nii", "v.nii.gz"}) {
    EXPECT_THAT(failure_of([&] { write_nifti(volume, disk.path / name); }), testing::HasSubstr("the disk is full"));
    EXPECT_TRUE(std::filesystem::is_empty(disk.path));
  }
}

TEST(WriteNifti, KeepsTheOldFileWhenTheNewOneCannotBeWritten) {
  const SmallDisk disk;
  if (!disk.mounted) GTEST_SKIP() << "mounting a small disk needs root";
  write_nifti(make_volume<std::uint8_t>({{1, 1, 1}}, {7}), disk.path / "v.nii");
  const Grid grid{{100, 100, 100}};
  EXPECT_THROW(write_nifti(make_volume(grid, std::vector<float>(voxel_count(grid), 1)), disk.path / "v.nii"), Failure);
  EXPECT_THAT(nibabel(disk.path / "v.nii"), testing::HasSubstr("voxels 7 7 7"));
}

}  // namespace
}  // namespace longview

// MetaImage and NRRD.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "imaging/reading/read.h"
#include "tests/imaging/reading/nifti_bytes.h"
#include "tests/imaging/reading/sentences.h"
#include "tests/imaging/reading/temporary_folder.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

using testing::HasSubstr;

std::string ramp(int count = 24) {
  std::vector<std::int16_t> values(static_cast<std::size_t>(count));
  std::iota(values.begin(), values.end(), std::int16_t{-5});
  return raw(values);
}

std::string zlib_packed(const std::string& bytes) {
  std::string packed(compressBound(bytes.size()), '\0');
  uLongf length = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &length, reinterpret_cast<const Bytef*>(bytes.data()),
           bytes.size());
  return packed.substr(0, length);
}

std::string metaimage(const std::string& more, const std::string& data = "LOCAL") {
  return "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nOffset = 1 -2 3\n"
         "TransformMatrix = 0 1 0 -1 0 0 0 0 1\nElementSpacing = 0.5 2 4\nDimSize = 2 3 4\n" +
         more + "ElementType = MET_SHORT\nElementDataFile = " + data + "\n";
}

void expect_ramp(const Volume& volume) {
  EXPECT_EQ(volume.grid.size, (Size3{2, 3, 4}));
  EXPECT_EQ(value_at(volume, {0, 0, 0}), -5);
  EXPECT_EQ(value_at(volume, {1, 2, 3}), 18);
}

// The first row of TransformMatrix is the direction of the first index axis (ITK writes it so).
TEST(MetaImage, LiesWhereItsHeaderSays) {
  TemporaryFolder folder;
  write_bytes(folder.path / "a.mha", metaimage("") + ramp());
  const Volume volume = read_image(folder.path / "a.mha");
  expect_ramp(volume);
  const Vec3 p = point_at(volume.grid, {1, 1, 1});
  EXPECT_NEAR(p[0], 1 - 2, 1e-9);
  EXPECT_NEAR(p[1], -2 + 0.5, 1e-9);
  EXPECT_NEAR(p[2], 3 + 4, 1e-9);
}

TEST(MetaImage, IsReadCompressedAndFromAFileOfItsOwn) {
  TemporaryFolder folder;
  write_bytes(folder.path / "z.mha", metaimage("CompressedData = True\n") + zlib_packed(ramp()));
  expect_ramp(read_image(folder.path / "z.mha"));
  write_bytes(folder.path / "d.mhd", metaimage("", "d.raw"));
  write_bytes(folder.path / "d.raw", ramp());
  expect_ramp(read_image(folder.path / "d.mhd"));
}

TEST(MetaImage, CutOffOrWithoutItsDataIsRefused) {
  TemporaryFolder folder;
  write_bytes(folder.path / "a.mha", metaimage("") + ramp().substr(0, 40));
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "a.mha"); }), HasSubstr("cut off"));
  write_bytes(folder.path / "z.mha", metaimage("CompressedData = True\n") + zlib_packed(ramp()).substr(0, 20));
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "z.mha"); }), HasSubstr("cut off"));
  write_bytes(folder.path / "d.mhd", metaimage("", "gone.raw"));
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "d.mhd"); }), HasSubstr("not there"));
  write_bytes(folder.path / "x.mha", std::string(200000, 'x'));
  EXPECT_FALSE(sentence_of([&] { read_image(folder.path / "x.mha"); }).empty());
}

std::string nrrd(const std::string& space, const std::string& encoding) {
  return "NRRD0004\n# a comment: with a colon\ntype: short\ndimension: 3\n" + space +
         "sizes: 2 3 4\nspace directions: (0.5,0,0) (0,2,0) (0,0,4)\nkinds: domain domain domain\nendian: "
         "little\nencoding: " +
         encoding + "\nspace origin: (1,-2,3)\n\n";
}

TEST(Nrrd, TurnsItsSpaceIntoLps) {
  TemporaryFolder folder;
  write_bytes(folder.path / "l.nrrd", nrrd("space: left-posterior-superior\n", "raw") + ramp());
  write_bytes(folder.path / "r.nrrd", nrrd("space: right-anterior-superior\n", "raw") + ramp());
  const Volume left = read_image(folder.path / "l.nrrd"), right = read_image(folder.path / "r.nrrd");
  expect_ramp(left);
  expect_ramp(right);
  EXPECT_EQ(point_at(left.grid, {1, 1, 1}), (Vec3{1.5, 0, 7}));
  EXPECT_EQ(point_at(right.grid, {1, 1, 1}), (Vec3{-1.5, 0, 7}));
}

TEST(Nrrd, IsReadCompressed) {
  TemporaryFolder folder;
  write_gzip(folder.path / "packed", ramp());
  write_bytes(folder.path / "a.nrrd", nrrd("space: LPS\n", "gzip") + bytes_of_file(folder.path / "packed"));
  expect_ramp(read_image(folder.path / "a.nrrd"));
  cut_file(folder.path / "a.nrrd", folder.path / "b.nrrd", 0.93);
  EXPECT_FALSE(sentence_of([&] { read_image(folder.path / "b.nrrd"); }).empty());
}

}  // namespace
}  // namespace longview

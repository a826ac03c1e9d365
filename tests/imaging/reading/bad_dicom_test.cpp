// Files that are cut off, lie about their size, or are no DICOM at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "tests/imaging/reading/dicom_bytes.h"
#include "tests/imaging/reading/sentences.h"
#include "tests/imaging/reading/temporary_folder.h"

namespace longview {
namespace {

using testing::HasSubstr;

SliceFile slice() {
  SliceFile s;
  s.pixels.assign(24, 7);
  return s;
}

TEST(BadDicom, CutAnywhereIsRefusedOrHasNoPixels) {
  TemporaryFolder folder;
  const std::string whole = slice().bytes();
  const auto file = folder.path / "cut.dcm";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write_bytes(file, whole.substr(0, length));
    EXPECT_FALSE(sentence_of([&] { read_image(file); }).empty()) << length;
  }
  write_bytes(file, whole);
  EXPECT_EQ(value_at(read_image(file), {0, 0, 0}), 7);
}

TEST(BadDicom, CutBetweenScanAndReadIsRefused) {
  TemporaryFolder folder;
  write_bytes(folder.path / "a.dcm", slice().bytes());
  const auto studies = scan(folder.path);
  cut_file(folder.path / "a.dcm", folder.path / "a.dcm", 0.9);
  std::vector<Problem> problems;
  EXPECT_THAT(sentence_of([&] { read(studies.at(0).timepoints.at(0).series.at(0), problems); }), HasSubstr("cut off"));
}

TEST(BadDicom, WithMoreRowsThanPixelsIsRefused) {
  TemporaryFolder folder;
  SliceFile s = slice();
  s.rows = 65535;
  write_bytes(folder.path / "a.dcm", s.bytes());
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "a.dcm"); }), HasSubstr("it declares 6 x 65535 x 1 pixels"));
  const auto studies = scan(folder.path);
  EXPECT_FALSE(studies.at(0).timepoints.at(0).series.at(0).readable);
}

TEST(BadDicom, WithAnElementLongerThanTheFileIsRefusedBeforeAnythingIsAllocated) {
  TemporaryFolder folder;
  for (const std::uint32_t length : {0xFFFFFFF0u, 0xD9D9D9D9u, 0x7FFFFFFEu}) {
    SliceFile s = slice();
    std::string text = element(0x00091001, "UN", "x");
    text.replace(8, 4, little(length, 4));
    s.more[0x00091001] = text;
    write_bytes(folder.path / "a.dcm", s.bytes());
    EXPECT_THAT(sentence_of([&] { read_image(folder.path / "a.dcm"); }), HasSubstr("claims"));
  }
}

TEST(BadDicom, WithPixelsOfALengthBeyondTheFileIsRefused) {
  TemporaryFolder folder;
  SliceFile s = slice();
  std::string text = element(0x7FE00010, "OW", std::string(48, '\1'));
  text.replace(8, 4, little(0xFFFFFFF0u, 4));
  s.more[0x7FE00010] = text;
  write_bytes(folder.path / "a.dcm", s.bytes());
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "a.dcm"); }), HasSubstr("(7fe0,0010)"));
}

TEST(BadDicom, NestedWithoutEndIsRefused) {
  TemporaryFolder folder;
  SliceFile s = slice();
  std::string nested;
  for (int n = 0; n < 2000; ++n)
    nested += little(0x0040, 2) + little(0xA730, 2) + "SQ" + little(0, 2) + little(0xFFFFFFFF, 4) + little(0xFFFE, 2) +
              little(0xE000, 2) + little(0xFFFFFFFF, 4);
  s.more[0x0040A730] = nested;
  write_bytes(folder.path / "a.dcm", s.bytes());
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "a.dcm"); }), HasSubstr("deep"));
}

TEST(BadDicom, WithPositionsThatAreNoNumbersIsNotPlaced) {
  TemporaryFolder folder;
  SliceFile s = slice();
  s.more[0x00200032] = element(0x00200032, "DS", "nan\\0\\0");
  write_bytes(folder.path / "a.dcm", s.bytes());
  EXPECT_FALSE(scan(folder.path).at(0).timepoints.at(0).series.at(0).readable);
}

TEST(BadDicom, FlippedBytesNeverCrash) {
  TemporaryFolder folder;
  const std::string whole = slice().bytes();
  const auto file = folder.path / "a.dcm";
  unsigned state = 1;
  int read_well = 0;
  for (int n = 0; n < 1500; ++n) {
    std::string bytes = whole;
    for (int flip = 0; flip < 3; ++flip) {
      state = state * 1664525u + 1013904223u;
      bytes[132 + (state >> 8) % (bytes.size() - 132)] = static_cast<char>(state >> 24);
    }
    write_bytes(file, bytes);
    try {
      const Volume volume = read_image(file);
      read_well += volume.voxels != nullptr;
    } catch (const Failure& failure) {
      EXPECT_NE(std::string(failure.what()), "");
    }
  }
  EXPECT_GT(read_well, 0);
}

TEST(BadDicom, TextWithTheSuffixIsAProblemAndNoImage) {
  TemporaryFolder folder;
  write_bytes(folder.path / "notes.dcm", "The quick brown fox jumps over the lazy dog, again and again and again.\n");
  EXPECT_THAT(sentence_of([&] { scan(folder.path); }), HasSubstr("named as DICOM but holds something else"));
  write_bytes(folder.path / "real", slice().bytes());
  const auto studies = scan(folder.path);
  ASSERT_EQ(studies.size(), 1u);
  ASSERT_EQ(studies[0].problems.size(), 1u);
  EXPECT_EQ(studies[0].problems[0].where, "notes.dcm");
}

TEST(BadDicom, AnEmptyOrAbsentFolderIsASentence) {
  TemporaryFolder folder;
  EXPECT_THAT(sentence_of([&] { scan(folder.path); }), HasSubstr("holds no image"));
  EXPECT_THAT(sentence_of([&] { scan(folder.path / "absent"); }), HasSubstr("does not exist"));
  write_bytes(folder.path / "empty.dcm", "");
  EXPECT_THAT(sentence_of([&] { scan(folder.path); }), HasSubstr("holds no image"));
  EXPECT_THAT(sentence_of([&] { read_image(folder.path / "absent.nii"); }), HasSubstr("does not exist"));
}

}  // namespace
}  // namespace longview

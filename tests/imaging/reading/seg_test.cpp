// DICOM SEG objects made bit by bit, and real ones against their NRRD truth.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "tests/imaging/reading/dicom_bytes.h"
#include "tests/imaging/reading/sentences.h"
#include "tests/imaging/reading/temporary_folder.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

using testing::HasSubstr;

constexpr const char* seg_class = "1.2.840.10008.5.1.4.1.1.66.4";

struct SegFrame {
  int segment = 1;
  double z = 0;
  std::vector<bool> inside;
};

struct SegFile {
  int rows = 5, columns = 7, segments = 1, bits = 1;
  std::vector<SegFrame> frames;
  std::string referenced_series, study = "1.2.3", spacing_between;

  std::string bytes() const {
    const auto us = [](int value) { return little(static_cast<std::uint32_t>(value), 2); };
    const std::string orientation = element(0x00209116, "SQ", item(element(0x00200037, "DS", "1\\0\\0\\0\\1\\0")));
    std::string measures = element(0x00180050, "DS", "2");
    if (!spacing_between.empty()) measures += element(0x00180088, "DS", spacing_between);
    measures = element(0x00289110, "SQ", item(measures + element(0x00280030, "DS", "0.5\\0.75")));
    std::string per_frame, described;
    for (const SegFrame& frame : frames)
      per_frame += item(element(0x00209113, "SQ", item(element(0x00200032, "DS", decimals({-10, 20, frame.z})))) +
                        element(0x0062000A, "SQ", item(element(0x0062000B, "US", us(frame.segment)))));
    for (int n = 1; n <= segments; ++n)
      described += item(element(0x00620004, "US", us(n)) + element(0x00620005, "LO", "Lesion " + std::to_string(n)) +
                        element(0x00620008, "CS", "SEMIAUTOMATIC"));
    std::map<std::uint32_t, std::string> e{{0x00080016, element(0x00080016, "UI", seg_class)},
                                           {0x00080018, element(0x00080018, "UI", "1.2.9")},
                                           {0x00080020, element(0x00080020, "DA", "20240301")},
                                           {0x00080060, element(0x00080060, "CS", "SEG")},
                                           {0x00100010, element(0x00100010, "PN", "Test^One")},
                                           {0x00100020, element(0x00100020, "LO", "P1")},
                                           {0x0020000D, element(0x0020000D, "UI", study)},
                                           {0x0020000E, element(0x0020000E, "UI", "1.2.3.99")},
                                           {0x00280002, element(0x00280002, "US", us(1))},
                                           {0x00280004, element(0x00280004, "CS", "MONOCHROME2")},
                                           {0x00280008, element(0x00280008, "IS", std::to_string(frames.size()))},
                                           {0x00280010, element(0x00280010, "US", us(rows))},
                                           {0x00280011, element(0x00280011, "US", us(columns))},
                                           {0x00280100, element(0x00280100, "US", us(bits))},
                                           {0x00280101, element(0x00280101, "US", us(bits))},
                                           {0x00280102, element(0x00280102, "US", us(bits - 1))},
                                           {0x00280103, element(0x00280103, "US", us(0))},
                                           {0x00620002, element(0x00620002, "SQ", described)},
                                           {0x52009229, element(0x52009229, "SQ", item(measures + orientation))},
                                           {0x52009230, element(0x52009230, "SQ", per_frame)},
                                           {0x7FE00010, element(0x7FE00010, bits == 1 ? "OB" : "OW", pixels())}};
    if (bits == 8) e[0x0062000E] = element(0x0062000E, "US", us(200));
    if (!referenced_series.empty())
      e[0x00081115] = element(0x00081115, "SQ", item(element(0x0020000E, "UI", referenced_series)));
    return dicom_file(seg_class, e);
  }

  // PS3.5 8.1.1: bits of all frames follow each other, the first pixel in the lowest bit, no padding between frames.
  std::string pixels() const {
    std::string packed;
    std::size_t at = 0;
    for (const SegFrame& frame : frames)
      for (const bool inside : frame.inside) {
        if (bits == 8)
          packed += static_cast<char>(inside ? 100 : 99);
        else {
          if (at % 8 == 0) packed += '\0';
          if (inside) packed.back() = static_cast<char>(packed.back() | 1 << at % 8);
        }
        ++at;
      }
    return packed;
  }
};

std::vector<bool> pattern(int count, unsigned seed) {
  std::vector<bool> inside;
  for (int i = 0; i < count; ++i) {
    seed = seed * 1664525u + 1013904223u;
    inside.push_back(seed >> 30 == 0);
  }
  return inside;
}

LabelMap labels_from(const SegFile& seg, std::vector<Problem>& problems) {
  TemporaryFolder folder;
  write_bytes(folder.path / "seg.dcm", seg.bytes());
  return read_labels({"seg", {folder.path / "seg.dcm"}, "DICOM SEG", {}, {}}, problems);
}

// DCMTK 3.6.7 unpacks wrongly where rows * columns is no multiple of 8 (stack.md 5.1).
TEST(DicomSeg, UnpacksBitsForEveryNumberOfPixelsModuloEight) {
  for (int columns = 1; columns <= 16; ++columns) {
    SegFile seg;
    seg.rows = 3;
    seg.columns = columns;
    for (int f = 0; f < 5; ++f) seg.frames.push_back({1, 2.0 * f, pattern(3 * columns, unsigned(f + 10 * columns))});
    std::vector<Problem> problems;
    const LabelMap map = labels_from(seg, problems);
    ASSERT_EQ(map.grid().size, (Size3{columns, 3, 5}));
    for (int f = 0; f < 5; ++f)
      for (int p = 0; p < 3 * columns; ++p)
        ASSERT_EQ(value_at(map.voxels, {p % columns, p / columns, f}),
                  seg.frames[std::size_t(f)].inside[std::size_t(p)]);
    EXPECT_TRUE(problems.empty());
  }
}

TEST(DicomSeg, LiesWhereItsFramesLieAndKeepsEmptySlicesBetween) {
  SegFile seg;
  for (const double z : {9.0, 3.0, 0.0}) seg.frames.push_back({1, z, std::vector<bool>(35, true)});
  std::vector<Problem> problems;
  const LabelMap map = labels_from(seg, problems);
  EXPECT_EQ(map.grid().size, (Size3{7, 5, 4}));
  EXPECT_EQ(map.grid().spacing, (Vec3{0.75, 0.5, 3}));
  EXPECT_EQ(map.grid().origin, (Vec3{-10, 20, 0}));
  EXPECT_EQ(value_at(map.voxels, {0, 0, 2}), 0);
  EXPECT_EQ(value_at(map.voxels, {6, 4, 3}), 1);
  ASSERT_EQ(map.labels.size(), 1u);
  EXPECT_EQ(map.labels[0].name, "Lesion 1");
  EXPECT_EQ(map.labels[0].algorithm_type, AlgorithmType::semiautomatic);
}

TEST(DicomSeg, TakesTheStatedSpacingWhereEverySecondSliceIsEmpty) {
  SegFile seg;
  seg.spacing_between = "1.5";
  for (const double z : {0.0, 3.0, 6.0}) seg.frames.push_back({1, z, std::vector<bool>(35, true)});
  std::vector<Problem> problems;
  EXPECT_EQ(labels_from(seg, problems).grid().size[2], 5);
}

TEST(DicomSeg, LetsTheLaterSegmentWinAndSaysSo) {
  SegFile seg;
  seg.segments = 2;
  std::vector<bool> left(35, false), right(35, false);
  left[3] = left[4] = right[4] = right[5] = true;
  seg.frames = {{2, 0, right}, {1, 0, left}};
  std::vector<Problem> problems;
  const LabelMap map = labels_from(seg, problems);
  EXPECT_EQ(value_at(map.voxels, {3, 0, 0}), 1);
  EXPECT_EQ(value_at(map.voxels, {4, 0, 0}), 2);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_THAT(problems[0].what, HasSubstr("overlap in 1 voxels"));
}

TEST(DicomSeg, FractionalIsInsideFromHalfOn) {
  SegFile seg;
  seg.bits = 8;
  seg.frames = {{1, 0, pattern(35, 5)}};
  std::vector<Problem> problems;
  const LabelMap map = labels_from(seg, problems);
  for (int p = 0; p < 35; ++p) EXPECT_EQ(value_at(map.voxels, {p % 7, p / 7, 0}), seg.frames[0].inside[std::size_t(p)]);
}

TEST(DicomSeg, OfBrokenContentIsASentence) {
  TemporaryFolder folder;
  const auto sentence = [&](const SegFile& seg, std::size_t dropped = 0) {
    const std::string bytes = seg.bytes();
    write_bytes(folder.path / "seg.dcm", bytes.substr(0, bytes.size() - dropped));
    std::vector<Problem> problems;
    return sentence_of([&] { read_labels({"seg", {folder.path / "seg.dcm"}, "DICOM SEG", {}, {}}, problems); });
  };
  SegFile good;
  for (int f = 0; f < 3; ++f) good.frames.push_back({1, double(f), pattern(35, 3)});
  EXPECT_THAT(sentence(good, 4), HasSubstr("cut off"));
  SegFile unnamed = good;
  unnamed.frames[1].segment = 5;
  EXPECT_THAT(sentence(unnamed), HasSubstr("segment 5"));
  SegFile larger = good;
  larger.rows = 500;
  EXPECT_THAT(sentence(larger), HasSubstr("its segments need"));
  SegFile uneven = good;
  uneven.frames[2].z = 1.7;
  EXPECT_THAT(sentence(uneven), HasSubstr("unevenly"));
}

TEST(DicomSeg, IsAttachedToTheDateOfTheSeriesItRefersTo) {
  TemporaryFolder folder;
  SliceFile slice;
  slice.pixels.assign(24, 0);
  write_bytes(folder.path / "a", slice.bytes());
  slice.study = "1.2.4", slice.series = "1.2.4.1", slice.study_date = "20240401";
  write_bytes(folder.path / "b", slice.bytes());
  SegFile seg;
  seg.frames = {{1, 0, pattern(35, 5)}};
  seg.referenced_series = "1.2.4.1";
  write_bytes(folder.path / "s", seg.bytes());
  const Study study = scan(folder.path).at(0);
  ASSERT_EQ(study.timepoints.size(), 2u);
  EXPECT_TRUE(study.timepoints[0].masks.empty());
  ASSERT_EQ(study.timepoints[1].masks.size(), 1u);
  EXPECT_EQ(study.timepoints[1].masks[0].of_series, "1.2.4.1");
}

// dcmqi's toy volume and a liver: the same segments as SEG and as NRRD.
TEST(DicomSeg, AgreesWithTheNrrdOfTheSameSegments) {
  NEEDS_SHARED_DATA();
  const auto seg = shared_data() / "dicom-odd" / "seg";
  for (const auto& [object, truth] :
       {std::pair{seg / "24x38x3" / "seg" / "label.seg", seg / "24x38x3" / "nrrd" / "label.nrrd"},
        std::pair{seg / "ct-3slice-liver_seg.dcm", seg / "ct-3slice-liver.nrrd"}}) {
    std::vector<Problem> problems;
    const LabelMap map = read_labels({"", {object}, "DICOM SEG", {}, {}}, problems);
    const Volume expected = read_image(truth);
    ASSERT_TRUE(same_grid(map.grid(), expected.grid, 1e-2)) << object;
    const Grid& g = expected.grid;
    std::size_t different = 0, inside = 0;
    for (int k = 0; k < g.size[2]; ++k)
      for (int j = 0; j < g.size[1]; ++j)
        for (int i = 0; i < g.size[0]; ++i) {
          inside += value_at(expected, {i, j, k}) != 0;
          different += (value_at(expected, {i, j, k}) != 0) != (value_at(map.voxels, {i, j, k}) != 0);
        }
    EXPECT_EQ(different, 0u) << object;
    EXPECT_GT(inside, 0u);
  }
}

}  // namespace
}  // namespace longview

// Series made slice by slice, with what real archives get wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "tests/imaging/reading/dicom_bytes.h"
#include "tests/imaging/reading/sentences.h"
#include "tests/imaging/reading/temporary_folder.h"

namespace longview {
namespace {

using testing::HasSubstr;

// A field that is linear in patient space: interpolation between slices keeps it exactly.
double field(const Vec3& p) { return 100 + 10 * p[0] - 7 * p[1] + 20 * p[2]; }

Vec3 pixel_place(const SliceFile& slice, int i, int j) {
  Vec3 p = slice.position;
  for (std::size_t r = 0; r < 3; ++r)
    p[r] += slice.orientation[r] * i * slice.column_spacing + slice.orientation[3 + r] * j * slice.row_spacing;
  return p;
}

void paint(SliceFile& slice, const std::function<double(const Vec3&)>& f = field) {
  slice.pixels.clear();
  for (int j = 0; j < slice.rows; ++j)
    for (int i = 0; i < slice.columns; ++i)
      slice.pixels.push_back(
          static_cast<int>(std::lround((f(pixel_place(slice, i, j)) - slice.intercept) / slice.slope)));
}

// Files named so that their order is not that of their places.
void put(const TemporaryFolder& folder, const SliceFile& slice, int number) {
  write_bytes(folder.path / (std::to_string((number * 7) % 10) + "_" + std::to_string(number)), slice.bytes());
}

SliceFile axial(double z, int number) {
  SliceFile slice;
  slice.position = {-3, 5, z};
  slice.instance = std::to_string(100 - number);
  paint(slice);
  return slice;
}

struct Result {
  Series series;
  Volume volume;
  std::vector<Problem> problems;
};

Result only_series(const TemporaryFolder& folder) {
  const auto studies = scan(folder.path);
  EXPECT_EQ(studies.size(), 1u);
  EXPECT_EQ(studies.at(0).timepoints.size(), 1u);
  EXPECT_EQ(studies[0].timepoints[0].series.size(), 1u);
  Result result;
  result.series = studies[0].timepoints[0].series.at(0);
  result.volume = read(result.series, result.problems);
  EXPECT_TRUE(same_grid(result.series.grid, result.volume.grid)) << "scan and read must agree on the grid";
  return result;
}

void expect_field(const Volume& volume, double tolerance) {
  const Grid& g = volume.grid;
  for (int k = 0; k < g.size[2]; ++k)
    for (int j = 0; j < g.size[1]; ++j)
      for (int i = 0; i < g.size[0]; ++i) {
        const Vec3 p = point_at(g, {double(i), double(j), double(k)});
        ASSERT_NEAR(value_at(volume, {i, j, k}), field(p), tolerance) << i << " " << j << " " << k;
      }
}

TEST(DicomSeries, LiesWhereItsPositionsSayWhateverTheOrderOfFilesAndNumbers) {
  TemporaryFolder folder;
  for (int n = 0; n < 5; ++n) put(folder, axial(2.5 * n, n), n);
  const Result r = only_series(folder);
  EXPECT_EQ(r.volume.type, VoxelType::i16);
  EXPECT_EQ(r.volume.unit, "HU");
  EXPECT_DOUBLE_EQ(r.volume.grid.spacing[2], 2.5);
  EXPECT_TRUE(r.problems.empty());
  expect_field(r.volume, 0.501);
}

// Head or feet first, rows and columns either way: eight stacks, one answer (dcm2niix issue 1015).
TEST(DicomSeries, GivesOneAnswerForEveryDirectionOfRowsColumnsAndSlices) {
  for (int flips = 0; flips < 8; ++flips) {
    TemporaryFolder folder;
    for (int n = 0; n < 4; ++n) {
      SliceFile slice = axial(flips & 4 ? -3.0 * n : 3.0 * n, n);
      slice.orientation = {flips & 1 ? -1.0 : 1.0, 0, 0, 0, flips & 2 ? -1.0 : 1.0, 0};
      paint(slice);
      put(folder, slice, n);
    }
    expect_field(only_series(folder).volume, 0.501);
  }
}

TEST(DicomSeries, LiesRightWhereItIsOblique) {
  TemporaryFolder folder;
  const double c = std::cos(0.4), s = std::sin(0.4);
  for (int n = 0; n < 4; ++n) {
    SliceFile slice = axial(0, n);
    slice.orientation = {c, s, 0, 0, 0, -1};
    slice.row_spacing = 0.8;
    slice.column_spacing = 1.3;
    for (std::size_t r = 0; r < 3; ++r) slice.position[r] = std::array{-s, c, 0.0}[r] * 4.0 * n + 5;
    paint(slice);
    put(folder, slice, n);
  }
  const Result r = only_series(folder);
  EXPECT_NEAR(r.volume.grid.spacing[0], 1.3, 1e-9);
  EXPECT_NEAR(r.volume.grid.spacing[1], 0.8, 1e-9);
  EXPECT_NEAR(r.volume.grid.spacing[2], 4.0, 1e-6);
  expect_field(r.volume, 0.501);
}

TEST(DicomSeries, IsRescaledSliceBySlice) {
  TemporaryFolder folder;
  for (int n = 0; n < 4; ++n) {
    SliceFile slice = axial(n, n);
    slice.slope = 0.25 * (n + 1);
    slice.intercept = -10 * n;
    paint(slice);
    put(folder, slice, n);
  }
  const Result r = only_series(folder);
  EXPECT_EQ(r.volume.type, VoxelType::f32);
  expect_field(r.volume, 0.51);
}

TEST(DicomSeries, StaysWholeNumbersWhereInterceptsAreWhole) {
  TemporaryFolder folder;
  for (int n = 0; n < 3; ++n) {
    SliceFile slice = axial(n, n);
    slice.is_signed = false;
    slice.bits_stored = 12;
    slice.intercept = -1024;
    paint(slice, [](const Vec3& p) { return field(p) - 500; });
    put(folder, slice, n);
  }
  const Result r = only_series(folder);
  EXPECT_EQ(r.volume.type, VoxelType::i16);
  EXPECT_EQ(value_at(r.volume, {0, 0, 0}), std::lround(field({-3, 5, 0}) - 500));
}

TEST(DicomSeries, WidensWhereTheSumsFitNoSixteenBits) {
  TemporaryFolder folder;
  for (int n = 0; n < 2; ++n) {
    SliceFile slice = axial(n, n);
    slice.intercept = -1024;
    slice.pixels.assign(24, n == 0 ? -32768 : 32767);
    put(folder, slice, n);
  }
  const Result r = only_series(folder);
  EXPECT_EQ(r.volume.type, VoxelType::i32);
  EXPECT_EQ(value_at(r.volume, {0, 0, 0}), -33792);
  EXPECT_EQ(value_at(r.volume, {5, 3, 1}), 31743);
}

TEST(DicomSeries, DoesNotBelieveTheTagForSpacing) {
  TemporaryFolder folder;
  for (int n = 0; n < 4; ++n) {
    SliceFile slice = axial(1.5 * n, n);
    slice.thickness = "9";
    slice.more[0x00180088] = element(0x00180088, "DS", "-1");
    slice.more[0x00181120] = element(0x00181120, "DS", "17");
    put(folder, slice, n);
  }
  expect_field(only_series(folder).volume, 0.501);
}

TEST(DicomSeries, WithAMissingSliceKeepsTheOthersInPlaceAndSaysSo) {
  TemporaryFolder folder;
  for (int n = 0; n < 8; ++n)
    if (n != 3) put(folder, axial(2 * n, n), n);
  const Result r = only_series(folder);
  EXPECT_EQ(r.volume.grid.size[2], 8);
  expect_field(r.volume, 0.501);
  ASSERT_EQ(r.problems.size(), 1u);
  EXPECT_EQ(r.problems[0].severity, Severity::warning);
  EXPECT_THAT(r.problems[0].what, HasSubstr("One slice is missing"));
}

TEST(DicomSeries, WithAWideGapIsRefused) {
  TemporaryFolder folder;
  for (int n = 0; n < 4; ++n) put(folder, axial(n < 2 ? n : n + 60, n), n);
  const auto studies = scan(folder.path);
  const Series& series = studies.at(0).timepoints.at(0).series.at(0);
  EXPECT_FALSE(series.readable);
  std::vector<Problem> problems;
  EXPECT_THAT(sentence_of([&] { read(series, problems); }), HasSubstr("gap of 61 mm"));
}

TEST(DicomSeries, WithUnevenSlicesIsResampledByPosition) {
  TemporaryFolder folder;
  const std::vector<double> z{0, 2, 4, 7, 10, 13, 14};
  for (std::size_t n = 0; n < z.size(); ++n) put(folder, axial(z[n], int(n)), int(n));
  const Result r = only_series(folder);
  expect_field(r.volume, 0.501);
  ASSERT_FALSE(r.problems.empty());
  EXPECT_THAT(r.problems[0].what, HasSubstr("unevenly spaced"));
}

TEST(DicomSeries, WithTheSameFileTwiceUsesItOnce) {
  TemporaryFolder folder;
  for (int n = 0; n < 4; ++n) put(folder, axial(n, n), n);
  put(folder, axial(2, 2), 9);
  const Result r = only_series(folder);
  EXPECT_EQ(r.volume.grid.size[2], 4);
  expect_field(r.volume, 0.501);
  ASSERT_EQ(r.problems.size(), 1u);
  EXPECT_THAT(r.problems[0].what, HasSubstr("1 of 5 slices"));
}

TEST(DicomSeries, WithTwoImagesAtOnePlaceSaysThatOnlyOneIsShown) {
  TemporaryFolder folder;
  for (int n = 0; n < 4; ++n) put(folder, axial(n, n), n);
  SliceFile other = axial(2, 2);
  other.pixels[3] += 5;
  put(folder, other, 9);
  const Result r = only_series(folder);
  ASSERT_EQ(r.problems.size(), 2u);
  EXPECT_THAT(r.problems[1].what, HasSubstr("hold other pixels"));
}

// Tilted gantry: positions lean against the normal. The tag's sign differs between vendors and is not believed.
TEST(DicomSeries, WithATiltedGantryIsResampledUpright) {
  for (const char* tag : {"15", "-15", ""}) {
    TemporaryFolder folder;
    for (int n = 0; n < 6; ++n) {
      SliceFile slice = axial(3.0 * n, n);
      slice.rows = 12;
      slice.position[1] += 0.8 * n;  // 14.9 degrees
      if (*tag) slice.more[0x00181120] = element(0x00181120, "DS", tag);
      paint(slice);
      put(folder, slice, n);
    }
    const Result r = only_series(folder);
    ASSERT_EQ(r.problems.size(), 1u);
    EXPECT_THAT(r.problems[0].what, HasSubstr("14.9 degrees"));
    EXPECT_EQ(r.volume.grid.size, (Size3{6, 16, 6}));
    int inside = 0;
    for (int k = 0; k < 6; ++k)
      for (int j = 4; j < 12; ++j, ++inside)
        ASSERT_NEAR(value_at(r.volume, {2, j, k}), field(point_at(r.volume.grid, {2, double(j), double(k)})), 0.6);
    EXPECT_EQ(inside, 48);
  }
}

TEST(DicomSeries, OfThreePlanesBecomesThreeImages) {
  TemporaryFolder folder;
  const std::vector<std::array<double, 6>> planes{{1, 0, 0, 0, 1, 0}, {1, 0, 0, 0, 0, -1}, {0, 1, 0, 0, 0, -1}};
  for (int n = 0; n < 9; ++n) {
    SliceFile slice = axial(0, n);
    slice.orientation = planes[std::size_t(n) / 3];
    slice.position[n < 3 ? 2 : n < 6 ? 1 : 0] += 5 * (n % 3);
    paint(slice);
    put(folder, slice, n);
  }
  const auto studies = scan(folder.path);
  ASSERT_EQ(studies.at(0).timepoints.at(0).series.size(), 3u);
  for (const Series& series : studies[0].timepoints[0].series) {
    std::vector<Problem> problems;
    const Volume volume = read(series, problems);
    EXPECT_EQ(volume.grid.size, (Size3{6, 4, 3}));
    expect_field(volume, 0.501);
  }
}

TEST(DicomSeries, OfTwoEchoesBecomesTwoImages) {
  TemporaryFolder folder;
  for (int n = 0; n < 8; ++n) {
    SliceFile slice = axial(n / 2, n);
    slice.modality = "MR";
    slice.echo_time = n % 2 ? "80" : "20";
    if (n % 2)
      for (int& value : slice.pixels) value = -value;
    put(folder, slice, n);
  }
  const auto studies = scan(folder.path);
  const auto& series = studies.at(0).timepoints.at(0).series;
  ASSERT_EQ(series.size(), 2u);
  std::vector<Problem> problems;
  EXPECT_EQ(value_at(read(series[0], problems), {1, 1, 1}), -value_at(read(series[1], problems), {1, 1, 1}));
  EXPECT_TRUE(problems.empty());
  EXPECT_NE(series[0].id, series[1].id);
}

TEST(DicomSeries, WithoutOrientationIsNotPlaced) {
  TemporaryFolder folder;
  for (int n = 0; n < 3; ++n) {
    SliceFile slice = axial(n, n);
    slice.oriented = false;
    put(folder, slice, n);
  }
  const auto studies = scan(folder.path);
  EXPECT_FALSE(studies.at(0).timepoints.at(0).series.at(0).readable);
  ASSERT_FALSE(studies[0].problems.empty());
  EXPECT_THAT(studies[0].problems[0].what, HasSubstr("(0020,0037)"));
}

}  // namespace
}  // namespace longview

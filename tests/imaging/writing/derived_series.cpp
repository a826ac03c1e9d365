#include "imaging/writing/derived_series.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <stop_token>

#include "imaging/core/failure.h"
#include "imaging/core/transform.h"
#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "tests/imaging/writing/fixture.h"

namespace longview {
namespace {

using WriteSeries = OnASeries;

// pydicom's view of files: attributes of the first (sequences by their number of items), then of each frame its
// position, its first, second and last value, and the first of the second row.
std::string pydicom(const std::vector<std::filesystem::path>& files, const std::string& attributes = {}) {
  std::vector<std::string> arguments{attributes};
  for (const auto& file : files) arguments.push_back(file.string());
  return python(R"(
import sys, pydicom, numpy as np
ds = [pydicom.dcmread(f) for f in sys.argv[2:]]
for a in sys.argv[1].split():
    v = ds[0].get(a, 'absent')
    print(a, '=', len(v) if isinstance(v, pydicom.Sequence) else '/'.join(v) if isinstance(v, pydicom.multival.MultiValue) else v)
for d in ds:
    many = 'PerFrameFunctionalGroupsSequence' in d
    frames = d.pixel_array if d.pixel_array.ndim == 3 else [d.pixel_array]
    scale = d.SharedFunctionalGroupsSequence[0].PixelValueTransformationSequence[0] if many else d
    for n, f in enumerate(frames):
        p = d.PerFrameFunctionalGroupsSequence[n].PlanePositionSequence[0].ImagePositionPatient if many else d.ImagePositionPatient
        v = f * float(scale.get('RescaleSlope', 1)) + float(scale.get('RescaleIntercept', 0))
        print('frame', *['%.3f' % (x + 0.0) for x in p], *['%.6g' % x for x in (v[0, 0], v[0, 1], v[-1, -1], v[1, 0])])
)",
                arguments);
}

// What pydicom should print of the frames of `volume`.
std::string frames_of(const Volume& volume) {
  const auto [nx, ny, nz] = volume.grid.size;
  std::string lines;
  for (int k = 0; k < nz; ++k) {
    const Vec3 p = point_at(volume.grid, {0, 0, static_cast<double>(k)});
    char line[200];
    std::snprintf(line, sizeof line, "frame %.3f %.3f %.3f %.6g %.6g %.6g %.6g\n", p[0], p[1], p[2],
                  value_at(volume, {0, 0, k}), value_at(volume, {1, 0, k}), value_at(volume, {nx - 1, ny - 1, k}),
                  value_at(volume, {0, 1, k}));
    lines += line;
  }
  return lines;
}

TEST_F(WriteSeries, PassesDciodvfyAsAnAcquisitionOfMrAndCt) {
  const Grid grid = test_grids(9, 7, 3)[3].second;
  for (const char* modality : {"MR", "CT"})
    for (const bool simulated : {false, true}) {
      target.simulated = simulated;
      SeriesOptions options;
      options.description = "T1 +Gd";
      options.modality = modality;
      options.derived = false;
      const Series series =
          write_series(test_volume(grid), target, folder.path / (modality + std::to_string(simulated)), options);
      ASSERT_EQ(series.files.size(), 3);
      for (const auto& file : series.files) EXPECT_EQ(dciodvfy(file), "") << modality;
      EXPECT_EQ(dcentvfy(series.files), "") << modality;
      EXPECT_THAT(pydicom(series.files, "ImageType"), testing::HasSubstr("ImageType = ORIGINAL/PRIMARY/"));
    }
}

TEST_F(WriteSeries, PassesDciodvfyAsAPredictionOfMrAndCt) {
  const Grid grid = test_grids(9, 7, 3)[3].second;
  make_source(grid);
  target.provenance = test_provenance();
  for (const char* modality : {"MR", "CT"}) {
    SeriesOptions options;
    options.description = "T1 +Gd";
    options.modality = modality;
    options.series_number = 901;
    const Series series =
        write_series(test_volume(grid), target, folder.path / ("predicted" + std::string(modality)), options);
    ASSERT_EQ(series.files.size(), 1);
    EXPECT_EQ(dciodvfy(series.files.front()), "") << modality;
    auto all = source.files;
    all.push_back(series.files.front());
    EXPECT_EQ(dcentvfy(all), "") << modality;
  }
}

TEST_F(WriteSeries, LiesWhereTheVolumeLiesAsPydicomReadsIt) {
  for (const auto& [name, grid] : test_grids(9, 7, 3)) {
    make_source(grid);
    if (name != "left_handed") {
      EXPECT_EQ(frames_of(*source.volume), frames_of(test_volume(grid))) << name;
    }
    target.provenance = test_provenance();
    const Series predicted = write_series(test_volume(source.grid), target, folder.path / "predicted", {});
    auto files = source.files;
    files.push_back(predicted.files.front());
    EXPECT_THAT(pydicom(files), testing::HasSubstr(frames_of(*source.volume) + frames_of(test_volume(source.grid))))
        << name;
    target.provenance.reset();
  }
}

TEST_F(WriteSeries, OfALeftHandedVolumeIsTheSameScanWithItsSlicesInReversedOrder) {
  const Grid grid = test_grids(9, 7, 3)[5].second;
  ASSERT_LT(determinant(grid.direction), 0);
  make_source(grid);
  EXPECT_GT(determinant(source.grid.direction), 0);
  const Volume before = test_volume(grid);
  for (int k = 0; k < 3; ++k) {
    const Vec3 index = index_at(source.grid, point_at(grid, {4, 5, static_cast<double>(k)}));
    EXPECT_NEAR(index[2], 2 - k, 1e-9);
    EXPECT_EQ(interpolate(*source.volume, index), value_at(before, {4, 5, k}));
  }
}

TEST_F(WriteSeries, IsReadBackByOurReaderTheSame) {
  for (const auto& [name, grid] : test_grids(9, 7, 4)) {
    make_source(grid);
    target.provenance = test_provenance();
    const Series predicted = write_series(*source.volume, target, folder.path / "predicted", {});
    target.provenance.reset();
    for (const char* part : {"source", "predicted"}) {
      const std::vector<Study> studies = scan(folder.path / part);
      ASSERT_EQ(studies.size(), 1) << name;
      ASSERT_EQ(studies[0].timepoints.size(), 1) << name;
      ASSERT_EQ(studies[0].timepoints[0].series.size(), 1) << name;
      std::vector<Problem> problems;
      const Volume volume = read(studies[0].timepoints[0].series[0], problems);
      EXPECT_TRUE(same_grid(volume.grid, source.grid)) << name << " " << part;
      EXPECT_EQ(frames_of(volume), frames_of(*source.volume)) << name << " " << part;
      EXPECT_EQ(studies[0].patient.name, "Müller, Grete");
      const bool predicted_part = part == std::string("predicted");
      EXPECT_EQ(studies[0].timepoints[0].kind, predicted_part ? TimepointKind::predicted : TimepointKind::acquired);
      EXPECT_EQ(studies[0].timepoints[0].date, predicted_part ? std::nullopt : timepoint.date)
          << "a prediction is not of the day of the scan it stands on";
      EXPECT_EQ(studies[0].timepoints[0].series[0].id, part == std::string("source") ? source.id : predicted.id);
      if (part == std::string("source")) {
        EXPECT_EQ(studies[0].timepoints[0].series[0].sequence, source.sequence);
      }
    }
  }
}

TEST_F(WriteSeries, OfAPredictionCannotPassForAnAcquiredScan) {
  make_source(test_grids(9, 7, 3)[0].second);
  target.provenance = test_provenance();
  SeriesOptions options;
  options.description = "T1 +Gd";
  const Series series = write_series(test_volume(source.grid), target, folder.path / "predicted", options);
  EXPECT_EQ(series.description, "PREDICTED +90 d RESEARCH ONLY T1 +Gd");
  EXPECT_EQ(series.frame_of_reference, source.frame_of_reference);
  const std::string said = pydicom(series.files,
                                   "SOPClassUID ImageType SeriesDescription ContentQualification AcquisitionDate "
                                   "AcquisitionDateTime SeriesDate StudyDate "
                                   "ContributingEquipmentSequence SourceImageEvidenceSequence ImageComments");
  EXPECT_THAT(
      said,
      testing::HasSubstr(
          "SOPClassUID = 1.2.840.10008.5.1.4.1.1.4.1\nImageType = DERIVED/PRIMARY/VOLUME/NONE\n"
          "SeriesDescription = PREDICTED +90 d RESEARCH ONLY T1 +Gd\nContentQualification = RESEARCH\nAcquisitionDate "
          "= absent\n"
          "AcquisitionDateTime = absent\nSeriesDate = absent\nStudyDate = 20210115\nContributingEquipmentSequence = 1\n"
          "SourceImageEvidenceSequence = 1\n"));
  for (const char* told : {"gp-gan 1.0", "ses-01", "Review: not reviewed", "seed=1", "Slices are thick."})
    EXPECT_THAT(said, testing::HasSubstr(told));
}

TEST_F(WriteSeries, OfAScanThatWasNotDicomIsDerivedAndKeepsItsDate) {
  SeriesOptions options;
  options.description = "T1 (from NIfTI)";
  const Grid grid = test_grids(9, 7, 3)[2].second;
  std::vector<float> values(voxel_count(grid));
  for (std::size_t n = 0; n < values.size(); ++n) values[n] = 0.01F * static_cast<float>(n) - 0.5F;
  const Volume volume = make_volume(grid, std::move(values));
  const Series series = write_series(volume, target, folder.path / "derived", options);
  ASSERT_EQ(series.files.size(), 3);
  const std::string said =
      pydicom(series.files, "ImageType AcquisitionDate DerivationDescription PatientName StudyDescription");
  EXPECT_THAT(said, testing::HasSubstr("ImageType = DERIVED/SECONDARY/OTHER\nAcquisitionDate = "
                                       "20210115\nDerivationDescription = Made by Longview."));
  EXPECT_THAT(said, testing::HasSubstr("PatientName = Müller^Grete\n"));
  for (std::size_t n = 0; n < voxel_count(grid); ++n)
    ASSERT_NEAR(voxels_of<float>(*series.volume)[n], voxels_of<float>(volume)[n], 1.89 / 65535)
        << "half a step of 1/65535";
}

TEST_F(WriteSeries, FromTheSameInputGivesTheSameFiles) {
  const Grid grid = test_grids(9, 7, 3)[3].second;
  make_source(grid);
  const Series first = source;
  std::vector<std::string> bytes;
  const auto all_bytes = [&] {
    std::string text;
    for (const auto& file : source.files) {
      std::ifstream in(file, std::ios::binary);
      text.append(std::istreambuf_iterator<char>(in), {});
    }
    return text;
  };
  const std::string before = all_bytes();
  make_source(grid);
  EXPECT_EQ(source.id, first.id);
  EXPECT_EQ(all_bytes(), before);
  timepoint.session = "ses-02";
  make_source(grid);
  EXPECT_NE(source.id, first.id);
  EXPECT_NE(source.facts["StudyInstanceUID"], Series(first).facts["StudyInstanceUID"]);
}

TEST_F(WriteSeries, MarksSimulatedScansAsSynthetic) {
  target.simulated = true;
  make_source(test_grids(9, 7, 2)[0].second);
  const Ran dump = run_program({"dcmdump", source.files[0].string()});
  EXPECT_THAT(dump.output, testing::ContainsRegex("\\(0008,001c\\) CS \\[YES\\]"));
  EXPECT_THAT(pydicom(source.files, "StudyDescription ContrastBolusAgent"),
              testing::HasSubstr("StudyDescription = SIMULATED, no patient\nContrastBolusAgent = Gadolinium"));
}

TEST_F(WriteSeries, TakesVoxelsOfEveryType) {
  const Grid grid{{3, 2, 1}};
  const auto stored = [&](const Volume& volume, const char* modality, bool derived) {
    SeriesOptions options;
    options.modality = modality;
    options.derived = derived;
    std::filesystem::remove_all(folder.path / "s");
    const Series series = write_series(volume, target, folder.path / "s", options);
    EXPECT_THAT(pydicom(series.files), testing::HasSubstr(frames_of(*series.volume)));
    return as_float(*series.volume);
  };
  const auto values = [](const Volume& volume) {
    const auto span = voxels_of<float>(volume);
    return std::vector<float>(span.begin(), span.end());
  };
  EXPECT_EQ(values(stored(make_volume<std::int16_t>(grid, {-1024, 0, 3071, -5, 7, 9}), "CT", false)),
            (std::vector<float>{-1024, 0, 3071, -5, 7, 9}));
  EXPECT_EQ(values(stored(make_volume<std::uint16_t>(grid, {0, 1, 65535, 40000, 7, 9}), "MR", true)),
            (std::vector<float>{0, 1, 65535, 40000, 7, 9}));
  EXPECT_EQ(values(stored(make_volume<std::int32_t>(grid, {-3, 1, 30000, 4, 7, 9}), "MR", true)),
            (std::vector<float>{-3, 1, 30000, 4, 7, 9}));
  EXPECT_EQ(values(stored(make_volume<float>(grid, {0, 1.4F, 1200.6F, 4, 7, 9}), "MR", false)),
            (std::vector<float>{0, 1, 1201, 4, 7, 9}));
  EXPECT_EQ(values(stored(make_volume<double>(grid, {5, 5, 5, 5, 5, 5}), "MR", true)), (std::vector<float>(6, 5)));
  const auto scaled = values(stored(make_volume<float>(grid, {0, NAN, 1e6F, 250000, 0, INFINITY}), "MR", true));
  EXPECT_EQ(scaled[1], 0) << "what is not a number becomes the least value";
  EXPECT_NEAR(scaled[3], 250000, 10);
  EXPECT_NEAR(scaled[5], 1e6, 10) << "what is infinite becomes the greatest";
}

TEST_F(WriteSeries, ThatIsStoppedLeavesNoSlicesBehind) {
  std::stop_source stop;
  const Progress progress(
      [&](double fraction, const std::string&) {
        if (fraction > 0.5) stop.request_stop();
      },
      stop.get_token());
  EXPECT_THROW(write_series(test_volume({{9, 7, 6}}), target, folder.path / "s", {}, progress), Stopped);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path / "s"));
}

TEST_F(WriteSeries, SaysWhatItCannotDo) {
  const Volume volume = test_volume({{3, 3, 1}});
  SeriesOptions options;
  options.modality = "OT";
  EXPECT_THAT(failure_of([&] { write_series(volume, target, folder.path / "s", options); }),
              testing::HasSubstr("only MR and CT"));
  std::ofstream(folder.path / "file") << "x";
  EXPECT_THAT(failure_of([&] { write_series(volume, target, folder.path / "file" / "s", {}); }),
              testing::HasSubstr("cannot be made"));
  const SmallDisk disk;
  if (!disk.mounted) GTEST_SKIP() << "mounting a small disk needs root";
  EXPECT_THAT(failure_of([&] {
                write_series(test_volume({{200, 200, 4}}), target, disk.path / "s", {});
              }),
              testing::HasSubstr("the disk is full"));
}

// The reader gives names as they are shown; a name that has no form of its own gets one.
TEST_F(WriteSeries, WritesNamesInTheFormOfDicom) {
  for (const auto& [shown, written] :
       {std::pair{"Müller, Grete", "Müller^Grete"}, {"sub-01", "sub-01^"}, {"", ""}, {"A^B", "A^B"}}) {
    target.patient.name = shown;
    make_source(test_grids(9, 7, 1)[0].second);
    EXPECT_THAT(pydicom(source.files, "PatientName"),
                testing::HasSubstr("PatientName = " + std::string(written) + "\n"));
    EXPECT_EQ(dciodvfy(source.files[0]), "");
  }
}

}  // namespace
}  // namespace longview

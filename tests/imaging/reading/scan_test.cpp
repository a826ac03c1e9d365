// Patients, dates, series and masks from folders as people have them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "imaging/reading/read.h"
#include "imaging/reading/scan.h"
#include "tests/imaging/reading/dicom_bytes.h"
#include "tests/imaging/reading/nifti_bytes.h"
#include "tests/imaging/reading/sentences.h"
#include "tests/imaging/reading/temporary_folder.h"

namespace longview {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string image(std::int16_t value = 1) {
  NiftiFile file;
  file.voxels = raw(std::vector<std::int16_t>(120, value));
  return file.bytes();
}

std::string mask(std::uint8_t label = 1) {
  NiftiFile file;
  file.datatype = 2;
  file.bitpix = 8;
  std::vector<std::uint8_t> values(120, 0);
  values[3] = label;
  file.voxels = raw(values);
  return file.bytes();
}

// Two subjects; one with two sessions and masks, one with one.
void put_bids(const std::filesystem::path& root) {
  write_bytes(root / "participants.tsv", "participant_id\tage\tsex\nsub-01\t61.5\tM\nsub-02\t44\tfemale\n");
  write_bytes(root / "sub-01" / "sub-01_sessions.tsv",
              "session_id\tacq_time\tdays\nses-b\t2020-01-01T10:00:00\t0\nses-a\t2020-03-01T10:00:00\t60\n");
  for (const std::string ses : {"ses-a", "ses-b"}) {
    const auto anat = root / "sub-01" / ses / "anat";
    write_bytes(anat / ("sub-01_" + ses + "_ce-gadolinium_T1w.nii"), image());
    write_gzip(anat / ("sub-01_" + ses + "_FLAIR.nii.gz"), image());
    write_bytes(anat / ("sub-01_" + ses + "_desc-tumor_mask.nii"), mask());
  }
  write_bytes(root / "sub-02" / "anat" / "sub-02_T1w.nii", image());
  write_bytes(root / "sub-02" / "anat" / "sub-02_T1w.json", R"({"Simulated": true, "EchoTime": 0.004})");
}

TEST(Scan, ReadsABidsTreeAsOneStudyASubject) {
  TemporaryFolder folder;
  put_bids(folder.path);
  const auto studies = scan(folder.path);
  ASSERT_EQ(studies.size(), 2u);
  const Study& one = studies[0];
  EXPECT_EQ(one.patient.id, "sub-01");
  EXPECT_EQ(one.patient.sex, "M");
  EXPECT_DOUBLE_EQ(one.patient.age_years.value(), 61.5);
  ASSERT_EQ(one.timepoints.size(), 2u);
  EXPECT_EQ(one.timepoints[0].session, "ses-b") << "the earlier date comes first, whatever the names say";
  EXPECT_EQ(iso(one.timepoints[0].date.value()), "2020-01-01");
  EXPECT_DOUBLE_EQ(one.timepoints[1].day.value(), 60);
  ASSERT_EQ(one.timepoints[0].series.size(), 2u);
  ASSERT_EQ(one.timepoints[0].masks.size(), 1u);
  EXPECT_EQ(one.timepoints[0].masks[0].name, "Tumor");
  EXPECT_EQ(one.timepoints[0].series[std::size_t(main_series(one.timepoints[0], "ce-T1w"))].sequence, "ce-T1w");
  EXPECT_THAT(one.problems, IsEmpty());
  EXPECT_FALSE(one.simulated);
  EXPECT_TRUE(studies[1].simulated) << "our simulator's mark in the sidecar";
  EXPECT_EQ(studies[1].patient.sex, "F");
  EXPECT_EQ(studies[1].timepoints.at(0).series.at(0).facts.at("EchoTime"), "0.004");
}

TEST(Scan, WorksOnOneSubjectOneSessionAndOneFile) {
  TemporaryFolder folder;
  put_bids(folder.path);
  const auto subject = scan(folder.path / "sub-01");
  ASSERT_EQ(subject.size(), 1u);
  EXPECT_EQ(subject[0].timepoints.size(), 2u);
  const auto session = scan(folder.path / "sub-01" / "ses-a");
  ASSERT_EQ(session.size(), 1u);
  EXPECT_EQ(session[0].patient.id, "sub-01");
  EXPECT_EQ(session[0].timepoints.at(0).session, "ses-a");
  EXPECT_EQ(iso(session[0].timepoints[0].date.value()), "2020-03-01");
  const auto file = scan(folder.path / "sub-02" / "anat" / "sub-02_T1w.nii");
  EXPECT_EQ(file.at(0).timepoints.at(0).series.at(0).sequence, "T1w");
  EXPECT_DOUBLE_EQ(file[0].patient.age_years.value(), 44);
}

TEST(Scan, TakesDaysWhereThereAreNoDates) {
  TemporaryFolder folder;
  write_bytes(folder.path / "sub-9" / "sub-9_sessions.tsv", "session_id\tdays\nses-2\t203\nses-1\t0\n");
  for (const std::string ses : {"ses-1", "ses-2"})
    write_bytes(folder.path / "sub-9" / ses / "anat" / ("sub-9_" + ses + "_T1w.nii"), image());
  const Study study = scan(folder.path).at(0);
  EXPECT_FALSE(study.timepoints.at(1).date.has_value());
  EXPECT_DOUBLE_EQ(study.timepoints[1].day.value(), 203);
  EXPECT_THAT(study.problems, IsEmpty());
}

TEST(Scan, OfLooseFilesKeepsTheirOrderAndSaysThatTimeIsNotKnown) {
  TemporaryFolder folder;
  for (const std::string visit : {"baseline", "followup"}) {
    write_bytes(folder.path / (visit + "_ct.nii"), image());
    write_bytes(folder.path / (visit + "_lung_mask.nii"), mask());
  }
  const Study study = scan(folder.path).at(0);
  EXPECT_EQ(study.patient.id, folder.path.filename().string());
  ASSERT_EQ(study.timepoints.size(), 2u);
  EXPECT_EQ(study.timepoints[0].session, "ses-01");
  EXPECT_EQ(study.timepoints[0].series.at(0).id, "baseline_ct.nii");
  EXPECT_EQ(study.timepoints[0].masks.at(0).of_series, "baseline_ct.nii");
  EXPECT_FALSE(study.timepoints[1].day.has_value());
  ASSERT_EQ(study.problems.size(), 1u);
  EXPECT_EQ(study.problems[0].severity, Severity::note);
}

TEST(Scan, TakesDatesFromNamesOfLooseFiles) {
  TemporaryFolder folder;
  write_bytes(folder.path / "2021-05-01" / "T1.nii", image());
  write_bytes(folder.path / "20210401" / "T1.nii", image());
  const Study study = scan(folder.path).at(0);
  ASSERT_EQ(study.timepoints.size(), 2u);
  EXPECT_EQ(iso(study.timepoints[0].date.value()), "2021-04-01");
  EXPECT_DOUBLE_EQ(study.timepoints[1].day.value(), 30);
}

TEST(Scan, PutsDifferentKindsOfOneVisitTogether) {
  TemporaryFolder folder;
  for (const char* name : {"p7_T1.nii", "p7_T1ce.nii", "p7_T2.nii", "p7_FLAIR.nii"})
    write_bytes(folder.path / name, image());
  write_bytes(folder.path / "p7_seg.nii", mask());
  const Study study = scan(folder.path).at(0);
  ASSERT_EQ(study.timepoints.size(), 1u);
  std::vector<std::string> kinds;
  for (const Series& series : study.timepoints[0].series) kinds.push_back(series.sequence);
  EXPECT_THAT(kinds, testing::UnorderedElementsAre("T1w", "ce-T1w", "T2w", "FLAIR"));
  EXPECT_EQ(study.timepoints[0].masks.size(), 1u);
}

TEST(Scan, TellsOfATruncatedFileAndKeepsItsDate) {
  TemporaryFolder folder;
  put_bids(folder.path);
  const auto file = folder.path / "sub-02" / "anat" / "sub-02_T1w.nii";
  cut_file(file, file, 0.7);
  const Study study = scan(folder.path).at(1);
  EXPECT_FALSE(study.timepoints.at(0).series.at(0).readable);
  ASSERT_EQ(study.problems.size(), 1u);
  EXPECT_EQ(study.problems[0].severity, Severity::error);
  EXPECT_THAT(study.problems[0].what, HasSubstr("cut off"));
}

TEST(Scan, NamesTheLabelsOfATable) {
  TemporaryFolder folder;
  write_bytes(folder.path / "sub-1_T1w.nii", image());
  write_bytes(folder.path / "sub-1_dseg.nii", mask(7));
  write_bytes(folder.path / "sub-1_dseg.tsv", "index\tname\n4\tHippocampus\n7\tVentricle\n");
  const Study study = scan(folder.path).at(0);
  std::vector<Problem> problems;
  const LabelMap map = read_labels(study.timepoints.at(0).masks.at(0), problems);
  ASSERT_EQ(map.labels.size(), 2u);
  EXPECT_EQ(map.labels[1].name, "Ventricle");
  EXPECT_EQ(map.voxels.type, VoxelType::u8);
  EXPECT_EQ(value_at(map.voxels, {3, 0, 0}), 7);
}

TEST(Scan, RefusesAMaskThatHoldsNoLabels) {
  TemporaryFolder folder;
  NiftiFile file;
  file.datatype = 16;
  file.voxels = raw(std::vector<float>(120, -1.5f));
  write_bytes(folder.path / "x_mask.nii", file.bytes());
  Segmentation segmentation{"x", {folder.path / "x_mask.nii"}, "NIfTI", {}, {}};
  std::vector<Problem> problems;
  EXPECT_THAT(sentence_of([&] { read_labels(segmentation, problems); }), HasSubstr("whole numbers"));
}

void put_slices(const std::filesystem::path& folder, SliceFile slice, int count = 2) {
  for (int n = 0; n < count; ++n) {
    slice.position[2] = n;
    slice.instance = std::to_string(n);
    slice.pixels.assign(24, n);
    write_bytes(folder / (slice.series + "_" + std::to_string(n)), slice.bytes());
  }
}

TEST(Scan, PartsPatientsAndDatesOfDicom) {
  TemporaryFolder folder;
  SliceFile slice;
  put_slices(folder.path, slice);
  slice.study = "1.2.4", slice.series = "1.2.4.1", slice.study_date = "20240201", slice.acquisition_date = "20240130";
  put_slices(folder.path, slice);
  slice.patient = "P2", slice.name = "Other", slice.study = "1.2.5", slice.series = "1.2.5.1";
  put_slices(folder.path, slice);
  const auto studies = scan(folder.path);
  ASSERT_EQ(studies.size(), 2u);
  EXPECT_EQ(studies[0].patient.id, "P1");
  EXPECT_EQ(studies[0].patient.name, "Test, One");
  ASSERT_EQ(studies[0].timepoints.size(), 2u);
  EXPECT_EQ(iso(studies[0].timepoints[1].date.value()), "2024-01-30") << "acquisition before study date";
  EXPECT_DOUBLE_EQ(studies[0].timepoints[1].day.value(), 15);
  EXPECT_EQ(studies[1].patient.id, "P2");
}

TEST(Scan, TakesTheAgeOfTheFirstDate) {
  TemporaryFolder folder;
  SliceFile slice;
  slice.series = "1.2.3.1", slice.study_date = "20250115";
  slice.more[0x00101010] = element(0x00101010, "AS", "051Y");
  put_slices(folder.path, slice);
  slice.study = "1.2.4", slice.series = "1.2.4.1", slice.study_date = "20240115";
  slice.more[0x00101010] = element(0x00101010, "AS", "050Y");
  put_slices(folder.path, slice);
  EXPECT_DOUBLE_EQ(scan(folder.path).at(0).patient.age_years.value(), 50);
}

TEST(Scan, KeepsAVisitPastMidnightTogether) {
  TemporaryFolder folder;
  SliceFile slice;
  slice.acquisition_date = "20240115";
  put_slices(folder.path, slice);
  slice.series = "1.2.3.2", slice.acquisition_date = "20240116";
  put_slices(folder.path, slice);
  const Study study = scan(folder.path).at(0);
  ASSERT_EQ(study.timepoints.size(), 1u);
  EXPECT_EQ(study.timepoints[0].series.size(), 2u);
}

TEST(Scan, KeepsTwoSeriesOfOneGeometryApart) {
  TemporaryFolder folder;
  SliceFile slice;
  put_slices(folder.path, slice);
  slice.series = "1.2.3.2";
  put_slices(folder.path, slice);
  EXPECT_EQ(scan(folder.path).at(0).timepoints.at(0).series.size(), 2u);
}

TEST(Scan, SeesThatAStudyIsSynthetic) {
  TemporaryFolder folder;
  SliceFile slice;
  slice.more[0x0008001C] = element(0x0008001C, "CS", "YES");
  put_slices(folder.path, slice);
  EXPECT_TRUE(scan(folder.path).at(0).simulated);
}

// A prediction carries "PREDICTED" in its description and (0008,001C) YES: it must come back as one, and must not make
// the patient's own scans synthetic.
TEST(Scan, NeverTakesAPredictionForAScan) {
  TemporaryFolder folder;
  SliceFile slice;
  put_slices(folder.path, slice);
  slice.study = "1.2.4", slice.series = "1.2.4.1", slice.study_date = "20240120";
  put_slices(folder.path, slice);
  slice.series = "1.2.4.9", slice.description = "PREDICTED +90 d RESEARCH ONLY T1";
  slice.more[0x0008001C] = element(0x0008001C, "CS", "YES");
  put_slices(folder.path, slice);
  const Study study = scan(folder.path).at(0);
  EXPECT_FALSE(study.simulated);
  ASSERT_EQ(study.timepoints.size(), 3u);
  EXPECT_EQ(study.timepoints[1].series.size(), 1u);
  EXPECT_EQ(study.timepoints[2].kind, TimepointKind::predicted);
  EXPECT_EQ(study.timepoints[2].session, "pred-01");
  EXPECT_DOUBLE_EQ(study.timepoints[2].day.value(), 95);
  EXPECT_FALSE(study.timepoints[2].date.has_value());
}

TEST(Scan, TakesASyntheticVersionForWhatItIs) {
  TemporaryFolder folder;
  SliceFile slice;
  put_slices(folder.path, slice);
  slice.series = "1.2.4.9", slice.description = "SYNTHETIC RESEARCH ONLY T1";
  slice.more[0x0008001C] = element(0x0008001C, "CS", "YES");
  put_slices(folder.path, slice);
  const Study study = scan(folder.path).at(0);
  EXPECT_FALSE(study.simulated);
  ASSERT_EQ(study.timepoints.size(), 2u);
  EXPECT_EQ(study.timepoints[0].kind, TimepointKind::acquired);
  EXPECT_EQ(study.timepoints[1].kind, TimepointKind::synthetic);
  EXPECT_EQ(study.timepoints[1].day, study.timepoints[0].day);
}

TEST(Scan, KeepsTheIdOfASeriesForItsSlicesNotForItsScout) {
  TemporaryFolder folder;
  SliceFile slice;
  put_slices(folder.path, slice, 5);
  slice.orientation = {1, 0, 0, 0, 0, -1};
  slice.instance = "-1";
  slice.pixels.assign(24, 0);
  write_bytes(folder.path / "0_scout", slice.bytes());
  const Study study = scan(folder.path).at(0);
  ASSERT_EQ(study.timepoints.at(0).series.size(), 2u);
  EXPECT_EQ(study.timepoints[0].series[0].id, "1.2.3.1");
  EXPECT_EQ(study.timepoints[0].series[0].grid.size[2], 5);
}

TEST(Scan, TellsWhereOneIdCarriesTwoNames) {
  TemporaryFolder folder;
  SliceFile slice;
  put_slices(folder.path, slice);
  slice.name = "Somebody^Else", slice.series = "1.2.3.2";
  put_slices(folder.path, slice);
  const Study study = scan(folder.path).at(0);
  ASSERT_EQ(study.problems.size(), 1u);
  EXPECT_THAT(study.problems[0].what, HasSubstr("two names"));
}

TEST(Scan, GuessesTheKindOfMrFromWhatPeopleWrite) {
  const std::vector<std::pair<std::string, std::string>> said{{"T1 MPRAGE SAG", "T1w"},
                                                              {"t1_mprage_sag_p2_iso_Gd", "ce-T1w"},
                                                              {"AX T1 POST", "ce-T1w"},
                                                              {"AX T2 FLAIR", "FLAIR"},
                                                              {"T2W_TSE", "T2w"},
                                                              {"ep2d_diff_3scan_trace", ""},
                                                              {"AX T1 pre contrast", "T1w"},
                                                              {"T2* GRE", ""},
                                                              {"t1 +C axial", "ce-T1w"}};
  for (const auto& [description, kind] : said) {
    TemporaryFolder folder;
    SliceFile slice;
    slice.modality = "MR", slice.description = description;
    put_slices(folder.path, slice);
    EXPECT_EQ(scan(folder.path).at(0).timepoints.at(0).series.at(0).sequence, kind) << description;
  }
}

TEST(Scan, StopsWhenAsked) {
  TemporaryFolder folder;
  SliceFile slice;
  put_slices(folder.path, slice, 100);
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(scan(folder.path, Progress({}, source.get_token())), Stopped);
}

}  // namespace
}  // namespace longview

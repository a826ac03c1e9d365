#include "imaging/writing/dicom_sr.h"

#include <gtest/gtest.h>

#include "imaging/core/failure.h"
#include "imaging/writing/dicom_seg.h"
#include "tests/imaging/writing/fixture.h"

namespace longview {
namespace {

// The content of a report, one item a line: pydicom's view.
std::string content(const std::filesystem::path& file) {
  return python(R"(
import sys, pydicom
d = pydicom.dcmread(sys.argv[1])
print('description', d.SeriesDescription, d.CompletionFlag, d.VerificationFlag)
def walk(items, depth):
    for i in items:
        name = i.ConceptNameCodeSequence[0].CodeMeaning if 'ConceptNameCodeSequence' in i else '-'
        value = ''
        if i.ValueType == 'NUM':
            m = i.MeasuredValueSequence[0]
            value = '%s %s' % (m.NumericValue, m.MeasurementUnitsCodeSequence[0].CodeValue)
        elif i.ValueType == 'CODE': value = i.ConceptCodeSequence[0].CodeValue
        elif i.ValueType == 'IMAGE':
            r = i.ReferencedSOPSequence[0]
            value = '%s segment %s' % (r.ReferencedSOPInstanceUID, r.get('ReferencedSegmentNumber', '-'))
        else: value = str(i.get('TextValue', i.get('UID', '')))
        print(name, '=', value)
        walk(i.get('ContentSequence', []), depth + 1)
walk(d.ContentSequence, 0)
)",
                {file.string()});
}

struct WriteSr : OnASeries {
  LabelMap labels;
  std::vector<ReportedLabel> reported;
  std::string seg_uid;
  std::filesystem::path seg = folder.path / "seg.dcm", sr = folder.path / "sr.dcm";

  void write() {
    if (source.files.empty()) make_source(test_grids(9, 7, 5)[3].second);
    labels = test_labels(source.grid);
    const auto volumes = measure(labels);
    reported = {{labels.labels[0], volumes[0], change_between(0.1, volumes[0].volume_ml, 90, 0.01)},
                {labels.labels[1], volumes[1], std::nullopt}};
    seg_uid = write_seg(labels, target, seg);
    write_sr(reported, seg, target, sr);
  }
};

TEST_F(WriteSr, HasVolumeChangeAndDoublingTimeOfEachLabelAndPointsToItsSegment) {
  write();
  const std::string said = content(sr);
  char volume[64], change[64], doubling[128];
  std::snprintf(volume, sizeof volume, "\nVolume = %.6g mL\n", reported[0].volume.volume_ml);
  std::snprintf(change, sizeof change, "\nDifference in size = %.6g mL\n", reported[0].change->change_ml);
  std::snprintf(doubling, sizeof doubling,
                "\nTime = %.6g d\nEquivalent Meaning of Concept Name = Volume doubling time\n",
                *reported[0].change->doubling_days);
  EXPECT_THAT(said, testing::HasSubstr(volume));
  EXPECT_THAT(said, testing::HasSubstr(change));
  EXPECT_THAT(said, testing::HasSubstr(doubling));
  EXPECT_THAT(said, testing::HasSubstr("Tracking Identifier = Tumour\n"));
  EXPECT_THAT(said, testing::HasSubstr("Tracking Identifier = Oedema\n"));
  EXPECT_THAT(said, testing::HasSubstr("= " + seg_uid + " segment 1\n"));
  EXPECT_THAT(said, testing::HasSubstr("= " + seg_uid + " segment 2\n"));
  EXPECT_THAT(said, testing::HasSubstr("Finding = 108369006\n"));
  EXPECT_THAT(said, testing::HasSubstr("UNVERIFIED"));
}

TEST_F(WriteSr, PassesDciodvfyAndFitsItsSegmentationAndSeries) {
  write();
  EXPECT_EQ(dciodvfy(sr), "");
  auto all = source.files;
  all.push_back(seg);
  all.push_back(sr);
  EXPECT_EQ(dcentvfy(all), "");
}

TEST_F(WriteSr, OfAPredictionSaysSoAndWhenItIsFor) {
  target.provenance = test_provenance();
  write();
  const std::string said = content(sr);
  EXPECT_THAT(said, testing::HasSubstr("description PREDICTED +90 d RESEARCH ONLY Measurements"));
  EXPECT_THAT(said, testing::HasSubstr("Longitudinal Temporal Offset from Event = 90 d"));
  EXPECT_THAT(said, testing::HasSubstr("Algorithm Name = gp-gan"));
  EXPECT_THAT(said, testing::HasSubstr("Review: not reviewed"));
  EXPECT_THAT(said, testing::HasSubstr(std::string(64, 'a')));
  EXPECT_EQ(dciodvfy(sr), "");
}

TEST_F(WriteSr, TracksALabelByTheSameUidAtAllDatesAndAnotherPatientsByAnother) {
  const auto tracked = [&] {
    write();
    const std::string said = content(sr);
    const auto at = said.find("Tracking Unique Identifier = ");
    return said.substr(at, said.find('\n', at) - at);
  };
  const std::string first = tracked();
  timepoint.session = "ses-02";
  timepoint.date = date_from("2021-06-15");
  source = {};
  EXPECT_EQ(tracked(), first);
  target.patient.id = "PAT-8";
  source = {};
  EXPECT_NE(tracked(), first);
}

TEST_F(WriteSr, RefusesLabelsThatAreNotInTheSegmentation) {
  write();
  reported[1].label.name = "Necrosis";
  EXPECT_THAT(failure_of([&] { write_sr(reported, seg, target, sr); }),
              testing::HasSubstr("Necrosis is not in the segmentation"));
  EXPECT_THAT(failure_of([&] { write_sr({}, seg, target, sr); }), testing::HasSubstr("nothing to report"));
}

}  // namespace
}  // namespace longview

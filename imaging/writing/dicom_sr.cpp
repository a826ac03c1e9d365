#include "imaging/writing/dicom_sr.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/cmr/tid1500.h>
#include <dcmtk/dcmsr/codes/dcm.h>
#include <dcmtk/dcmsr/codes/sct.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include <cstdio>

#include "imaging/core/failure.h"
#include "imaging/writing/private/dicom_marks.h"
#include "imaging/writing/private/segments.h"

namespace longview {

namespace {

using Report = TID1500_MeasurementReport;
using Group = Report::TID1411_Measurements;

void need(const OFCondition& condition, const char* what) {
  if (condition.bad())
    throw Failure(std::string("The measurement report cannot be written: ") + what + ": " + condition.text() + ".");
}

DSRCodedEntryValue entry(const CodedConcept& code) {
  return {code.value.c_str(), code.scheme.c_str(), code.meaning.c_str()};
}

const CodedConcept millilitre{"mL", "UCUM", "mL"}, per_cent{"%", "UCUM", "%"}, day{"d", "UCUM", "d"},
    millimetre{"mm", "UCUM", "mm"};
const CodedConcept comment{"121106", "DCM", "Comment"};

OFString number_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", number);
  return text;
}

void add_number(Group& group, const CodedConcept& name, double number, const CodedConcept& unit,
                const DicomTarget& target) {
  need(
      group.addMeasurement(entry(name), Group::TID1419_Measurement::MeasurementValue(number_text(number), entry(unit))),
      name.meaning.c_str());
  const std::string maker = target.provenance ? target.provenance->model : our_name;
  const std::string version = target.provenance ? target.provenance->version : our_version;
  need(group.getMeasurement().setAlgorithmIdentification(maker.c_str(), version.c_str()), "the algorithm");
}

void add_change(Group& group, const Change& change, const DicomTarget& target) {
  const CodedConcept difference{"442714003", "SCT", "Difference in size"};  // context group 6133
  add_number(group, difference, change.change_ml, millilitre, target);
  if (change.change_percent) add_number(group, difference, *change.change_percent, per_cent, target);
  if (change.doubling_days) {  // no standard code has this meaning: a general one with its meaning in words (TID 300)
    add_number(group, {"110858", "DCM", "Time"}, *change.doubling_days, day, target);
    need(group.getMeasurement().setEquivalentMeaningOfConceptName("Volume doubling time"), "the doubling time");
  }
  const std::string words = "Change in " + number_text(change.days) + " d: " + change.words;
  need(group.addQualitativeEvaluation(entry(comment), words.c_str()), "the change");
}

std::string time_point(const DicomTarget& target) {
  std::string text = target.timepoint ? target.timepoint->session : "";
  if (target.provenance) text += (text.empty() ? "" : " ") + mark_of(target);
  return text;
}

void fill_group(Group& group, const ReportedLabel& reported, int segment, DcmDataset& seg, const DicomSource& source,
                const DicomTarget& target) {
  need(group.setTrackingIdentifier(tracking_id(reported.label).c_str()), "the tracking identifier");
  need(group.setTrackingUniqueIdentifier(tracking_uid(seg, reported.label).c_str()), "the tracking UID");
  need(group.setFinding(entry(reported.label.type)), "the finding");
  if (const std::string when = time_point(target); !when.empty())
    need(group.setTimePoint(when.c_str()), "the time point");
  need(group.setReferencedSegment(seg, static_cast<Uint16>(segment), OFFalse), "the segment");
  need(group.setSourceSeriesForSegmentation(source.series.c_str()), "the source series");
  add_number(group, {"118565006", "SCT", "Volume"}, reported.volume.volume_ml, millilitre, target);
  add_number(group, {"103339001", "SCT", "Long Axis"}, reported.volume.longest_axis_mm, millimetre, target);
  if (target.provenance)
    add_number(group, {"128740", "DCM", "Longitudinal Temporal Offset from Event"}, target.provenance->horizon_days,
               day, target);
  if (reported.change) add_change(group, *reported.change, target);
}

// The images that were measured, named in the Image Library (TID 1600) and as evidence.
void add_images(Report& report, DSRDocument& document, const DicomSource& source) {
  TID1600_ImageLibrary& library = report.getImageLibrary();
  need(library.createNewImageLibrary(), "the image library");
  need(library.addImageGroup(), "the image library");
  std::string last;
  for (const SourceImage& image : source.slices) {
    if (image.sop_instance.empty() || image.sop_instance == last) continue;
    last = image.sop_instance;
    DcmDataset named;
    put(named, DCM_SOPClassUID, image.sop_class);
    put(named, DCM_SOPInstanceUID, image.sop_instance);
    need(library.addImageEntry(named, TID1600_ImageLibrary::withoutDescriptors), "the image library");
    document.getCurrentRequestedProcedureEvidence().addItem(source.study.c_str(), source.series.c_str(),
                                                            image.sop_class.c_str(), image.sop_instance.c_str());
  }
}

// The number of the segment with this label's tracking UID; 0 if the SEG has none.
int segment_of(DcmDataset& seg, const Label& label) {
  const std::string tracked = tracking_uid(seg, label);
  DcmItem* item = nullptr;
  for (long n = 0; seg.findAndGetSequenceItem(DCM_SegmentSequence, item, n).good(); ++n)
    if (get(*item, DCM_TrackingUID) == tracked) return static_cast<int>(n + 1);
  return 0;
}

void fill_report(Report& report, const std::vector<ReportedLabel>& labels, DcmDataset& seg, const DicomSource& source,
                 const DicomTarget& target) {
  need(report.setLanguage(CID5000_Languages::English), "the language");
  auto& observers = report.getObservationContext();
  need(observers.addDeviceObserver(uid_from("Longview device").c_str(), our_name, our_name, our_name), "the observer");
  const bool ct = get(source.header(), DCM_Modality) == "CT";
  need(report.addProcedureReported(ct ? DSRCodedEntryValue("25045-6", "LN", "CT unspecified body region")
                                      : DSRCodedEntryValue("25056-3", "LN", "MRI unspecified body region")),
       "the procedure");
  bool first = true;
  for (const ReportedLabel& reported : labels) {
    const int segment = segment_of(seg, reported.label);
    if (segment == 0)
      throw Failure("The label " + reported.label.name +
                    " is not in the segmentation that the report stands on. Write both from the same labels.");
    if (!first) need(report.addVolumetricROIMeasurements(), "a further label");
    first = false;
    fill_group(report.getVolumetricROIMeasurements(), reported, segment, seg, source, target);
  }
  need(report.addQualitativeEvaluation(entry(comment), account_of(target).c_str()), "the account");
}

}  // namespace

std::string write_sr(const std::vector<ReportedLabel>& labels, const std::filesystem::path& seg_file,
                     const DicomTarget& target, const std::filesystem::path& file, const Progress& progress) {
  if (labels.empty()) throw Failure("There is nothing to report: no label has been measured.");
  if (!target.source)
    throw Failure(
        "A measurement report needs the DICOM series that was measured. Export the scan as a DICOM series first.");
  progress.report(0, "Writing the measurement report");
  const DicomSource source = source_of(*target.source);
  DcmFileFormat seg = load(seg_file);
  Report report(CID7021_MeasurementReportDocumentTitles::ImagingMeasurementReport);
  DSRDocument document;
  fill_report(report, labels, *seg.getDataset(), source, target);
  add_images(report, document, source);
  if (!report.isValid())
    throw Failure("The measurement report cannot be written: its content does not follow template 1500.");
  need(document.setTreeFromRootTemplate(report), "the content");
  document.getCurrentRequestedProcedureEvidence().addItem(*seg.getDataset());
  need(document.setSeriesDescription(marked(target, "Measurements").c_str(), OFFalse), "the description");
  need(document.setSeriesNumber("920"), "the series number");
  need(document.completeDocument(("Review: " + target.review).substr(0, 64).c_str(), OFFalse), "its completion");
  DcmDataset dataset;
  need(document.write(dataset), "the data set");
  put_subject(dataset, target, &source);
  for (const DcmTagKey& tag : {DCM_FrameOfReferenceUID, DCM_PositionReferenceIndicator})
    dataset.findAndDeleteElement(tag);  // a report lies in no frame
  put_equipment(dataset);
  put_contribution(dataset, target);
  if (target.simulated) put_synthetic(dataset);
  save(dataset, file);
  return get(dataset, DCM_SOPInstanceUID);
}

}  // namespace longview

// Enhanced MR and Enhanced CT Image Storage (PS3.3 A.36 and A.38), one object a series.
#include "imaging/writing/private/dicom_marks.h"
#include "imaging/writing/private/functional_groups.h"
#include "imaging/writing/private/series_parts.h"

namespace longview {

namespace {

bool is_ct(const SeriesJob& job) { return job.options.modality == "CT"; }

// Value 2 must be PRIMARY in enhanced objects: C.8.16.1.2 knows no SECONDARY. PS3.3 C.8.16.1 and its MR part
// C.8.13.3.1: the same attributes describe the image and each frame.
void put_image_kind(DcmItem& item, const SeriesJob& job, const DcmTagKey& type_tag) {
  put(item, type_tag, "DERIVED\\PRIMARY\\VOLUME\\NONE");
  put(item, DCM_PixelPresentation, "MONOCHROME");
  put(item, DCM_VolumetricProperties, "VOLUME");
  put(item, DCM_VolumeBasedCalculationTechnique, "NONE");
  if (is_ct(job)) return;
  put(item, DCM_ComplexImageComponent, "MAGNITUDE");
  put(item, DCM_AcquisitionContrast, "UNKNOWN");
}

std::string irradiation_event(const SeriesJob& job) {
  const std::string named = job.source ? get(job.source->header(), DCM_IrradiationEventUID) : "";
  return named.empty() ? uid_from("irradiation\n" + (job.source ? job.source->series : job.series_uid)) : named;
}

void put_shared_groups(DcmDataset& dataset, const SeriesJob& job) {
  const StoredPixels& pixels = job.pixels;
  DcmItem& shared = item_of(dataset, DCM_SharedFunctionalGroupsSequence);
  put_geometry(shared, pixels.grid);
  DcmItem& anatomy = item_of(shared, DCM_FrameAnatomySequence);
  put(anatomy, DCM_FrameLaterality, "U");
  put_code(anatomy, DCM_AnatomicRegionSequence,
           is_ct(job) ? CodedConcept{"51185008", "SCT", "Thorax"} : CodedConcept{"69536005", "SCT", "Head"});
  DcmItem& transformation = item_of(shared, DCM_PixelValueTransformationSequence);
  put(transformation, DCM_RescaleIntercept, decimal(pixels.intercept));
  put(transformation, DCM_RescaleSlope, decimal(pixels.slope));
  put(transformation, DCM_RescaleType, is_ct(job) ? "HU" : "US");
  DcmItem& window = item_of(shared, DCM_FrameVOILUTSequence);
  put(window, DCM_WindowCenter, decimal(pixels.window_centre));
  put(window, DCM_WindowWidth, decimal(pixels.window_width));
  if (is_ct(job))  // that of the source, by its own name or one made from its series
    put(item_of(shared, DCM_IrradiationEventIdentificationSequence), DCM_IrradiationEventUID, irradiation_event(job));
  put_image_kind(item_of(shared, is_ct(job) ? DCM_CTImageFrameTypeSequence : DCM_MRImageFrameTypeSequence), job,
                 DCM_FrameType);
}

void put_frame_groups(DcmItem& frame, const SeriesJob& job, int slice) {
  put_frame_content(frame, slice, {1, static_cast<Uint32>(slice + 1)});
  put_position(frame, job.pixels.grid, slice);
  put_derivation(frame, account_of(job.target), {"110001", "DCM", "Image Processing"},
                 job.source_of_slice.empty() ? all_sources(job)
                                             : std::vector{job.source_of_slice[static_cast<std::size_t>(slice)]});
}

// The series that the frames were derived from: C.8.13.2.1.2.
void put_evidence(DcmDataset& dataset, const SeriesJob& job) {
  if (!job.source) return;
  DcmItem& study = item_of(dataset, DCM_SourceImageEvidenceSequence);
  put(study, DCM_StudyInstanceUID, job.source->study);
  DcmItem& series = item_of(study, DCM_ReferencedSeriesSequence);
  put(series, DCM_SeriesInstanceUID, job.source->series);
  put_instances(series, DCM_ReferencedSOPSequence, *job.source);
}

}  // namespace

std::vector<std::filesystem::path> write_multi_frame(const SeriesJob& job, const Progress& progress) {
  DcmDataset dataset;
  put_common(dataset, job);
  put(dataset, DCM_SOPClassUID, is_ct(job) ? UID_EnhancedCTImageStorage : UID_EnhancedMRImageStorage);
  put(dataset, DCM_SOPInstanceUID, job.instance_uid(1));
  put(dataset, DCM_InstanceNumber, "1");
  put_image_kind(dataset, job, DCM_ImageType);
  put(dataset, DCM_ContentQualification, "RESEARCH");
  put(dataset, DCM_PresentationLUTShape, "IDENTITY");
  dataset.insertEmptyElement(DCM_AcquisitionContextSequence);
  if (!is_ct(job)) put(dataset, DCM_ApplicableSafetyStandardAgency, "IEC");  // dciodvfy wants it of research, too
  put(dataset, DCM_NumberOfFrames, std::to_string(job.pixels.grid.size[2]));
  put_dimensions(dataset,
                 {{DCM_StackID, DCM_FrameContentSequence}, {DCM_InStackPositionNumber, DCM_FrameContentSequence}});
  put_shared_groups(dataset, job);
  for (int slice = 0; slice < job.pixels.grid.size[2]; ++slice) {
    progress.report(0.8 * slice / job.pixels.grid.size[2], "Writing the series");
    put_frame_groups(item_of(dataset, DCM_PerFrameFunctionalGroupsSequence, -2), job, slice);
  }
  put_evidence(dataset, job);
  dataset.putAndInsertUint16Array(DCM_PixelData, job.pixels.words.data(), job.pixels.words.size());
  const std::filesystem::path file = job.folder / "0001.dcm";
  save(dataset, file);
  return {file};
}

}  // namespace longview

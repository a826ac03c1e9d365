// Enhanced MR and Enhanced CT Image Storage (PS3.3 A.36 and A.38), one object a series.
#include <numeric>

#include "imaging/writing/private/dicom_marks.h"
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

void put_dimensions(DcmDataset& dataset) {
  const std::string uid = new_uid();
  put(item_of(dataset, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, uid);
  for (const DcmTagKey& pointer : {DCM_StackID, DCM_InStackPositionNumber}) {
    DcmItem& index = item_of(dataset, DCM_DimensionIndexSequence, -2);
    put(index, DCM_DimensionOrganizationUID, uid);
    index.putAndInsertTagKey(DCM_DimensionIndexPointer, pointer);
    index.putAndInsertTagKey(DCM_FunctionalGroupPointer, DCM_FrameContentSequence);
  }
}

std::string irradiation_event(const SeriesJob& job) {
  const std::string named = job.source ? get(job.source->header(), DCM_IrradiationEventUID) : "";
  return named.empty() ? uid_from("irradiation\n" + (job.source ? job.source->series : job.series_uid)) : named;
}

void put_shared_groups(DcmDataset& dataset, const SeriesJob& job) {
  const StoredPixels& pixels = job.pixels;
  DcmItem& shared = item_of(dataset, DCM_SharedFunctionalGroupsSequence);
  DcmItem& measures = item_of(shared, DCM_PixelMeasuresSequence);
  put(measures, DCM_PixelSpacing, decimals({pixels.grid.spacing[1], pixels.grid.spacing[0]}));
  put(measures, DCM_SliceThickness, decimal(pixels.grid.spacing[2]));
  put(measures, DCM_SpacingBetweenSlices, decimal(pixels.grid.spacing[2]));
  put(item_of(shared, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient, orientation(pixels.grid));
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
  DcmItem& content = item_of(frame, DCM_FrameContentSequence);
  put(content, DCM_StackID, "1");
  const auto position_number = static_cast<Uint32>(slice + 1);
  const Uint32 index[]{1, position_number};
  content.putAndInsertUint32(DCM_InStackPositionNumber, position_number);
  content.putAndInsertUint32Array(DCM_DimensionIndexValues, index, 2);
  const Vec3 position = slice_position(job.pixels.grid, slice);
  put(item_of(frame, DCM_PlanePositionSequence), DCM_ImagePositionPatient,
      decimals({position[0], position[1], position[2]}));
  DcmItem& derivation = item_of(frame, DCM_DerivationImageSequence);
  put_text(derivation, DCM_DerivationDescription, account_of(job.target));
  put_code(derivation, DCM_DerivationCodeSequence, {"110001", "DCM", "Image Processing"});
  derivation.insertEmptyElement(DCM_SourceImageSequence);
  put_source_images(derivation, DCM_SourceImageSequence,
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
  std::string last;
  for (const SourceImage& image : job.source->slices) {
    if (image.sop_instance.empty() || image.sop_instance == last) continue;
    DcmItem& instance = item_of(series, DCM_ReferencedSOPSequence, -2);
    put(instance, DCM_ReferencedSOPClassUID, image.sop_class);
    put(instance, DCM_ReferencedSOPInstanceUID, image.sop_instance);
    last = image.sop_instance;
  }
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
  put_dimensions(dataset);
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

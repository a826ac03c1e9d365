// Classic MR and CT Image Storage, a file a slice (PS3.3 A.3 and A.4).
#include <cstdio>
#include <utility>

#include "imaging/writing/private/dicom_marks.h"
#include "imaging/writing/private/functional_groups.h"
#include "imaging/writing/private/series_parts.h"

namespace longview {

namespace {

// What the MR or CT module wants to know of the acquisition: nothing is invented; type 2 attributes stay empty.
void put_modality_module(DcmDataset& dataset, const SeriesJob& job) {
  const std::string origin = job.options.derived ? "DERIVED\\SECONDARY" : "ORIGINAL\\PRIMARY";
  put(dataset, DCM_AcquisitionNumber, "1");
  if (job.options.modality == "CT") {
    put(dataset, DCM_SOPClassUID, UID_CTImageStorage);
    put(dataset, DCM_ImageType, origin + "\\AXIAL");
    put(dataset, DCM_KVP, "");
    put(dataset, DCM_RescaleType, "HU");
    return;
  }
  put(dataset, DCM_SOPClassUID, UID_MRImageStorage);
  put(dataset, DCM_ImageType, origin + "\\OTHER");
  put(dataset, DCM_ScanningSequence, "RM");  // research mode
  put(dataset, DCM_SequenceVariant, "NONE");
  for (const DcmTagKey& tag :
       {DCM_ScanOptions, DCM_MRAcquisitionType, DCM_RepetitionTime, DCM_EchoTime, DCM_EchoTrainLength})
    put(dataset, tag, "");
}

void put_series(DcmDataset& dataset, const SeriesJob& job) {
  const StoredPixels& pixels = job.pixels;
  put_common(dataset, job);
  put_modality_module(dataset, job);
  put(dataset, DCM_BodyPartExamined, job.options.body_part);
  if (job.options.derived) put_text(dataset, DCM_DerivationDescription, account_of(job.target));
  if (!job.options.contrast_agent.empty()) put_text(dataset, DCM_ContrastBolusAgent, job.options.contrast_agent);
  put(dataset, DCM_ImageOrientationPatient, orientation(pixels.grid));
  put(dataset, DCM_PixelSpacing, pixel_spacing(pixels.grid));
  put(dataset, DCM_SliceThickness, decimal(pixels.grid.spacing[2]));
  put(dataset, DCM_SpacingBetweenSlices, decimal(pixels.grid.spacing[2]));
  put(dataset, DCM_WindowCenter, decimal(pixels.window_centre));
  put(dataset, DCM_WindowWidth, decimal(pixels.window_width));
  if (job.options.modality == "CT" || pixels.slope != 1 || pixels.intercept != 0) {
    put(dataset, DCM_RescaleSlope, decimal(pixels.slope));
    put(dataset, DCM_RescaleIntercept, decimal(pixels.intercept));
    if (job.options.modality != "CT") put(dataset, DCM_RescaleType, "US");  // unspecified
  }
  if (job.options.derived && job.source_of_slice.empty())
    put_source_images(dataset, DCM_SourceImageSequence, all_sources(job));
}

void put_slice(DcmDataset& dataset, const SeriesJob& job, int slice) {
  const StoredPixels& pixels = job.pixels;
  const auto area = pixels.words.size() / static_cast<std::size_t>(pixels.grid.size[2]);
  const Vec3 position = slice_position(pixels.grid, slice);
  put(dataset, DCM_SOPInstanceUID, job.instance_uid(slice + 1));
  put(dataset, DCM_InstanceNumber, std::to_string(slice + 1));
  put(dataset, DCM_ImagePositionPatient, decimals({position[0], position[1], position[2]}));
  if (job.options.derived && !job.source_of_slice.empty()) {
    dataset.findAndDeleteElement(DCM_SourceImageSequence);
    put_source_images(dataset, DCM_SourceImageSequence, {job.source_of_slice[static_cast<std::size_t>(slice)]});
  }
  dataset.putAndInsertUint16Array(DCM_PixelData, pixels.words.data() + static_cast<std::size_t>(slice) * area, area);
}

// Takes the files away again unless all were written.
struct AllOrNone {
  std::vector<std::filesystem::path> files;
  ~AllOrNone() {
    std::error_code ignored;
    for (const auto& file : files) std::filesystem::remove(file, ignored);
  }
};

}  // namespace

std::vector<std::filesystem::path> write_slices(const SeriesJob& job, const Progress& progress) {
  DcmDataset dataset;
  put_series(dataset, job);
  AllOrNone written;
  const int count = job.pixels.grid.size[2];
  for (int slice = 0; slice < count; ++slice) {
    progress.report(static_cast<double>(slice) / count, "Writing the series");
    put_slice(dataset, job, slice);
    char name[32];
    std::snprintf(name, sizeof name, "%04d.dcm", slice + 1);
    save(dataset, job.folder / name);
    written.files.push_back(job.folder / name);
  }
  return std::exchange(written.files, {});
}

}  // namespace longview

#include "imaging/writing/private/dicom_source.h"

#include <cmath>

#include "imaging/core/failure.h"

namespace longview {

namespace {

// DCMTK's own log lines would come between the program's sentences.
void silence_log() {
  static const bool once = [] {
    OFLog::configure(OFLogger::FATAL_LOG_LEVEL);
    return true;
  }();
  static_cast<void>(once);
}

std::shared_ptr<DcmFileFormat> header_of(const std::filesystem::path& file) {
  auto format = std::make_shared<DcmFileFormat>();
  const OFCondition read = format->loadFileUntilTag(file.c_str(), EXS_Unknown, EGL_noChange, DCM_MaxReadLength,
                                                    ERM_autoDetect, DCM_PixelData);
  if (read.bad()) throw Failure("Cannot read the DICOM file " + file.string() + ": " + read.text() + ".");
  return format;
}

// Image Position (Patient) of a frame (from 0), by its own, the shared or the object's attribute.
bool position_of(DcmItem& dataset, long frame, Vec3& position) {
  DcmItem* group = nullptr;
  DcmItem* plane = nullptr;
  DcmItem* holder = &dataset;
  if (dataset.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, group, frame).good() &&
      group->findAndGetSequenceItem(DCM_PlanePositionSequence, plane).good())
    holder = plane;
  else if (dataset.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, group).good() &&
           group->findAndGetSequenceItem(DCM_PlanePositionSequence, plane).good())
    holder = plane;
  for (unsigned long c = 0; c < 3; ++c)
    if (holder->findAndGetFloat64(DCM_ImagePositionPatient, position[c], c).bad()) return false;
  return true;
}

void place_frames(DcmItem& dataset, const Grid& grid, std::size_t file_number, std::vector<SourceImage>& slices) {
  Sint32 frames = 0;
  const bool multi_frame = dataset.findAndGetSint32(DCM_NumberOfFrames, frames).good() && frames > 0;
  for (int frame = 0; frame < (multi_frame ? frames : 1); ++frame) {
    Vec3 position{};
    const double slice = position_of(dataset, frame, position) ? std::round(index_at(grid, position)[2])
                                                               : static_cast<double>(file_number) + frame;
    if (!(slice >= 0 && slice < grid.size[2])) continue;
    slices[static_cast<std::size_t>(slice)] = {get(dataset, DCM_SOPClassUID), get(dataset, DCM_SOPInstanceUID),
                                               multi_frame ? frame + 1 : 0};
  }
}

}  // namespace

DicomSource source_of(const Series& series) {
  if (series.format != "DICOM" || series.files.empty())
    throw Failure("The series " + series.description + " is " + (series.format.empty() ? "no file" : series.format) +
                  ", but a DICOM object needs a DICOM series to stand on. Export the scan as a DICOM series first.");
  silence_log();
  DicomSource source;
  source.slices.resize(static_cast<std::size_t>(series.grid.size[2]));
  for (std::size_t n = 0; n < series.files.size(); ++n) {
    const auto format = header_of(series.files[n]);
    place_frames(*format->getDataset(), series.grid, n, source.slices);
    if (!source.first) source.first = format;
  }
  source.header().convertToUTF8();  // where the character set is unknown the bytes stay as they are
  source.study = get(source.header(), DCM_StudyInstanceUID);
  source.series = get(source.header(), DCM_SeriesInstanceUID);
  source.frame_of_reference = get(source.header(), DCM_FrameOfReferenceUID);
  if (source.frame_of_reference.empty()) source.frame_of_reference = series.frame_of_reference;
  if (source.study.empty() || source.series.empty() || source.frame_of_reference.empty())
    throw Failure("The DICOM series " + series.description +
                  " has no frame of reference, so no object can be placed on it. Export it as a derived series first.");
  return source;
}

void put_source_images(DcmItem& item, const DcmTagKey& sequence, const std::vector<SourceImage>& images) {
  std::string last;
  DcmItem* entry = nullptr;
  for (const SourceImage& image : images) {
    if (image.sop_instance.empty()) continue;
    if (image.sop_instance != last) {
      entry = &item_of(item, sequence, -2);
      put(*entry, DCM_ReferencedSOPClassUID, image.sop_class);
      put(*entry, DCM_ReferencedSOPInstanceUID, image.sop_instance);
      put_code(*entry, DCM_PurposeOfReferenceCodeSequence,
               {"121322", "DCM", "Source image for image processing operation"});
      last = image.sop_instance;
    }
    if (image.frame > 0) {
      const std::string frames = get(*entry, DCM_ReferencedFrameNumber);
      put(*entry, DCM_ReferencedFrameNumber, (frames.empty() ? "" : frames + "\\") + std::to_string(image.frame));
    }
  }
}

}  // namespace longview

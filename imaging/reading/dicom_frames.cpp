#include "imaging/reading/dicom_frames.h"

#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/reading/private/dicom_values.h"

namespace longview {
namespace {

constexpr int most_frames = 100000;

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

void set_orientation(const std::vector<double>& cosines, DicomFrame& frame, const std::filesystem::path& file) {
  if (cosines.size() != 6) return;
  Vec3 row{cosines[0], cosines[1], cosines[2]}, column{cosines[3], cosines[4], cosines[5]};
  const double a = std::sqrt(dot(row, row)), b = std::sqrt(dot(column, column));
  if (!(std::abs(a - 1) < 0.01 && std::abs(b - 1) < 0.01 && std::abs(dot(row, column)) < 0.01))
    throw Failure("The file " + file.string() +
                  " has an Image Orientation (0020,0037) whose axes are not at right angles.");
  // Header text has few digits: unit length and right angle are made exact.
  for (double& x : row) x /= a;
  const double lean = dot(row, column);
  for (std::size_t i = 0; i < 3; ++i) column[i] -= lean * row[i];
  const double c = std::sqrt(dot(column, column));
  for (double& x : column) x /= c;
  frame.along_row = row;
  frame.along_column = column;
  frame.oriented = true;
}

void set_position(const std::vector<double>& position, DicomFrame& frame) {
  if (position.size() == 3) frame.position = Vec3{position[0], position[1], position[2]};
}

void set_spacing(const std::vector<double>& spacing, DicomFrame& frame, const std::filesystem::path& file) {
  if (spacing.size() != 2) return;
  if (!(spacing[0] > 0 && spacing[1] > 0 && spacing[0] < 1000 && spacing[1] < 1000))
    throw Failure("The file " + file.string() + " has a Pixel Spacing (0028,0030) that is no size.");
  frame.row_spacing = spacing[0];
  frame.column_spacing = spacing[1];
}

void set_rescale(DcmItem& item, DicomFrame& frame) {
  frame.slope = number_of(item, DCM_RescaleSlope, 1);
  frame.intercept = number_of(item, DCM_RescaleIntercept, 0);
  if (frame.slope == 0) frame.slope = 1;
}

DicomFrame plain_frame(DcmDataset& data, const std::filesystem::path& file) {
  DicomFrame frame;
  set_orientation(numbers_of(data, DCM_ImageOrientationPatient), frame, file);
  set_position(numbers_of(data, DCM_ImagePositionPatient), frame);
  auto spacing = numbers_of(data, DCM_PixelSpacing);
  if (spacing.empty()) spacing = numbers_of(data, DCM_ImagerPixelSpacing);
  set_spacing(spacing, frame, file);
  set_rescale(data, frame);
  for (const auto& tag : {DCM_ImageType, DCM_EchoTime, DCM_TemporalPositionIdentifier, DCM_DiffusionBValue,
                          DCM_DiffusionGradientOrientation, DCM_InversionTime, DCM_TriggerTime, DCM_AcquisitionNumber,
                          DCM_AcquisitionTime})
    frame.parts.push_back(text_of(data, tag));
  return frame;
}

// The macro's item for a frame: its own, else the shared one.
DcmItem* macro(DcmItem* own, DcmItem* shared, const DcmTagKey& sequence) {
  DcmItem* found = own ? item_of(*own, sequence) : nullptr;
  return found || !shared ? found : item_of(*shared, sequence);
}

DicomFrame grouped_frame(DcmItem* own, DcmItem* shared, const std::filesystem::path& file) {
  DicomFrame frame;
  if (DcmItem* item = macro(own, shared, DCM_PlaneOrientationSequence))
    set_orientation(numbers_of(*item, DCM_ImageOrientationPatient), frame, file);
  if (DcmItem* item = macro(own, shared, DCM_PlanePositionSequence))
    set_position(numbers_of(*item, DCM_ImagePositionPatient), frame);
  if (DcmItem* item = macro(own, shared, DCM_PixelMeasuresSequence))
    set_spacing(numbers_of(*item, DCM_PixelSpacing), frame, file);
  if (DcmItem* item = macro(own, shared, DCM_PixelValueTransformationSequence)) set_rescale(*item, frame);
  if (DcmItem* item = macro(own, shared, DCM_SegmentIdentificationSequence))
    frame.segment = integer_of(*item, DCM_ReferencedSegmentNumber, 0);
  const auto part = [&](const DcmTagKey& sequence, const DcmTagKey& tag) {
    DcmItem* item = macro(own, shared, sequence);
    frame.parts.push_back(item ? text_of(*item, tag) : std::string());
  };
  part(DCM_FrameContentSequence, DCM_StackID);
  part(DCM_MRImageFrameTypeSequence, DCM_FrameType);
  part(DCM_MREchoSequence, DCM_EffectiveEchoTime);
  part(DCM_FrameContentSequence, DCM_TemporalPositionIndex);
  part(DCM_MRDiffusionSequence, DCM_DiffusionBValue);
  part(DCM_FrameContentSequence, DCM_FrameAcquisitionNumber);
  return frame;
}

}  // namespace

std::vector<DicomFrame> dicom_frames(DcmDataset& data, const std::filesystem::path& file) {
  const int count = integer_of(data, DCM_NumberOfFrames, 1);
  if (count < 1 || count > most_frames)
    throw Failure("The file " + file.string() + " declares " + std::to_string(count) + " frames.");
  DcmItem* shared = item_of(data, DCM_SharedFunctionalGroupsSequence);
  DcmSequenceOfItems* per_frame = nullptr;
  data.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, per_frame);
  if (!shared && !per_frame) return std::vector<DicomFrame>(static_cast<std::size_t>(count), plain_frame(data, file));
  std::vector<DicomFrame> frames;
  DcmObject* own = nullptr;
  for (int i = 0; i < count; ++i) {
    own = per_frame ? per_frame->nextInContainer(own) : nullptr;
    if (per_frame && !own)
      throw Failure("The file " + file.string() + " declares " + std::to_string(count) + " frames and describes " +
                    std::to_string(i) + ".");
    frames.push_back(grouped_frame(static_cast<DcmItem*>(own), shared, file));
  }
  return frames;
}

}  // namespace longview

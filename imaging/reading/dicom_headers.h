// What one DICOM file says of itself, without its pixels: by DCMTK, after dicom_layout found it whole.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "imaging/core/grid.h"
#include "imaging/core/study.h"
#include "imaging/reading/dicom_layout.h"

namespace longview {

enum class DicomKind { image, segmentation, other };

// One image plane of a file.
struct DicomFrame {
  std::optional<Vec3> position;      // of the first pixel's centre, LPS mm
  Vec3 along_row{}, along_column{};  // unit vectors: of rising column index, of rising row index
  bool oriented = false;
  double row_spacing = 0, column_spacing = 0;  // mm between rows, between columns; 0 where not stated
  double slope = 1, intercept = 0;
  std::vector<std::string> parts;  // what parts planes at one place: kind of image, echo, time, b-value ...
  int segment = 0;                 // of a SEG: Referenced Segment Number
};

struct DicomHeader {
  std::filesystem::path file;
  DicomLayout layout;
  DicomKind kind = DicomKind::other;
  std::string kind_in_words;  // "RT Structure Set"
  Patient patient;
  std::string study_uid, series_uid, sop_uid, frame_of_reference;
  std::optional<Date> date;
  std::string modality, description, sequence;
  int series_number = 0, instance_number = 0;
  int rows = 0, columns = 0, samples = 1, bits_allocated = 0, bits_stored = 0, high_bit = 0;
  bool is_signed = false;
  bool overlay_in_pixels = false;  // bits above the stored ones hold an overlay (retired, PS3.3-2003 C.9.3)
  std::string photometric;
  bool synthetic = false;
  double slice_thickness = 0;      // mm, 0 where not stated
  std::vector<DicomFrame> frames;  // as many as the file says
  std::string referenced_series;   // of a SEG
};

// Throws Failure with a sentence where the file is no DICOM, is cut off or damaged.
DicomHeader read_dicom_header(const std::filesystem::path& file);

// Further values by DICOM keyword, for a Series. Apart from the header because one file of a series is enough.
std::map<std::string, std::string> dicom_facts(const std::filesystem::path& file);

}  // namespace longview

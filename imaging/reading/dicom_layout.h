// How a DICOM file lies on disk: our own walk over its elements (PS3.5 section 7) before any library sees it. DCMTK
// allocates what a length field says and GDCM reads cut files as whole; so every length is held against the file here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace longview {

struct ByteRange {
  std::uint64_t offset = 0, length = 0;
};

struct DicomLayout {
  std::string transfer_syntax;  // UID; guessed where the file states none
  bool big_endian = false;
  bool deflated = false;  // ranges are then of the unpacked data set
  bool has_pixels = false;
  std::uint16_t pixel_element = 0;  // of group 7FE0: 0010 pixels, 0008 float, 0009 double
  ByteRange pixels;                 // of native pixel data
  bool encapsulated = false;
  std::vector<ByteRange> fragments;  // of encapsulated pixel data, without the offset table
};

// True if the file starts like DICOM: "DICM" after the preamble, or elements of groups 0002 or 0008 from its start.
bool looks_like_dicom(const std::filesystem::path& file);

// Throws Failure with a sentence where the file is cut off or an element claims more bytes than there are.
DicomLayout dicom_layout(const std::filesystem::path& file);

// The data set of a file of transfer syntax Deflated Explicit VR Little Endian: what the ranges of its layout lie in.
std::vector<std::uint8_t> unpacked_data_set(const std::filesystem::path& file);

}  // namespace longview

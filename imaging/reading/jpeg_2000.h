// JPEG 2000 pixels of a DICOM file, by GDCM.
#pragma once

#include <cstdint>
#include <vector>

namespace longview {

struct DicomHeader;

// All frames one behind the other. Before GDCM sees the file each code stream's own size is held against the header's.
std::vector<std::uint8_t> unpack_jpeg_2000(const DicomHeader& header);

}  // namespace longview

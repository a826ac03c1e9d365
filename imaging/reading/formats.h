// Which kinds of file hold images, and which reader each of them has.
#pragma once

#include <filesystem>
#include <string>

#include "imaging/reading/raw_image.h"

namespace longview {

// The reader of a suffix, or null. DICOM has none: it is found by content.
struct Format {
  const char* suffix;
  RawImage (*read_header)(const std::filesystem::path&);
};
const Format* format_of(const std::filesystem::path& file);

// The file name without the suffix of an image format: "sub-1_T1w" of "sub-1_T1w.nii.gz".
std::string stem_of(const std::filesystem::path& file);

}  // namespace longview

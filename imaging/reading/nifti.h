// NIfTI-1 and NIfTI-2 headers (nifti.nimh.nih.gov), also gzip-compressed and as .hdr/.img pairs.
#pragma once

#include <filesystem>

#include "imaging/reading/raw_image.h"

namespace longview {

// sform where its code is above 0, else qform; RAS becomes LPS. Throws Failure for what is no NIfTI or cannot be read.
RawImage read_nifti_header(const std::filesystem::path& file);

}  // namespace longview

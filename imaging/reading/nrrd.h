// NRRD headers (teem.sourceforge.net/nrrd/format.html): raw and gzip.
#pragma once

#include <filesystem>

#include "imaging/reading/raw_image.h"

namespace longview {

// Throws Failure for what is no NRRD or cannot be read.
RawImage read_nrrd_header(const std::filesystem::path& file);

}  // namespace longview

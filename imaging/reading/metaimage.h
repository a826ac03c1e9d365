// MetaImage headers (.mha, .mhd), ITK's own format; LPS as they stand.
#pragma once

#include <filesystem>

#include "imaging/reading/raw_image.h"

namespace longview {

// Throws Failure for what is no MetaImage or cannot be read.
RawImage read_metaimage_header(const std::filesystem::path& file);

}  // namespace longview

// The bytes of the voxels of a raw image, unpacked.
#pragma once

#include "imaging/reading/raw_image.h"

namespace longview {

// Fills `into` with the first `bytes` bytes of voxels. Throws Failure if there are fewer.
void read_stored(const RawImage& image, void* into, std::size_t bytes, const Progress& progress);

}  // namespace longview

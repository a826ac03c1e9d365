// Private to writing: voxels as DICOM stores them.
#pragma once

#include <vector>

#include "imaging/core/volume.h"
#include "imaging/writing/private/dicom_item.h"

namespace longview {

struct StoredPixels {
  Grid grid;                  // right-handed: third axis = first x second, PS3.3 C.7.6.2.1.1 leaves slices no order
  std::vector<Uint16> words;  // x fastest; two's complement where signed
  bool is_signed = false;
  double slope = 1, intercept = 0;
  double window_centre = 0, window_width = 1;  // from the 1st to the 99th percentile, in output units
};

// `rounded`: values of a range of 1000 or more may be rounded to integers.
StoredPixels stored_pixels(const Volume& volume, bool rounded);
// What a reader gets back from them.
Volume volume_of(const StoredPixels& pixels, const std::string& unit);
// Image Pixel module without the pixels.
void put_pixel_module(DcmItem& item, const StoredPixels& pixels);

}  // namespace longview

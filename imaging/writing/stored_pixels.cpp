#include "imaging/writing/private/stored_pixels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "imaging/core/failure.h"
#include "imaging/core/transform.h"

namespace longview {

namespace {

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  bool whole = true;  // all values are integers
};

template <class T>
Range range_of(std::span<const T> voxels) {
  Range range;
  for (const T voxel : voxels) {
    const auto value = static_cast<double>(voxel);
    if (!std::isfinite(value)) continue;
    range.low = std::min(range.low, value), range.high = std::max(range.high, value);
    range.whole = range.whole && value == std::floor(value);
  }
  if (range.low > range.high) range.low = range.high = 0;
  return range;
}

void choose_scale(StoredPixels& pixels, const Range& range, bool rounded) {
  const bool fits_signed = range.low >= -32768 && range.high <= 32767;
  const bool fits_unsigned = range.low >= 0 && range.high <= 65535;
  if ((range.whole || (rounded && range.high - range.low >= 1000)) && (fits_signed || fits_unsigned)) {
    pixels.is_signed = !fits_unsigned;
    return;
  }
  pixels.intercept = range.low;
  pixels.slope = range.high > range.low ? (range.high - range.low) / 65535 : 1;
  pixels.slope = std::stod(decimal(pixels.slope));  // as the file will say
  pixels.intercept = std::stod(decimal(pixels.intercept));
}

// The grid with its third axis along first x second; true if the slices have to change their order for it.
bool make_right_handed(Grid& grid) {
  if (determinant(grid.direction) > 0) return false;
  grid.origin = point_at(grid, {0, 0, grid.size[2] - 1.0});
  for (std::size_t r = 0; r < 3; ++r) grid.direction[3 * r + 2] = -grid.direction[3 * r + 2];
  return true;
}

template <class T>
void store(StoredPixels& pixels, std::span<const T> voxels, bool reversed) {
  const double lowest = pixels.is_signed ? -32768 : 0, highest = pixels.is_signed ? 32767 : 65535;
  const auto slices = static_cast<std::size_t>(pixels.grid.size[2]), area = voxels.size() / slices;
  pixels.words.resize(voxels.size());
  for (std::size_t k = 0; k < slices; ++k) {
    const T* from = voxels.data() + (reversed ? slices - 1 - k : k) * area;
    std::transform(from, from + area, pixels.words.begin() + static_cast<std::ptrdiff_t>(k * area), [&](T voxel) {
      const auto value = static_cast<double>(voxel);
      const double word = std::isnan(value)
                              ? lowest
                              : std::clamp(std::nearbyint((value - pixels.intercept) / pixels.slope), lowest, highest);
      return static_cast<Uint16>(static_cast<Sint32>(word));
    });
  }
}

double output(const StoredPixels& pixels, Uint16 word) {
  return (pixels.is_signed ? static_cast<double>(static_cast<Sint16>(word)) : static_cast<double>(word)) *
             pixels.slope +
         pixels.intercept;
}

void choose_window(StoredPixels& pixels) {
  std::vector<double> sample;
  const std::size_t step = std::max<std::size_t>(1, pixels.words.size() / 100000);
  for (std::size_t n = 0; n < pixels.words.size(); n += step) sample.push_back(output(pixels, pixels.words[n]));
  std::sort(sample.begin(), sample.end());
  const double low = sample[sample.size() / 100], high = sample[sample.size() - 1 - sample.size() / 100];
  pixels.window_centre = (low + high) / 2;
  pixels.window_width = std::max(high - low, pixels.slope);
}

}  // namespace

StoredPixels stored_pixels(const Volume& volume, bool rounded) {
  if (volume.grid.size[0] > 65535 || volume.grid.size[1] > 65535)
    throw Failure("DICOM images have at most 65535 rows and columns; this volume is larger.");
  StoredPixels pixels;
  pixels.grid = volume.grid;
  const bool reversed = make_right_handed(pixels.grid);
  visit_voxels(volume, [&](auto voxels) {
    choose_scale(pixels, range_of(voxels), rounded);
    store(pixels, voxels, reversed);
  });
  choose_window(pixels);
  return pixels;
}

Volume volume_of(const StoredPixels& pixels, const std::string& unit) {
  if (pixels.slope == 1 && pixels.intercept == 0) {
    if (!pixels.is_signed) return make_volume(pixels.grid, pixels.words, unit);
    return make_volume(pixels.grid, std::vector<std::int16_t>(pixels.words.begin(), pixels.words.end()), unit);
  }
  std::vector<float> values(pixels.words.size());
  std::transform(pixels.words.begin(), pixels.words.end(), values.begin(),
                 [&](Uint16 word) { return static_cast<float>(output(pixels, word)); });
  return make_volume(pixels.grid, std::move(values), unit);
}

void put_pixel_module(DcmItem& item, const StoredPixels& pixels) {
  put(item, DCM_SamplesPerPixel, Uint16{1});
  put(item, DCM_PhotometricInterpretation, "MONOCHROME2");
  put(item, DCM_Rows, static_cast<Uint16>(pixels.grid.size[1]));
  put(item, DCM_Columns, static_cast<Uint16>(pixels.grid.size[0]));
  put(item, DCM_BitsAllocated, Uint16{16});
  put(item, DCM_BitsStored, Uint16{16});
  put(item, DCM_HighBit, Uint16{15});
  put(item, DCM_PixelRepresentation, static_cast<Uint16>(pixels.is_signed ? 1 : 0));
}

}  // namespace longview

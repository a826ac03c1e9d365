#include "imaging/reading/raw_image.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "imaging/core/failure.h"
#include "imaging/reading/raw_stream.h"
#include "imaging/reading/shear.h"
#include "imaging/reading/voxel_buffer.h"

namespace longview {
namespace {

// Deflate cannot make less than 1 byte of 1032 (zlib's technical notes): a smaller file does not hold what it declares.
constexpr double most_deflate_ratio = 1032;

double declared_bytes(const RawImage& image) {
  return static_cast<double>(image.size[0]) * image.size[1] * image.size[2] * static_cast<double>(image.volumes) *
         static_cast<double>(bytes_of(image.type));
}

VoxelType kept_type(StoredType type) {
  switch (type) {
    case StoredType::u8: return VoxelType::u8;
    case StoredType::i8: return VoxelType::i8;
    case StoredType::u16: return VoxelType::u16;
    case StoredType::i16: return VoxelType::i16;
    case StoredType::u32: return VoxelType::u32;
    case StoredType::i32: return VoxelType::i32;
    case StoredType::f32: return VoxelType::f32;
    default: return VoxelType::f64;
  }
}

template <class T>
void to_double(void* voxels, std::size_t count) {
  auto* in = static_cast<T*>(voxels);
  auto* out = static_cast<double*>(voxels);
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<double>(in[i]);
}

// 64-bit integers are label maps of numpy users: int32 where they fit, else double.
Volume from_64_bit(Volume volume, std::shared_ptr<void> buffer, StoredType type) {
  const std::size_t count = voxel_count(volume.grid);
  if (type == StoredType::u64)
    to_double<std::uint64_t>(buffer.get(), count);
  else
    to_double<std::int64_t>(buffer.get(), count);
  const auto* values = static_cast<const double*>(buffer.get());
  const bool fits = std::all_of(values, values + count, [](double v) { return std::abs(v) <= 2147483647.0; });
  if (!fits) return volume;
  std::vector<std::int32_t> small(count);
  std::transform(values, values + count, small.begin(), [](double v) { return static_cast<std::int32_t>(v); });
  return make_volume(volume.grid, std::move(small), volume.unit);
}

Volume rescaled(const Volume& stored, double slope, double intercept) {
  return visit_voxels(stored, [&](auto voxels) {
    std::vector<float> values(voxels.size());
    std::transform(voxels.begin(), voxels.end(), values.begin(),
                   [&](auto v) { return static_cast<float>(static_cast<double>(v) * slope + intercept); });
    return make_volume(stored.grid, std::move(values), stored.unit);
  });
}

}  // namespace

std::size_t bytes_of(StoredType type) {
  switch (type) {
    case StoredType::u8:
    case StoredType::i8: return 1;
    case StoredType::u16:
    case StoredType::i16: return 2;
    case StoredType::u32:
    case StoredType::i32:
    case StoredType::f32: return 4;
    default: return 8;
  }
}

bool is_sheared(const RawImage& image) { return shear_of(image.to_lps) > most_shear_ignored; }

Grid grid_of(const RawImage& image) {
  return is_sheared(image) ? grid_around(image.size, image.to_lps) : nearest_grid(image.size, image.to_lps);
}

void check(const RawImage& image) {
  const std::string where = "The file " + image.file.string();
  for (const double value : image.to_lps.linear)
    if (!std::isfinite(value)) throw Failure(where + " has a transform with values that are no numbers.");
  for (const double value : image.to_lps.offset)
    if (!std::isfinite(value)) throw Failure(where + " has an origin that is no number.");
  for (std::size_t c = 0; c < 3; ++c) {
    const double length = std::hypot(image.to_lps.linear[c], image.to_lps.linear[3 + c], image.to_lps.linear[6 + c]);
    if (!(length > 1e-6 && length < 1e4))
      throw Failure(where + " has a voxel size of " + std::to_string(length) + " mm along axis " +
                    std::to_string(c + 1) + ".");
  }
  const double volume = std::abs(determinant(image.to_lps.linear));
  if (!(volume > 1e-12)) throw Failure(where + " has a transform that flattens the image.");
  if (shear_of(image.to_lps) > most_shear_straightened)
    throw Failure(where + " has a transform that shears more than any scanner does: it is damaged.");
  std::error_code error;
  const auto actual = std::filesystem::file_size(image.data_file, error);
  if (error) throw Failure(where + " has its voxels in " + image.data_file.string() + ", which is not there.");
  const double needed =
      declared_bytes(image) + static_cast<double>(image.packing == Packing::stream ? 0 : image.data_offset);
  const double available = static_cast<double>(actual) * (image.packing == Packing::none ? 1 : most_deflate_ratio);
  if (needed > available)
    throw Failure(where + " is cut off or damaged: its header declares " + size_in_words(needed) + ", the file holds " +
                  (image.packing == Packing::none ? "" : "at most ") + size_in_words(available) + ".");
  check_memory(declared_bytes(image) / static_cast<double>(image.volumes), image.file);
  if (is_sheared(image)) check_memory(4 * static_cast<double>(voxel_count(grid_of(image))), image.file);
}

Volume read_voxels(const RawImage& image, const Progress& progress) {
  check(image);
  Grid grid = nearest_grid(image.size, image.to_lps);
  const std::size_t count = voxel_count(grid);
  std::shared_ptr<void> buffer = voxel_buffer(count * bytes_of(image.type));
  read_stored(image, buffer.get(), count * bytes_of(image.type), progress);
  if (image.swapped) swap_bytes(buffer.get(), count, bytes_of(image.type));
  Volume volume{grid, buffer, kept_type(image.type), {}};
  if (image.type == StoredType::u64 || image.type == StoredType::i64) volume = from_64_bit(volume, buffer, image.type);
  if (image.slope != 1 || image.intercept != 0) volume = rescaled(volume, image.slope, image.intercept);
  if (is_sheared(image)) volume = straightened(volume, image.to_lps);
  progress.report(1, "Reading");
  return volume;
}

}  // namespace longview

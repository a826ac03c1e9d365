#include "imaging/core/volume.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "imaging/core/failure.h"

namespace longview {

std::string_view name_of(VoxelType type) {
  switch (type) {
    case VoxelType::u8: return "uint8";
    case VoxelType::i8: return "int8";
    case VoxelType::u16: return "uint16";
    case VoxelType::i16: return "int16";
    case VoxelType::u32: return "uint32";
    case VoxelType::i32: return "int32";
    case VoxelType::f32: return "float32";
    case VoxelType::f64: return "float64";
  }
  return "unknown";
}

std::size_t bytes_of(VoxelType type) {
  switch (type) {
    case VoxelType::u8:
    case VoxelType::i8: return 1;
    case VoxelType::u16:
    case VoxelType::i16: return 2;
    case VoxelType::f64: return 8;
    default: return 4;
  }
}

template <class T>
Volume make_volume(const Grid& grid, std::vector<T> values, std::string unit) {
  if (values.size() != voxel_count(grid))
    throw Failure("A volume of " + std::to_string(voxel_count(grid)) + " voxels was given " +
                  std::to_string(values.size()) + " values.");
  auto owner = std::make_shared<const std::vector<T>>(std::move(values));
  return {grid, std::shared_ptr<const void>(owner, owner->data()), voxel_type_of<T>(), std::move(unit)};
}

template <class T>
std::span<const T> voxels_of(const Volume& volume) {
  if (!volume.voxels) throw Failure("This volume has no voxels yet; read the series first.");
  if (volume.type != voxel_type_of<T>())
    throw Failure("This volume holds " + std::string(name_of(volume.type)) + " voxels, not " +
                  std::string(name_of(voxel_type_of<T>())) + ".");
  return {static_cast<const T*>(volume.voxels.get()), voxel_count(volume.grid)};
}

#define LONGVIEW_VOXELS(T)                                                  \
  template Volume make_volume<T>(const Grid&, std::vector<T>, std::string); \
  template std::span<const T> voxels_of<T>(const Volume&);
LONGVIEW_VOXELS(std::uint8_t)
LONGVIEW_VOXELS(std::int8_t)
LONGVIEW_VOXELS(std::uint16_t)
LONGVIEW_VOXELS(std::int16_t)
LONGVIEW_VOXELS(std::uint32_t)
LONGVIEW_VOXELS(std::int32_t)
LONGVIEW_VOXELS(float)
LONGVIEW_VOXELS(double)
#undef LONGVIEW_VOXELS

Volume as_float(const Volume& volume) {
  if (volume.type == VoxelType::f32) return volume;
  return visit_voxels(volume, [&](auto voxels) {
    std::vector<float> values(voxels.size());
    std::transform(voxels.begin(), voxels.end(), values.begin(), [](auto v) { return static_cast<float>(v); });
    return make_volume(volume.grid, std::move(values), volume.unit);
  });
}

namespace {
std::size_t offset_of(const Grid& grid, const Size3& i) {
  return static_cast<std::size_t>(i[0]) +
         static_cast<std::size_t>(grid.size[0]) *
             (static_cast<std::size_t>(i[1]) + static_cast<std::size_t>(grid.size[1]) * static_cast<std::size_t>(i[2]));
}

template <class T>
double trilinear(std::span<const T> voxels, const Grid& grid, const Vec3& index) {
  Size3 low{}, high{};
  Vec3 f{};
  for (int c = 0; c < 3; ++c) {
    const double x = std::clamp(index[c], 0.0, grid.size[c] - 1.0);
    low[c] = static_cast<int>(x);
    high[c] = std::min(low[c] + 1, grid.size[c] - 1);
    f[c] = x - low[c];
  }
  double sum = 0;
  for (int n = 0; n < 8; ++n) {
    const Size3 i{n & 1 ? high[0] : low[0], n & 2 ? high[1] : low[1], n & 4 ? high[2] : low[2]};
    const double w = (n & 1 ? f[0] : 1 - f[0]) * (n & 2 ? f[1] : 1 - f[1]) * (n & 4 ? f[2] : 1 - f[2]);
    if (w > 0) sum += w * static_cast<double>(voxels[offset_of(grid, i)]);
  }
  return sum;
}
}  // namespace

double value_at(const Volume& volume, const Size3& index) {
  return visit_voxels(volume, [&](auto voxels) { return static_cast<double>(voxels[offset_of(volume.grid, index)]); });
}

double interpolate(const Volume& volume, const Vec3& index, double outside) {
  if (!contains(volume.grid, index)) return outside;
  return visit_voxels(volume, [&](auto voxels) { return trilinear(voxels, volume.grid, index); });
}

std::uint64_t content_hash(const Volume& volume) {
  std::uint64_t hash = 1469598103934665603ull;
  const auto mix = [&](const void* data, std::size_t bytes) {
    const auto* p = static_cast<const unsigned char*>(data);
    std::size_t i = 0;
    for (; i + 8 <= bytes; i += 8) {
      std::uint64_t word;
      std::memcpy(&word, p + i, 8);
      hash = (hash ^ word) * 1099511628211ull;
      hash ^= hash >> 29;
    }
    for (; i < bytes; ++i) hash = (hash ^ p[i]) * 1099511628211ull;
  };
  mix(volume.grid.size.data(), sizeof volume.grid.size);
  mix(volume.grid.spacing.data(), sizeof volume.grid.spacing);
  mix(volume.grid.origin.data(), sizeof volume.grid.origin);
  mix(volume.grid.direction.data(), sizeof volume.grid.direction);
  mix(&volume.type, sizeof volume.type);
  if (volume.voxels) mix(volume.voxels.get(), voxel_count(volume.grid) * bytes_of(volume.type));
  return hash;
}

std::uint64_t content_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

}  // namespace longview

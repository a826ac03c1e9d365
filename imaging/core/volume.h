// A scan in memory: a grid and its voxels, x fastest, one component, in the voxel type it came with.
// The voxels are shared and never change: copying a Volume copies a pointer.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "imaging/core/grid.h"

namespace longview {

enum class VoxelType { u8, i8, u16, i16, u32, i32, f32, f64 };

std::string_view name_of(VoxelType);
std::size_t bytes_of(VoxelType);

template <class T>
constexpr VoxelType voxel_type_of();
template <>
constexpr VoxelType voxel_type_of<std::uint8_t>() {
  return VoxelType::u8;
}
template <>
constexpr VoxelType voxel_type_of<std::int8_t>() {
  return VoxelType::i8;
}
template <>
constexpr VoxelType voxel_type_of<std::uint16_t>() {
  return VoxelType::u16;
}
template <>
constexpr VoxelType voxel_type_of<std::int16_t>() {
  return VoxelType::i16;
}
template <>
constexpr VoxelType voxel_type_of<std::uint32_t>() {
  return VoxelType::u32;
}
template <>
constexpr VoxelType voxel_type_of<std::int32_t>() {
  return VoxelType::i32;
}
template <>
constexpr VoxelType voxel_type_of<float>() {
  return VoxelType::f32;
}
template <>
constexpr VoxelType voxel_type_of<double>() {
  return VoxelType::f64;
}

struct Volume {
  Grid grid;
  std::shared_ptr<const void> voxels;  // voxel_count(grid) values of `type`; null only in a default Volume
  VoxelType type = VoxelType::f32;
  std::string unit;  // "HU", "1" for probabilities, "" where arbitrary (MR)
};

// A volume that takes the values over. Throws Failure if their number is not voxel_count(grid).
template <class T>
Volume make_volume(const Grid& grid, std::vector<T> values, std::string unit = {});

// The voxels as they are. Throws Failure if the volume holds another type.
template <class T>
std::span<const T> voxels_of(const Volume&);

// Calls f with the voxels as a span of their own type.
template <class F>
decltype(auto) visit_voxels(const Volume& volume, F&& f) {
  switch (volume.type) {
    case VoxelType::u8: return f(voxels_of<std::uint8_t>(volume));
    case VoxelType::i8: return f(voxels_of<std::int8_t>(volume));
    case VoxelType::u16: return f(voxels_of<std::uint16_t>(volume));
    case VoxelType::i16: return f(voxels_of<std::int16_t>(volume));
    case VoxelType::u32: return f(voxels_of<std::uint32_t>(volume));
    case VoxelType::i32: return f(voxels_of<std::int32_t>(volume));
    case VoxelType::f64: return f(voxels_of<double>(volume));
    case VoxelType::f32: break;
  }
  return f(voxels_of<float>(volume));
}

// The same grid with its voxels as float; shares the voxels where they are float already.
Volume as_float(const Volume&);

// Value at an integer index as double; the index must lie in the grid.
double value_at(const Volume&, const Size3& index);

// Trilinear value at a continuous index, clamped to the border within half a voxel; `outside` beyond it.
double interpolate(const Volume&, const Vec3& index, double outside = 0);

// A fast 64-bit hash (FNV-1a over words) of grid, type and voxels: for caches and "input unchanged" checks.
std::uint64_t content_hash(const Volume&);

// The same for a text (FNV-1a).
std::uint64_t content_hash(std::string_view text);

}  // namespace longview

#include "imaging/reading/dicom_planes.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "imaging/core/failure.h"
#include "imaging/reading/dicom_pixels.h"
#include "imaging/reading/parallel.h"
#include "imaging/reading/voxel_buffer.h"

namespace longview {
namespace {

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

// Planes of one file that one thread reads, so that a compressed file is opened once for many of them.
struct Run {
  std::size_t first = 0, count = 1;
};

std::vector<Run> runs_of(const std::vector<Plane>& planes) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < planes.size(); ++i) {
    const auto& layout = planes[i].header->layout;
    const bool costly = layout.encapsulated || layout.deflated;
    if (costly && i > 0 && planes[i].header == planes[i - 1].header)
      ++runs.back().count;
    else
      runs.push_back({i, 1});
  }
  return runs;
}

// Calls use(plane index, reader) for every plane.
template <class Use>
void for_each_plane(const std::vector<Plane>& planes, const Progress& progress, Use&& use) {
  const std::vector<Run> runs = runs_of(planes);
  std::atomic<std::size_t> done = 0;
  in_parallel(runs.size(), [&](std::size_t r) {
    FrameReader reader(*planes[runs[r].first].header);
    for (std::size_t i = runs[r].first; i < runs[r].first + runs[r].count; ++i) {
      progress.check();
      use(i, reader);
      if (const std::size_t n = ++done; n % 32 == 0)
        progress.report(static_cast<double>(n) / static_cast<double>(planes.size()), "Reading");
    }
  });
}

template <class Use>
decltype(auto) with_type(const FrameFormat& format, const void* values, Use&& use) {
  if (format.is_float && format.bytes_per_value == 8) return use(static_cast<const double*>(values));
  if (format.is_float) return use(static_cast<const float*>(values));
  if (format.bytes_per_value == 1)
    return format.is_signed ? use(static_cast<const std::int8_t*>(values))
                            : use(static_cast<const std::uint8_t*>(values));
  if (format.bytes_per_value == 2)
    return format.is_signed ? use(static_cast<const std::int16_t*>(values))
                            : use(static_cast<const std::uint16_t*>(values));
  return format.is_signed ? use(static_cast<const std::int32_t*>(values))
                          : use(static_cast<const std::uint32_t*>(values));
}

VoxelType stored_type(const FrameFormat& format) {
  return with_type(format, nullptr, [](auto values) {
    return voxel_type_of<std::remove_const_t<std::remove_pointer_t<decltype(values)>>>();
  });
}

bool whole_numbers(const std::vector<Plane>& planes) {
  const FrameFormat first = check_pixels(*planes[0].header);
  return std::all_of(planes.begin(), planes.end(), [&](const Plane& plane) {
    const DicomFrame& frame = plane.geometry();
    const DicomHeader& header = *plane.header;
    const bool same = static_cast<std::size_t>(header.bits_allocated) == first.bytes_per_value * 8 &&
                      header.is_signed == first.is_signed && header.layout.pixel_element == 0x10;
    return same && frame.slope == 1 && frame.intercept == std::round(frame.intercept) &&
           std::abs(frame.intercept) < 1e6;
  });
}

// Any slope: straight to float, a scratch plane a thread.
Volume read_as_float(const std::vector<Plane>& planes, const Grid& grid, const Progress& progress) {
  const std::size_t count = static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]);
  auto buffer = voxel_buffer(count * planes.size() * sizeof(float));
  auto* out = static_cast<float*>(buffer.get());
  for_each_plane(planes, progress, [&](std::size_t i, FrameReader& reader) {
    const FrameFormat format = check_pixels(*planes[i].header);
    thread_local std::vector<double> scratch;
    scratch.resize(count);
    reader.read(planes[i].frame, scratch.data());
    const double slope = planes[i].geometry().slope, intercept = planes[i].geometry().intercept;
    with_type(format, scratch.data(), [&](const auto* values) {
      for (std::size_t n = 0; n < count; ++n)
        out[i * count + n] = static_cast<float>(static_cast<double>(values[n]) * slope + intercept);
    });
  });
  return {grid, buffer, VoxelType::f32, {}};
}

bool holds(VoxelType type, const Range& range) {
  const auto within = [&](auto value) {
    using Limits = std::numeric_limits<decltype(value)>;
    return range.low >= static_cast<double>(Limits::lowest()) && range.high <= static_cast<double>(Limits::max());
  };
  switch (type) {
    case VoxelType::u8: return within(std::uint8_t{});
    case VoxelType::i8: return within(std::int8_t{});
    case VoxelType::u16: return within(std::uint16_t{});
    case VoxelType::i16: return within(std::int16_t{});
    case VoxelType::u32: return within(std::uint32_t{});
    case VoxelType::i32: return within(std::int32_t{});
    default: return true;
  }
}

VoxelType type_for(VoxelType stored, const Range& range) {
  const std::vector<VoxelType> same_width = bytes_of(stored) == 1   ? std::vector{VoxelType::u8, VoxelType::i8}
                                            : bytes_of(stored) == 2 ? std::vector{VoxelType::i16, VoxelType::u16}
                                                                    : std::vector{VoxelType::i32, VoxelType::u32};
  if (holds(stored, range)) return stored;
  for (const VoxelType type : same_width)
    if (holds(type, range)) return type;
  return holds(VoxelType::i32, range) ? VoxelType::i32 : VoxelType::f64;
}

// Adds each plane's intercept in place: the words wrap around and come out right, because the sum fits its new type.
template <class Word>
void add_in_place(Word* values, std::size_t count, std::int64_t intercept) {
  const auto added = static_cast<Word>(intercept);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<Word>(values[i] + added);
}

template <class Out>
Volume widened(const void* stored, const FrameFormat& format, const std::vector<Plane>& planes, const Grid& grid) {
  const std::size_t count = voxel_count(grid) / planes.size();
  auto buffer = voxel_buffer(voxel_count(grid) * sizeof(Out));
  auto* out = static_cast<Out*>(buffer.get());
  with_type(format, stored, [&](const auto* values) {
    in_parallel(planes.size(), [&](std::size_t p) {
      const double intercept = planes[p].geometry().intercept;
      for (std::size_t i = p * count; i < (p + 1) * count; ++i)
        out[i] = static_cast<Out>(static_cast<double>(values[i]) + intercept);
    });
  });
  return {grid, buffer, voxel_type_of<Out>(), {}};
}

void add_intercepts(void* stored, std::size_t width, const std::vector<Plane>& planes, std::size_t count) {
  in_parallel(planes.size(), [&](std::size_t p) {
    const auto intercept = static_cast<std::int64_t>(planes[p].geometry().intercept);
    if (intercept == 0) return;
    if (width == 1)
      add_in_place(static_cast<std::uint8_t*>(stored) + p * count, count, intercept);
    else if (width == 2)
      add_in_place(static_cast<std::uint16_t*>(stored) + p * count, count, intercept);
    else
      add_in_place(static_cast<std::uint32_t*>(stored) + p * count, count, intercept);
  });
}

// Slope 1 and whole intercepts: the stored words stay where they are.
Volume read_as_integers(const std::vector<Plane>& planes, const Grid& grid, const Progress& progress) {
  const FrameFormat format = check_pixels(*planes[0].header);
  const std::size_t count = static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]);
  auto buffer = voxel_buffer(count * planes.size() * format.bytes_per_value);
  auto* bytes = static_cast<std::uint8_t*>(buffer.get());
  std::vector<Range> ranges(planes.size());
  for_each_plane(planes, progress, [&](std::size_t i, FrameReader& reader) {
    std::uint8_t* plane = bytes + i * count * format.bytes_per_value;
    reader.read(planes[i].frame, plane);
    const double intercept = planes[i].geometry().intercept;
    if (intercept == 0) return;
    with_type(format, plane, [&](const auto* values) {
      auto low = values[0], high = values[0];
      for (std::size_t n = 0; n < count; ++n) low = std::min(low, values[n]), high = std::max(high, values[n]);
      ranges[i] = {static_cast<double>(low) + intercept, static_cast<double>(high) + intercept};
    });
  });
  Range range;
  bool shifted = false;
  for (std::size_t i = 0; i < planes.size(); ++i) {
    shifted |= planes[i].geometry().intercept != 0;
    range = {std::min(range.low, ranges[i].low), std::max(range.high, ranges[i].high)};
  }
  const VoxelType stored = stored_type(format);
  if (!shifted) return {grid, buffer, stored, {}};
  const VoxelType type = type_for(stored, range);
  if (bytes_of(type) != format.bytes_per_value)
    return type == VoxelType::i32 ? widened<std::int32_t>(bytes, format, planes, grid)
                                  : widened<double>(bytes, format, planes, grid);
  add_intercepts(bytes, format.bytes_per_value, planes, count);
  return {grid, buffer, type, {}};
}

}  // namespace

Volume read_planes(const std::vector<Plane>& planes, const Grid& grid, const Progress& progress) {
  return whole_numbers(planes) ? read_as_integers(planes, grid, progress) : read_as_float(planes, grid, progress);
}

}  // namespace longview

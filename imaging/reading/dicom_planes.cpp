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
void for_each_plane(const std::vector<Plane>& planes, SpareBits spare, const Progress& progress, Use&& use) {
  const std::vector<Run> runs = runs_of(planes);
  std::atomic<std::size_t> done = 0;
  in_parallel(runs.size(), [&](std::size_t r) {
    FrameReader reader(*planes[runs[r].first].header, spare);
    for (std::size_t i = runs[r].first; i < runs[r].first + runs[r].count; ++i) {
      progress.check();
      use(i, reader);
      if (const std::size_t n = ++done; n % 32 == 0)
        progress.report(static_cast<double>(n) / static_cast<double>(planes.size()), "Reading");
    }
  });
}

template <class Use>
decltype(auto) with_integer_type(const FrameFormat& format, void* values, Use&& use) {
  if (format.bytes_per_value == 1)
    return format.is_signed ? use(static_cast<std::int8_t*>(values)) : use(static_cast<std::uint8_t*>(values));
  if (format.bytes_per_value == 2)
    return format.is_signed ? use(static_cast<std::int16_t*>(values)) : use(static_cast<std::uint16_t*>(values));
  return format.is_signed ? use(static_cast<std::int32_t*>(values)) : use(static_cast<std::uint32_t*>(values));
}

template <class Use>
decltype(auto) with_type(const FrameFormat& format, void* values, Use&& use) {
  if (format.is_float && format.bytes_per_value == 8) return use(static_cast<double*>(values));
  if (format.is_float) return use(static_cast<float*>(values));
  return with_integer_type(format, values, std::forward<Use>(use));
}

VoxelType stored_type(const FrameFormat& format) {
  return with_type(format, nullptr,
                   [](auto values) { return voxel_type_of<std::remove_pointer_t<decltype(values)>>(); });
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
Volume read_as_float(const std::vector<Plane>& planes, const Grid& grid, SpareBits spare, const Progress& progress) {
  const std::size_t count = static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]);
  auto buffer = voxel_buffer(count * planes.size() * sizeof(float));
  auto* out = static_cast<float*>(buffer.get());
  for_each_plane(planes, spare, progress, [&](std::size_t i, FrameReader& reader) {
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

// Adds the intercept in place and returns the range of the true sums. Words wrap around, which loses nothing: where the
// sums fit no type of this width they are widened from the wrapped ones. Lanes of a fixed number let gcc vectorise at
// -O2.
template <class T>
Range add_in_place(T* values, std::size_t count, std::int64_t intercept) {
  using Word = std::make_unsigned_t<T>;
  constexpr std::size_t lanes = 32;
  const auto added = static_cast<Word>(intercept);
  T lows[lanes], highs[lanes];
  std::fill_n(lows, lanes, values[0]);
  std::fill_n(highs, lanes, values[0]);
  const auto take = [&](T& value, std::size_t lane) {
    lows[lane] = std::min(lows[lane], value);
    highs[lane] = std::max(highs[lane], value);
    value = static_cast<T>(static_cast<Word>(static_cast<Word>(value) + added));
  };
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) take(values[i + lane], lane);
  for (; i < count; ++i) take(values[i], 0);
  const auto shift = static_cast<double>(intercept);
  return {static_cast<double>(*std::min_element(lows, lows + lanes)) + shift,
          static_cast<double>(*std::max_element(highs, highs + lanes)) + shift};
}

Range add_in_place(const FrameFormat& format, void* plane, std::size_t count, std::int64_t intercept) {
  return with_integer_type(format, plane, [&](auto* values) { return add_in_place(values, count, intercept); });
}

// From the wrapped sums: the stored value comes back by taking the intercept off again.
template <class Out>
Volume widened(void* wrapped, const FrameFormat& format, const std::vector<Plane>& planes, const Grid& grid) {
  const std::size_t count = voxel_count(grid) / planes.size();
  auto buffer = voxel_buffer(voxel_count(grid) * sizeof(Out));
  auto* out = static_cast<Out*>(buffer.get());
  with_integer_type(format, wrapped, [&](auto* values) {
    using T = std::remove_pointer_t<decltype(values)>;
    using Word = std::make_unsigned_t<T>;
    in_parallel(planes.size(), [&](std::size_t p) {
      const auto intercept = static_cast<std::int64_t>(planes[p].geometry().intercept);
      for (std::size_t i = p * count; i < (p + 1) * count; ++i) {
        const auto stored =
            static_cast<T>(static_cast<Word>(static_cast<Word>(values[i]) - static_cast<Word>(intercept)));
        out[i] = static_cast<Out>(static_cast<double>(stored) + static_cast<double>(intercept));
      }
    });
  });
  return {grid, buffer, voxel_type_of<Out>(), {}};
}

// Slope 1 and whole intercepts: the stored words stay where they are.
Volume read_as_integers(const std::vector<Plane>& planes, const Grid& grid, SpareBits spare, const Progress& progress) {
  const FrameFormat format = check_pixels(*planes[0].header);
  const std::size_t count = static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]);
  auto buffer = voxel_buffer(count * planes.size() * format.bytes_per_value);
  auto* bytes = static_cast<std::uint8_t*>(buffer.get());
  std::vector<Range> ranges(planes.size());
  const bool shifted =
      std::any_of(planes.begin(), planes.end(), [](const Plane& plane) { return plane.geometry().intercept != 0; });
  for_each_plane(planes, spare, progress, [&](std::size_t i, FrameReader& reader) {
    std::uint8_t* plane = bytes + i * count * format.bytes_per_value;
    reader.read(planes[i].frame, plane);
    if (shifted)
      ranges[i] = add_in_place(format, plane, count, static_cast<std::int64_t>(planes[i].geometry().intercept));
  });
  const VoxelType stored = stored_type(format);
  if (!shifted) return {grid, buffer, stored, {}};
  Range range;
  for (const Range& r : ranges) range = {std::min(range.low, r.low), std::max(range.high, r.high)};
  const VoxelType type = type_for(stored, range);
  if (bytes_of(type) != format.bytes_per_value)
    return type == VoxelType::i32 ? widened<std::int32_t>(bytes, format, planes, grid)
                                  : widened<double>(bytes, format, planes, grid);
  return {grid, buffer, type, {}};
}

// How the words of a signed image use the bits above the stored ones.
struct BitUse {
  bool beyond = false;    // values that need more bits than the header states
  bool negative = false;  // negative values, sign extended
};

BitUse bit_use(const std::int16_t* words, std::size_t count, int stored) {
  const int most = (1 << stored) - 1, least = -(1 << (stored - 1));
  BitUse use;
  for (std::size_t i = 0; i < count; ++i) {
    use.beyond |= words[i] > most || words[i] < least;
    use.negative |= words[i] < 0 && words[i] >= least;
  }
  return use;
}

// Some scanners state 12 bits and store values of 13 (neurolabusc/dcm_qa_12bit): cutting those off would turn bright
// into dark. A signed image whose words use more bits, or hold sign-extended negatives, means its words as they are.
SpareBits use_of_spare_bits(const std::vector<Plane>& planes, const Progress& progress) {
  const DicomHeader& first = *planes[0].header;
  const bool may = first.is_signed && first.bits_allocated == 16 && first.bits_stored < 16 &&
                   first.high_bit == first.bits_stored - 1 && !first.overlay_in_pixels;
  if (!may) return SpareBits::dropped;
  std::atomic<bool> kept = false;
  for_each_plane(planes, SpareBits::kept, progress, [&](std::size_t i, FrameReader& reader) {
    const DicomHeader& header = *planes[i].header;
    if (kept || header.bits_allocated != 16) return;
    std::vector<std::int16_t> words(static_cast<std::size_t>(header.rows) * static_cast<std::size_t>(header.columns));
    reader.read(planes[i].frame, words.data());
    const BitUse use = bit_use(words.data(), words.size(), header.bits_stored);
    if (use.beyond || use.negative) kept = true;
  });
  return kept ? SpareBits::kept : SpareBits::dropped;
}

}  // namespace

Volume read_planes(const std::vector<Plane>& planes, const Grid& grid, const Progress& progress) {
  const SpareBits spare = use_of_spare_bits(planes, progress);
  return whole_numbers(planes) ? read_as_integers(planes, grid, spare, progress)
                               : read_as_float(planes, grid, spare, progress);
}

}  // namespace longview

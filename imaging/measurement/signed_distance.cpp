// The border of a mask is taken as the faces of its voxels, so the distance of a voxel centre to the border is that to
// the nearest voxel cell (a box) of the other kind: never below half the smallest spacing, and without a jump across
// the border. Boxes keep the transform separable: along an axis, the distance to a cell is that to its nearer end,
// and 0 within the cell's own row.
#include <algorithm>
#include <cmath>
#include <limits>

#include "imaging/measurement/distances.h"
#include "imaging/measurement/private/lower_envelope.h"
#include "imaging/measurement/private/mask.h"
#include "imaging/measurement/private/parallel.h"

namespace longview {

namespace {

constexpr float far = std::numeric_limits<float>::infinity();
constexpr int block = 16;  // neighbouring lines taken together: a cache line of floats

// Squared distance within the row to the nearest cell of the other kind; negative for inside voxels.
void along_rows(const std::uint8_t* inside, float* squared, int size, double spacing) {
  const auto gap = [&](int steps) { return static_cast<float>(std::pow((steps - 0.5) * spacing, 2)); };
  int other[2] = {-1, -1};  // the last voxel seen of kind 0 and 1
  for (int i = 0; i < size; ++i) {
    other[inside[i]] = i;
    const int from = other[1 - inside[i]];
    squared[i] = from < 0 ? far : gap(i - from);
  }
  other[0] = other[1] = size;
  for (int i = size - 1; i >= 0; --i) {
    other[inside[i]] = i;
    const int from = other[1 - inside[i]];
    if (from < size) squared[i] = std::min(squared[i], gap(from - i));
    if (inside[i]) squared[i] = -squared[i];
  }
}

// One line of signed squared distances, for the voxels of one kind (sign +1 outside, -1 inside).
void along_line(std::vector<float>& line, std::vector<float>& result, float sign, double spacing,
                LowerEnvelope& envelope) {
  const int size = static_cast<int>(line.size());
  const auto value = [&](int i) { return std::max(0.F, sign * line[static_cast<std::size_t>(i)]); };  // 0: other kind
  envelope.clear();
  for (int end = 0; end <= size; ++end) {  // the ends of cells
    const float lowest = std::min(end > 0 ? value(end - 1) : far, end < size ? value(end) : far);
    if (lowest < far) envelope.add((end - 0.5) * spacing, lowest);
  }
  if (envelope.empty()) return;
  for (int i = 0; i < size; ++i) {
    const float own = value(i);
    if (own > 0)
      result[static_cast<std::size_t>(i)] = sign * std::min(own, static_cast<float>(envelope.at(i * spacing)));
  }
}

// All lines along an axis that start at voxels first, first + 1, ..., first + count - 1.
void along_lines(float* squared, std::size_t first, int count, std::size_t stride, int size, double spacing) {
  thread_local LowerEnvelope envelope;
  thread_local std::vector<float> line, result, lines;
  const auto length = static_cast<std::size_t>(size);
  line.resize(length), lines.resize(length * block);
  for (std::size_t n = 0; n < length; ++n) std::copy_n(squared + first + n * stride, count, lines.data() + n * block);
  for (int c = 0; c < count; ++c) {
    bool any_inside = false, any_outside = false;
    for (std::size_t n = 0; n < length; ++n) {
      line[n] = lines[n * block + static_cast<std::size_t>(c)];
      (line[n] < 0 ? any_inside : any_outside) = true;
    }
    result = line;
    if (any_outside) along_line(line, result, 1, spacing, envelope);
    if (any_inside) along_line(line, result, -1, spacing, envelope);
    for (std::size_t n = 0; n < length; ++n) lines[n * block + static_cast<std::size_t>(c)] = result[n];
  }
  for (std::size_t n = 0; n < length; ++n) std::copy_n(lines.data() + n * block, count, squared + first + n * stride);
}

}  // namespace

Volume signed_distance(const Volume& mask) {
  const auto inside = inside_of(mask);
  const Grid& grid = mask.grid;
  const auto [nx, ny, nz] = grid.size;
  const auto row = static_cast<std::size_t>(nx), slice = row * static_cast<std::size_t>(ny);
  const auto slices = static_cast<std::size_t>(nz);
  std::vector<float> squared(inside.size());
  for_each_parallel(slices, [&](std::size_t k) {
    for (int j = 0; j < ny; ++j) {
      const std::size_t at = k * slice + static_cast<std::size_t>(j) * row;
      along_rows(inside.data() + at, squared.data() + at, nx, grid.spacing[0]);
    }
    for (int i = 0; i < nx && ny > 1; i += block)
      along_lines(squared.data(), k * slice + static_cast<std::size_t>(i), std::min(block, nx - i), row, ny,
                  grid.spacing[1]);
  });
  const std::size_t blocks = nz > 1 ? (slice + block - 1) / block : 0;
  for_each_parallel(blocks, [&](std::size_t b) {
    along_lines(squared.data(), b * block, static_cast<int>(std::min<std::size_t>(block, slice - b * block)), slice, nz,
                grid.spacing[2]);
  });
  for_each_parallel(slices, [&](std::size_t k) {
    for (std::size_t n = k * slice; n < (k + 1) * slice; ++n)
      squared[n] = std::copysign(std::sqrt(std::abs(squared[n])), squared[n]);
  });
  return make_volume(grid, std::move(squared), "mm");
}

}  // namespace longview

// Private to preparation: morphology of masks (uint8 volumes, 0 or 1) in millimetres, and their pieces.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "imaging/core/volume.h"

namespace longview {

using Mask = std::vector<std::uint8_t>;

// All voxels within `mm` of the mask (negative: those deeper than that inside it), by the exact distance.
Volume grown(const Volume& mask, double mm);
// Shrunk, then grown: thin bridges and small pieces go.
Volume opened(const Volume& mask, double mm);
// Grown, then shrunk: narrow clefts close. Beyond the grid's edge nothing is eaten away.
Volume closed(const Volume& mask, double mm);

// The largest piece, joined by faces. An empty mask stays empty.
Volume largest_piece(const Volume& mask);
// The piece that holds the voxel `seed` (an offset); nothing if that voxel is not set.
Volume piece_at(const Volume& mask, std::size_t seed);
// With holes that do not reach the grid's edge filled.
Volume without_holes(const Volume& mask);
// The same slice by slice across the axis with the coarsest spacing: for scans that end within the head.
Volume filled_by_slice(const Volume& mask);

std::size_t count(const Volume& mask);
// 1 where `keep(offset)` holds.
template <class Keep>
Volume mask_where(const Grid& grid, Keep&& keep) {
  Mask result(voxel_count(grid));
  for (std::size_t n = 0; n < result.size(); ++n) result[n] = keep(n) ? 1 : 0;
  return make_volume(grid, std::move(result));
}

}  // namespace longview

#include "imaging/preparation/private/mask_tools.h"

#include <algorithm>
#include <array>

#include "imaging/measurement/distances.h"

namespace longview {

namespace {
struct Neighbours {
  Size3 size;
  std::array<std::size_t, 3> stride;

  explicit Neighbours(const Grid& grid)
      : size(grid.size),
        stride{1, static_cast<std::size_t>(grid.size[0]),
               static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1])} {}

  // Calls visit(offset) for each face neighbour of voxel n along the axes below `axes` that are not `skip`.
  template <class Visit>
  void each(std::size_t n, int skip, Visit&& visit) const {
    const std::array<std::size_t, 3> at{n % stride[1], n / stride[1] % static_cast<std::size_t>(size[1]),
                                        n / stride[2]};
    for (std::size_t c = 0; c < 3; ++c) {
      if (static_cast<int>(c) == skip) continue;
      if (at[c] > 0) visit(n - stride[c]);
      if (at[c] + 1 < static_cast<std::size_t>(size[c])) visit(n + stride[c]);
    }
  }

  bool on_edge(std::size_t n, int skip) const {
    const std::array<std::size_t, 3> at{n % stride[1], n / stride[1] % static_cast<std::size_t>(size[1]),
                                        n / stride[2]};
    for (std::size_t c = 0; c < 3; ++c)
      if (static_cast<int>(c) != skip && (at[c] == 0 || at[c] + 1 == static_cast<std::size_t>(size[c]))) return true;
    return false;
  }
};

// Sets mark[n] = value for all voxels joined to the start voxels in `queue` where inside[n] == wanted; returns how
// many.
std::size_t flood(const Neighbours& near, std::span<const std::uint8_t> inside, std::uint8_t wanted, int skip,
                  std::vector<std::size_t>& queue, std::vector<int>& mark, int value) {
  std::size_t found = queue.size();
  for (const std::size_t n : queue) mark[n] = value;
  while (!queue.empty()) {
    const std::size_t n = queue.back();
    queue.pop_back();
    near.each(n, skip, [&](std::size_t m) {
      if (mark[m] != 0 || (inside[m] != 0) != (wanted != 0)) return;
      mark[m] = value;
      ++found;
      queue.push_back(m);
    });
  }
  return found;
}

Volume filled_across(const Volume& mask, int skip) {
  const auto inside = voxels_of<std::uint8_t>(mask);
  const Neighbours near(mask.grid);
  std::vector<int> outside(inside.size(), 0);
  std::vector<std::size_t> queue;
  for (std::size_t n = 0; n < inside.size(); ++n)
    if (!inside[n] && near.on_edge(n, skip)) queue.push_back(n);
  flood(near, inside, 0, skip, queue, outside, 1);
  return mask_where(mask.grid, [&](std::size_t n) { return outside[n] == 0; });
}
}  // namespace

Volume grown(const Volume& mask, double mm) {
  const Volume distance = signed_distance(mask);
  const auto d = voxels_of<float>(distance);
  const auto limit = static_cast<float>(mm);
  return mask_where(mask.grid, [&](std::size_t n) { return d[n] <= limit; });
}

Volume opened(const Volume& mask, double mm) { return grown(grown(mask, -mm), mm); }

Volume closed(const Volume& mask, double mm) {
  const Volume outside = grown(mask, mm);
  const Volume distance = signed_distance(outside);
  const auto d = voxels_of<float>(distance);
  const auto old = voxels_of<std::uint8_t>(mask);
  return mask_where(mask.grid, [&](std::size_t n) { return old[n] != 0 || d[n] < -mm; });
}

Volume largest_piece(const Volume& mask) {
  const auto inside = voxels_of<std::uint8_t>(mask);
  const Neighbours near(mask.grid);
  std::vector<int> piece(inside.size(), 0);
  std::vector<std::size_t> queue;
  std::size_t most = 0;
  int best = -1, next = 0;
  for (std::size_t n = 0; n < inside.size(); ++n) {
    if (!inside[n] || piece[n] != 0) continue;
    queue.assign(1, n);
    const std::size_t size = flood(near, inside, 1, -1, queue, piece, ++next);
    if (size > most) {
      most = size;
      best = next;
    }
  }
  return mask_where(mask.grid, [&](std::size_t n) { return piece[n] == best; });
}

Volume piece_at(const Volume& mask, std::size_t seed) {
  const auto inside = voxels_of<std::uint8_t>(mask);
  std::vector<int> piece(inside.size(), 0);
  std::vector<std::size_t> queue;
  if (seed < inside.size() && inside[seed]) queue.push_back(seed);
  flood(Neighbours(mask.grid), inside, 1, -1, queue, piece, 1);
  return mask_where(mask.grid, [&](std::size_t n) { return piece[n] == 1; });
}

Volume without_holes(const Volume& mask) { return filled_across(mask, -1); }

Volume filled_by_slice(const Volume& mask) {
  const auto& spacing = mask.grid.spacing;
  return filled_across(mask, static_cast<int>(std::max_element(spacing.begin(), spacing.end()) - spacing.begin()));
}

std::size_t count(const Volume& mask) {
  const auto inside = voxels_of<std::uint8_t>(mask);
  return static_cast<std::size_t>(std::count_if(inside.begin(), inside.end(), [](auto v) { return v != 0; }));
}

}  // namespace longview

// Cavities of rims that are ragged: what is enclosed in nearly all directions is inside.
#include <algorithm>
#include <array>

#include "networks/baselines/masks.h"

namespace longview {

namespace {

// The mask's own box of a grid, as bytes with x fastest.
struct Box {
  Size3 first{}, size{};
  std::vector<std::uint8_t> voxels;

  std::size_t at(int i, int j, int k) const {
    return (std::size_t(k) * std::size_t(size[1]) + std::size_t(j)) * std::size_t(size[0]) + std::size_t(i);
  }
};

std::size_t offset(const Grid& grid, int i, int j, int k) {
  return (std::size_t(k) * std::size_t(grid.size[1]) + std::size_t(j)) * std::size_t(grid.size[0]) + std::size_t(i);
}

// Calls f(box offset, grid offset) for each voxel of the box.
template <class F>
void each(const Box& box, const Grid& grid, F&& f) {
  for (int k = 0; k < box.size[2]; ++k)
    for (int j = 0; j < box.size[1]; ++j)
      for (int i = 0; i < box.size[0]; ++i)
        f(box.at(i, j, k), offset(grid, i + box.first[0], j + box.first[1], k + box.first[2]));
}

Box box_of(const Volume& mask) {
  const auto values = voxels_of<std::uint8_t>(mask);
  Size3 low = mask.grid.size, high{-1, -1, -1};
  for (int k = 0; k < mask.grid.size[2]; ++k)
    for (int j = 0; j < mask.grid.size[1]; ++j)
      for (int i = 0; i < mask.grid.size[0]; ++i) {
        if (!values[offset(mask.grid, i, j, k)]) continue;
        low = {std::min(low[0], i), std::min(low[1], j), std::min(low[2], k)};
        high = {std::max(high[0], i), std::max(high[1], j), std::max(high[2], k)};
      }
  Box box;
  if (high[0] < 0) return box;
  box.first = low;
  box.size = {high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1};
  box.voxels.resize(std::size_t(box.size[0]) * std::size_t(box.size[1]) * std::size_t(box.size[2]));
  each(box, mask.grid, [&](std::size_t here, std::size_t there) { box.voxels[here] = values[there]; });
  return box;
}

// 1 where a ray along `step` meets the mask: each voxel asks its neighbour, the far ones first.
std::vector<std::uint8_t> met(const Box& box, const Size3& step) {
  std::vector<std::uint8_t> hit(box.voxels.size());
  const auto order = [&](int axis, int n) {
    return step[std::size_t(axis)] > 0 ? box.size[std::size_t(axis)] - 1 - n : n;
  };
  for (int c = 0; c < box.size[2]; ++c)
    for (int b = 0; b < box.size[1]; ++b)
      for (int a = 0; a < box.size[0]; ++a) {
        const int i = order(0, a), j = order(1, b), k = order(2, c);
        const int x = i + step[0], y = j + step[1], z = k + step[2];
        if (x < 0 || y < 0 || z < 0 || x >= box.size[0] || y >= box.size[1] || z >= box.size[2]) continue;
        hit[box.at(i, j, k)] = box.voxels[box.at(x, y, z)] || hit[box.at(x, y, z)];
      }
  return hit;
}

}  // namespace

Volume filled(const Volume& mask) {
  constexpr int of_a_plane = 7, of_all = 19;
  const Box box = box_of(mask);
  std::vector<std::array<std::uint8_t, 4>> hits(box.voxels.size());  // planes across x, y, z; all directions
  for (int k = -1; k <= 1; ++k)
    for (int j = -1; j <= 1; ++j)
      for (int i = -1; i <= 1; ++i) {
        if (i == 0 && j == 0 && k == 0) continue;
        const auto hit = met(box, {i, j, k});
        for (std::size_t v = 0; v < hit.size(); ++v) {
          if (!hit[v]) continue;
          hits[v][0] += i == 0;
          hits[v][1] += j == 0;
          hits[v][2] += k == 0;
          hits[v][3] += 1;
        }
      }
  const auto old = voxels_of<std::uint8_t>(mask);
  std::vector<std::uint8_t> values(old.begin(), old.end());
  each(box, mask.grid, [&](std::size_t here, std::size_t there) {
    const auto& h = hits[here];
    if (std::max({h[0], h[1], h[2]}) >= of_a_plane || h[3] >= of_all) values[there] = 1;
  });
  return make_volume(mask.grid, std::move(values));
}

}  // namespace longview

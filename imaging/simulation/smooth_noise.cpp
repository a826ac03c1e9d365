#include "imaging/simulation/private/smooth_noise.h"

#include <algorithm>
#include <array>

namespace longview {

namespace {
// Where the lattice is seen from along one axis: four neighbours of each voxel and their weights.
struct Taps {
  int lattice = 0;
  std::vector<int> first;
  std::vector<std::array<float, 4>> weight;
};

Taps taps_of(int size, double spacing, double correlation, double shift) {
  Taps taps;
  taps.lattice = static_cast<int>((size - 1) * spacing / correlation + shift) + 4;
  // The mean over a cell of the sum of squared B-spline weights is 0.4794: sd 1 after it is divided out.
  constexpr double deviation = 0.69239;
  for (int i = 0; i < size; ++i) {
    const double at = i * spacing / correlation + shift;
    const int cell = static_cast<int>(at);
    const double t = at - cell, s = 1 - t;
    taps.first.push_back(cell);
    taps.weight.push_back({static_cast<float>(s * s * s / 6 / deviation),
                           static_cast<float>((3 * t * t * t - 6 * t * t + 4) / 6 / deviation),
                           static_cast<float>((3 * s * s * s - 6 * s * s + 4) / 6 / deviation),
                           static_cast<float>(t * t * t / 6 / deviation)});
  }
  return taps;
}

// `in` has the shape inner x taps.lattice x outer; the middle axis becomes voxels.
std::vector<float> along(const std::vector<float>& in, std::size_t inner, const Taps& taps, std::size_t outer) {
  const auto lattice = static_cast<std::size_t>(taps.lattice), size = taps.first.size();
  std::vector<float> out(inner * size * outer);
  for (std::size_t o = 0; o < outer; ++o)
    for (std::size_t v = 0; v < size; ++v) {
      const float* from = in.data() + (o * lattice + static_cast<std::size_t>(taps.first[v])) * inner;
      float* to = out.data() + (o * size + v) * inner;
      const auto& w = taps.weight[v];
      for (std::size_t i = 0; i < inner; ++i)
        to[i] = w[0] * from[i] + w[1] * from[i + inner] + w[2] * from[i + 2 * inner] + w[3] * from[i + 3 * inner];
    }
  return out;
}
}  // namespace

std::vector<float> smooth_noise(const Grid& grid, double correlation_mm, Draws draws) {
  std::array<Taps, 3> taps;
  for (std::size_t a = 0; a < 3; ++a) taps[a] = taps_of(grid.size[a], grid.spacing[a], correlation_mm, draws.uniform());
  std::array<std::size_t, 3> lattice{};
  for (std::size_t a = 0; a < 3; ++a) lattice[a] = static_cast<std::size_t>(taps[a].lattice);
  std::vector<float> field(lattice[0] * lattice[1] * lattice[2]);
  for (float& value : field) value = static_cast<float>(draws.normal());
  field = along(field, 1, taps[0], lattice[1] * lattice[2]);
  field = along(field, taps[0].first.size(), taps[1], lattice[2]);
  return along(field, taps[0].first.size() * taps[1].first.size(), taps[2], 1);
}

}  // namespace longview

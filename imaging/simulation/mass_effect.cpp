#include "imaging/simulation/private/mass_effect.h"

#include <algorithm>
#include <cmath>

#include "imaging/registration/private/parallel.h"
#include "imaging/simulation/private/potential.h"

namespace longview {

namespace {
// Means over blocks of step^3 fine voxels.
Field coarse(const Volume& volume, int step, const Size3& size) {
  const Volume values = as_float(volume);
  const auto fine = voxels_of<float>(values);
  const Size3& full = volume.grid.size;
  Field sum(cells_of(size), 0);
  for (int k = 0; k < full[2]; ++k)
    for (int j = 0; j < full[1]; ++j) {
      const std::size_t row =
          (static_cast<std::size_t>(k) * static_cast<std::size_t>(full[1]) + static_cast<std::size_t>(j)) *
          static_cast<std::size_t>(full[0]);
      const std::size_t to = (static_cast<std::size_t>(k / step) * static_cast<std::size_t>(size[1]) +
                              static_cast<std::size_t>(j / step)) *
                             static_cast<std::size_t>(size[0]);
      for (int i = 0; i < full[0]; ++i)
        sum[to + static_cast<std::size_t>(i / step)] += fine[row + static_cast<std::size_t>(i)];
    }
  const float per = 1.0F / static_cast<float>(step * step * step);
  for (float& value : sum) value *= per;
  return sum;
}

}  // namespace

double Displacement::peak_mm() const {
  double peak = 0;
  for (std::size_t n = 0; n < along[0].size(); ++n) {
    double sum = 0;
    for (std::size_t a = 0; a < 3; ++a) sum += std::pow(along[a][n] * fine.spacing[a], 2);
    peak = std::max(peak, sum);
  }
  return std::sqrt(peak);
}

Displacement Displacement::scaled(double factor) const {
  Displacement result = *this;
  for (auto& field : result.along)
    for (float& value : field) value *= static_cast<float>(factor);
  return result;
}

Displacement push_of(const Volume& density, const TissueField& tissue, const Volume& brain) {
  Displacement push{.fine = density.grid};
  push.step = std::max(
      1, static_cast<int>(std::lround(4 / *std::min_element(push.fine.spacing.begin(), push.fine.spacing.end()))));
  Vec3 edge{};
  for (std::size_t a = 0; a < 3; ++a) {
    push.size[a] = (push.fine.size[a] + push.step - 1) / push.step;
    edge[a] = push.fine.spacing[a] * push.step;
  }
  const Field inside = coarse(brain, push.step, push.size), cells = coarse(density, push.step, push.size);
  const Field white = coarse(tissue.white, push.step, push.size), grey = coarse(tissue.grey, push.step, push.size);
  std::vector<bool> open(inside.size());
  Field yielding(inside.size(), 0), source(inside.size(), 0);
  double tumour = 0, room = 0;
  for (std::size_t n = 0; n < inside.size(); ++n) {
    open[n] = inside[n] > 0.5F;
    if (!open[n]) continue;
    yielding[n] = 0.1F + std::max(0.0F, 1 - white[n] - grey[n]);  // fluid gives way first, tissue a little
    tumour += cells[n];
    room += yielding[n];
  }
  if (!(tumour > 0) || !(room > 0)) return push;
  for (std::size_t n = 0; n < inside.size(); ++n)
    if (open[n]) source[n] = static_cast<float>(tumour / room) * yielding[n] - cells[n];  // -div grad phi
  const Poisson poisson(push.size, edge, open);
  const Field phi = poisson.solve(source);
  for (std::size_t a = 0; a < 3; ++a) {
    push.along[a].assign(phi.size(), 0);
    const std::size_t stride = poisson.stride[a];
    const auto half = static_cast<float>(0.5 * edge[a] / push.fine.spacing[a]);  // mean of both faces, in fine voxels
    for (std::size_t n = 0; n + stride < phi.size(); ++n) {
      const float slope = poisson.face[a][n] * (phi[n + stride] - phi[n]) * half;
      push.along[a][n] += slope;
      push.along[a][n + stride] += slope;
    }
  }
  return push;
}

Displacement backward_of(const Displacement& push) {
  if (push.along[0].empty()) return push;
  constexpr int kSquarings = 5;
  Displacement moved = push.scaled(-1.0 / (1 << kSquarings));
  const FieldSampler sampler(push.size);
  const auto per = 1 / static_cast<float>(push.step);
  for (int round = 0; round < kSquarings; ++round) {
    const auto before = moved.along;
    std::size_t n = 0;
    for (int k = 0; k < push.size[2]; ++k)
      for (int j = 0; j < push.size[1]; ++j)
        for (int i = 0; i < push.size[0]; ++i, ++n) {
          const auto there =
              sampler.at(before, static_cast<float>(i) + per * before[0][n], static_cast<float>(j) + per * before[1][n],
                         static_cast<float>(k) + per * before[2][n]);
          for (std::size_t a = 0; a < 3; ++a) moved.along[a][n] = before[a][n] + there[a];
        }
  }
  return moved;
}

std::vector<Volume> displaced(const std::vector<Volume>& volumes, const Displacement& backward) {
  if (backward.along[0].empty() || volumes.empty()) return volumes;
  const Grid& grid = volumes[0].grid;
  const Size3& size = grid.size;
  const FieldSampler sampler(backward.size), fine(size);
  std::vector<std::vector<float>> out(volumes.size());
  std::vector<const float*> in;
  for (std::size_t v = 0; v < volumes.size(); ++v) {
    in.push_back(voxels_of<float>(volumes[v]).data());
    out[v].assign(in[v], in[v] + voxel_count(grid));
  }
  const auto coarse_at = [&](int n) {
    return (static_cast<float>(n) + 0.5F) / static_cast<float>(backward.step) - 0.5F;
  };
  for_each_core(static_cast<std::size_t>(size[2]), {}, [&](std::size_t slice) {
    const int k = static_cast<int>(slice);
    std::size_t n = slice * static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]);
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i, ++n) {
        const auto d = sampler.at(backward.along, coarse_at(i), coarse_at(j), coarse_at(k));
        if (std::abs(d[0]) + std::abs(d[1]) + std::abs(d[2]) < 0.02F) continue;  // voxels: too little to interpolate
        const auto cell =
            fine.cell_at(static_cast<float>(i) + d[0], static_cast<float>(j) + d[1], static_cast<float>(k) + d[2]);
        for (std::size_t v = 0; v < in.size(); ++v) out[v][n] = fine.value(in[v], cell);
      }
  });
  std::vector<Volume> result;
  for (std::size_t v = 0; v < volumes.size(); ++v)
    result.push_back(make_volume(grid, std::move(out[v]), volumes[v].unit));
  return result;
}

}  // namespace longview

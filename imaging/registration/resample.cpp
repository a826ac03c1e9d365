#include "imaging/registration/resample.h"

#include <cmath>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/registration/private/bspline.h"
#include "imaging/registration/private/index_map.h"
#include "imaging/registration/private/parallel.h"

namespace longview {

namespace {
// Positions this close (in voxels) to the border or to a voxel centre count as on it: rounding of the index map.
constexpr double kClose = 1e-6;

// Sums of 32-bit integers and doubles need doubles; all else is exact enough, and faster, in float.
template <class T>
using Sum = std::conditional_t<(sizeof(T) > 2 && !std::is_same_v<T, float>), double, float>;

template <class T>
struct Source {
  const T* voxels;
  Size3 size;
  std::ptrdiff_t row, slice;
};

template <class T>
Source<T> source_of(std::span<const T> voxels, const Grid& grid) {
  return {voxels.data(), grid.size, grid.size[0], static_cast<std::ptrdiff_t>(grid.size[0]) * grid.size[1]};
}

// Trilinear at a continuous index; border voxels reach half a voxel outwards.
template <class T>
inline float linear_at(const Source<T>& source, double x, double y, double z, float outside) {
  const double at[3]{x, y, z};
  std::ptrdiff_t low[3], next[3];
  Sum<T> f[3];
  const std::ptrdiff_t stride[3]{1, source.row, source.slice};
  for (int c = 0; c < 3; ++c) {
    const double last = source.size[c] - 1;
    if (!(at[c] >= -0.5 - kClose && at[c] <= last + 0.5 + kClose)) return outside;
    const double inside = at[c] < 0 ? 0 : at[c] > last ? last : at[c];
    auto n = static_cast<std::ptrdiff_t>(inside + kClose);
    const double fraction = inside - static_cast<double>(n);
    f[c] = static_cast<Sum<T>>(fraction < kClose ? 0 : fraction);
    low[c] = n * stride[c];
    next[c] = n + 1 < source.size[c] ? stride[c] : 0;
  }
  const T* p = source.voxels + low[0] + low[1] + low[2];
  const auto along = [&](std::ptrdiff_t offset) {
    const auto a = static_cast<Sum<T>>(p[offset]), b = static_cast<Sum<T>>(p[offset + next[0]]);
    return f[0] == 0 ? a : a + f[0] * (b - a);
  };
  const auto mix = [](Sum<T> a, Sum<T> b, Sum<T> w) { return w == 0 ? a : a + w * (b - a); };
  const auto near = mix(along(0), along(next[1]), f[1]);
  const auto far = mix(along(next[2]), along(next[1] + next[2]), f[1]);
  return static_cast<float>(mix(near, far, f[2]));
}

template <class T>
inline T nearest_at(const Source<T>& source, double x, double y, double z, T outside) {
  const double at[3]{x, y, z};
  std::ptrdiff_t n[3];
  for (int c = 0; c < 3; ++c) {
    if (!(at[c] >= -0.5 - kClose && at[c] <= source.size[c] - 0.5 + kClose)) return outside;
    n[c] = static_cast<std::ptrdiff_t>(std::floor(at[c] + 0.5 + kClose));
    n[c] = n[c] < 0 ? 0 : n[c] >= source.size[c] ? source.size[c] - 1 : n[c];
  }
  return source.voxels[n[0] + n[1] * source.row + n[2] * source.slice];
}

// out[i, j, k] = sample(continuous index of that voxel in the volume), slice by slice on all cores.
template <class Out, class Sample>
std::vector<Out> sampled(const Grid& grid, const IndexMap& map, const Progress& progress, Sample&& sample) {
  std::vector<Out> out(voxel_count(grid));
  const auto rows = static_cast<std::size_t>(grid.size[1]), columns = static_cast<std::size_t>(grid.size[0]);
  for_each_core(static_cast<std::size_t>(grid.size[2]), progress, [&](std::size_t k) {
    for (std::size_t j = 0; j < rows; ++j) {
      const Vec3 start = map.at(0, static_cast<double>(j), static_cast<double>(k));
      Out* row = out.data() + (k * rows + j) * columns;
      for (std::size_t i = 0; i < columns; ++i) {
        const auto n = static_cast<double>(i);
        row[i] = sample(start[0] + map.step[0][0] * n, start[1] + map.step[0][1] * n, start[2] + map.step[0][2] * n);
      }
    }
  });
  return out;
}

bool identity(const Affine& affine) {
  const Affine none;
  return affine.linear == none.linear && affine.offset == none.offset;
}
}  // namespace

Volume resample(const Volume& volume, const Grid& grid, const Affine& grid_to_volume, Interpolation interpolation,
                double outside, const Progress& progress) {
  if (!volume.voxels) throw Failure("This volume has no voxels yet; read the series first.");
  const bool nearest = interpolation == Interpolation::nearest;
  if (identity(grid_to_volume) && same_grid(volume.grid, grid, 1e-9)) {
    Volume same = nearest ? volume : as_float(volume);
    same.grid = grid;
    return same;
  }
  if (interpolation == Interpolation::bspline) return resample_bspline(volume, grid, grid_to_volume, outside, progress);
  const IndexMap map = index_map(grid, volume.grid, grid_to_volume);
  return visit_voxels(volume, [&]<class T>(std::span<const T> voxels) {
    const auto source = source_of(voxels, volume.grid);
    if (nearest)
      return make_volume(grid,
                         sampled<T>(grid, map, progress,
                                    [&](double x, double y, double z) {
                                      return nearest_at(source, x, y, z, static_cast<T>(outside));
                                    }),
                         volume.unit);
    return make_volume(grid,
                       sampled<float>(grid, map, progress,
                                      [&](double x, double y, double z) {
                                        return linear_at(source, x, y, z, static_cast<float>(outside));
                                      }),
                       volume.unit);
  });
}

Volume resample_mask(const Volume& mask, const Grid& grid, const Affine& grid_to_volume, const Progress& progress) {
  if (identity(grid_to_volume) && same_grid(mask.grid, grid, 1e-9) && mask.type == VoxelType::u8)
    return resample(mask, grid, grid_to_volume, Interpolation::nearest, 0, progress);
  const Volume distance = resample(signed_distance(mask), grid, grid_to_volume, Interpolation::linear, 1e6, progress);
  const auto d = voxels_of<float>(distance);
  std::vector<std::uint8_t> inside(d.size());
  for (std::size_t n = 0; n < d.size(); ++n) inside[n] = d[n] < 0;
  return make_volume(grid, std::move(inside));
}

LabelMap resample_labels(const LabelMap& labels, const Grid& grid, const Affine& grid_to_volume) {
  return {resample(labels.voxels, grid, grid_to_volume, Interpolation::nearest), labels.labels};
}

}  // namespace longview

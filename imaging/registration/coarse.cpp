#include "imaging/registration/private/coarse.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "imaging/registration/private/parallel.h"

namespace longview {

Volume coarse(const Volume& volume, double mm) {
  const Grid& grid = volume.grid;
  Size3 factor{};
  Grid small = grid;
  Vec3 start{};
  for (int c = 0; c < 3; ++c) {
    factor[c] = std::clamp(static_cast<int>(std::floor(mm / grid.spacing[c] + 1e-6)), 1, grid.size[c]);
    small.size[c] = grid.size[c] / factor[c];
    small.spacing[c] = grid.spacing[c] * factor[c];
    start[c] = (factor[c] - 1) / 2.0;
  }
  small.origin = point_at(grid, start);
  if (factor == Size3{1, 1, 1}) return as_float(volume);
  std::vector<float> out(voxel_count(small));
  const auto rows = static_cast<std::size_t>(grid.size[1]), columns = static_cast<std::size_t>(grid.size[0]);
  visit_voxels(volume, [&](auto voxels) {
    for_each_core(static_cast<std::size_t>(small.size[2]), {}, [&](std::size_t k) {
      std::vector<float> line(static_cast<std::size_t>(small.size[0]));
      for (int j = 0; j < small.size[1]; ++j) {
        std::fill(line.begin(), line.end(), 0.0f);
        for (int dk = 0; dk < factor[2]; ++dk)
          for (int dj = 0; dj < factor[1]; ++dj) {
            const std::size_t row = (k * static_cast<std::size_t>(factor[2]) + static_cast<std::size_t>(dk)) * rows +
                                    static_cast<std::size_t>(j * factor[1] + dj);
            const auto* p = voxels.data() + row * columns;
            for (auto& sum : line)
              for (int di = 0; di < factor[0]; ++di) sum += static_cast<float>(*p++);
          }
        const float share = 1.0f / static_cast<float>(factor[0] * factor[1] * factor[2]);
        float* to =
            out.data() + (k * static_cast<std::size_t>(small.size[1]) + static_cast<std::size_t>(j)) * line.size();
        std::transform(line.begin(), line.end(), to, [&](float sum) { return sum * share; });
      }
    });
  });
  return make_volume(small, std::move(out), volume.unit);
}

}  // namespace longview

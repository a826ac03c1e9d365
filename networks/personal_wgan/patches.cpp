#include "networks/personal_wgan/patches.h"

#include <array>
#include <cmath>

#include "imaging/core/transform.h"

namespace longview::personal_wgan {

namespace {
double half_length(std::int64_t size) { return static_cast<double>(size - 1) / 2; }
}  // namespace

at::Tensor draw_places(const at::Tensor& brain_voxels, const at::Tensor& brain, const Recipe& recipe, Draw& draw) {
  at::Tensor places = at::empty({recipe.batch, 3, 4}, at::kFloat);
  auto at = places.accessor<float, 3>();
  for (int n = 0; n < recipe.batch; ++n) {
    Vec3 angles{};
    for (double& angle : angles) angle = draw.uniform(-recipe.degrees, recipe.degrees) * M_PI / 180;
    const Matrix3 turn = rigid(angles, {}).linear;
    const double scale = draw.uniform(1 - recipe.scale, 1 + recipe.scale);
    const at::Tensor voxel = brain_voxels[draw.whole(brain_voxels.size(0))];
    for (int row = 0; row < 3; ++row) {  // x, y, z; sizes and voxels are z, y, x
      const double half = half_length(brain.size(2 - row));
      for (int column = 0; column < 3; ++column) {
        const double patch = half_length(recipe.patch[static_cast<std::size_t>(2 - column)]);
        at[n][row][column] =
            static_cast<float>(scale * turn[static_cast<std::size_t>(3 * row + column)] * patch / half);
      }
      at[n][row][3] = static_cast<float>(static_cast<double>(voxel[2 - row].item<std::int64_t>()) / half - 1);
    }
  }
  return places;
}

at::Tensor jittered(const at::Tensor& places, const at::Tensor& brain, const Recipe& recipe, double spacing_mm,
                    Draw& draw) {
  at::Tensor moved = places.clone();
  auto at = moved.accessor<float, 3>();
  for (std::int64_t n = 0; n < places.size(0); ++n)
    for (int row = 0; row < 3; ++row)
      at[n][row][3] += static_cast<float>(draw.uniform(-recipe.jitter_mm, recipe.jitter_mm) / spacing_mm /
                                          half_length(brain.size(2 - row)));
  return moved;
}

at::Tensor patches_at(const at::Tensor& places, const at::Tensor& volumes, const Recipe& recipe) {
  const std::int64_t n = places.size(0), channels = volumes.size(0);
  const at::Tensor grid =
      at::affine_grid_generator(places, {n, channels, recipe.patch[0], recipe.patch[1], recipe.patch[2]}, true);
  constexpr std::int64_t linear = 0, zeros = 0;
  std::vector<std::int64_t> sizes = volumes.sizes().vec();
  sizes.insert(sizes.begin(), n);
  return at::grid_sampler_3d(volumes.unsqueeze(0).expand(sizes), grid, linear, zeros, true);
}

at::Tensor altered(const at::Tensor& patches, const Recipe& recipe, Draw& draw, at::Generator& generator) {
  const std::int64_t n = patches.size(0);
  at::Tensor gain = at::empty({n, 1, 1, 1, 1}), offset = at::empty({n, 1, 1, 1, 1}), noise = at::empty({n, 1, 1, 1, 1});
  for (std::int64_t i = 0; i < n; ++i) {
    gain.data_ptr<float>()[i] = static_cast<float>(draw.uniform(1 - recipe.gain, 1 + recipe.gain));
    offset.data_ptr<float>()[i] = static_cast<float>(draw.uniform(-recipe.offset, recipe.offset));
    noise.data_ptr<float>()[i] = static_cast<float>(draw.uniform(0, recipe.noise));
  }
  return patches * gain + offset + noise * at::randn(patches.sizes(), generator, patches.options());
}

}  // namespace longview::personal_wgan

#include "imaging/simulation/private/acquisition.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "imaging/registration/private/parallel.h"
#include "imaging/registration/resample.h"
#include "imaging/simulation/private/draws.h"
#include "imaging/simulation/private/smooth_noise.h"

namespace longview {

namespace {
constexpr double kInPlane = 0.859375;  // mm: glioma-btp's 220 mm / 256
constexpr double kDegree = std::numbers::pi / 180;

// The upright box, in the space `map` leads to, of the part of `grid` between two index corners.
std::pair<Vec3, Vec3> box_of(const Grid& grid, const Affine& map, const Vec3& first, const Vec3& last) {
  Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
  for (int corner = 0; corner < 8; ++corner) {
    const Vec3 index{corner & 1 ? last[0] : first[0], corner & 2 ? last[1] : first[1], corner & 4 ? last[2] : first[2]};
    const Vec3 p = map_point(map, point_at(grid, index));
    for (std::size_t a = 0; a < 3; ++a) {
      low[a] = std::min(low[a], p[a]);
      high[a] = std::max(high[a], p[a]);
    }
  }
  return {low, high};
}

// The upright extent of the brain's voxels along S in the space `map` leads to.
std::pair<double, double> heights(const Volume& brain, const Affine& map) {
  double low = 1e9, high = -1e9;
  const Size3& size = brain.grid.size;
  for (int k = 0; k < size[2]; k += 2)
    for (int j = 0; j < size[1]; j += 2)
      for (int i = 0; i < size[0]; i += 2)
        if (value_at(brain, {i, j, k}) > 0.5) {
          const double z = map_point(
              map, point_at(brain.grid, {static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)}))[2];
          low = std::min(low, z);
          high = std::max(high, z);
        }
  return {low, high};
}

Grid grid_for(const Volume& brain, const Affine& to_scanner, double thickness) {
  const Grid& grid = brain.grid;
  const Vec3 last{grid.size[0] - 1.0, grid.size[1] - 1.0, grid.size[2] - 1.0};
  auto [low, high] = box_of(grid, to_scanner, {0, 0, 0}, last);
  const double finest = *std::min_element(grid.spacing.begin(), grid.spacing.end());
  Grid result;
  result.spacing = thickness > 0 ? Vec3{kInPlane, kInPlane, thickness} : Vec3{finest, finest, finest};
  if (thickness > 0) {
    const auto [bottom, top] = heights(brain, to_scanner);
    low[2] = bottom - 3;
    high[2] = top + 6;
  }
  for (std::size_t a = 0; a < 3; ++a) {
    result.size[a] = std::max(1, static_cast<int>(std::ceil((high[a] - low[a]) / result.spacing[a])));
    result.origin[a] = (low[a] + high[a]) / 2 - (result.size[a] - 1) / 2.0 * result.spacing[a];
  }
  return result;
}
}  // namespace

Pose pose_of(const Volume& brain, const GliomaStudyOptions& options, std::uint64_t date) {
  Draws draws(options.seed, "pose", date);
  // What a registration leaves, or how a patient comes to lie: sd of each angle and each shift.
  const double turn = options.misaligned ? 3
                      : options.noise    ? 0.3
                                         : 0,
               shift = options.misaligned ? 5
                       : options.noise    ? 0.3
                                          : 0;
  Vec3 angles{}, way{};
  for (double& angle : angles) angle = std::clamp(draws.normal(), -2.5, 2.5) * turn * kDegree;
  for (double& step : way) step = std::clamp(draws.normal(), -2.5, 2.5) * shift;
  const Affine to_scanner = rigid(angles, way, centre(brain.grid));
  Pose pose;
  pose.to_anatomy = inverse(to_scanner);
  const bool own_grid = options.misaligned || options.slice_thickness_mm > 0;
  pose.grid =
      own_grid ? grid_for(brain, options.misaligned ? to_scanner : Affine{}, options.slice_thickness_mm) : brain.grid;
  if (options.slice_thickness_mm > 0)
    pose.layers = std::max(1, static_cast<int>(std::lround(options.slice_thickness_mm)));
  return pose;
}

Volume seen(const Volume& volume, const Pose& pose) {
  if (pose.layers == 1) return resample(volume, pose.grid, pose.to_anatomy);
  Grid layers = pose.grid;
  layers.size[2] *= pose.layers;
  layers.spacing[2] /= pose.layers;
  layers.origin = point_at(pose.grid, {0, 0, -0.5 + 0.5 / pose.layers});
  const Volume fine = resample(volume, layers, pose.to_anatomy);
  const auto in = voxels_of<float>(fine);
  const auto slice = static_cast<std::size_t>(pose.grid.size[0]) * static_cast<std::size_t>(pose.grid.size[1]);
  std::vector<float> out(voxel_count(pose.grid), 0);
  for (std::size_t k = 0; k < static_cast<std::size_t>(layers.size[2]); ++k) {
    float* to = out.data() + k / static_cast<std::size_t>(pose.layers) * slice;
    for (std::size_t n = 0; n < slice; ++n) to[n] += in[k * slice + n] / static_cast<float>(pose.layers);
  }
  return make_volume(pose.grid, std::move(out), volume.unit);
}

LabelMap labels_seen(const Drawn& drawn, const Pose& pose) {
  Label border{1, "Enhancing tumour"}, core{3, "Necrotic core", {0x8A, 0x6B, 0xBE}};
  core.type = {"6574001", "SCT", "Necrosis"};
  border.algorithm_type = core.algorithm_type = AlgorithmType::automatic;
  border.algorithm_name = core.algorithm_name = "Longview glioma simulator";
  std::vector<std::uint8_t> values(voxel_count(pose.grid), 0);
  if (drawn.border.voxels) {
    const Volume border_seen = seen(drawn.border, pose), core_seen = seen(drawn.core, pose);
    const auto b = voxels_of<float>(border_seen), c = voxels_of<float>(core_seen);
    for (std::size_t n = 0; n < values.size(); ++n) {
      const float none = 1 - b[n] - c[n];
      if (b[n] >= c[n] && b[n] > none) values[n] = 1;
      if (c[n] > b[n] && c[n] > none) values[n] = 3;
    }
  }
  return {make_volume(pose.grid, std::move(values)), {border, core}};
}

Volume received(const Volume& image, const Receiver& receiver) {
  Draws draws(receiver.seed, "receiver", receiver.date);
  const auto scale = static_cast<float>(draws.log_uniform(300, 1500) / receiver.white);
  const auto shading = static_cast<float>(receiver.noise ? draws.uniform(0.03, 0.12) : 0);
  const auto noise = static_cast<float>(receiver.noise ? draws.uniform(0.012, 0.03) * receiver.white : 0);
  const Draws one(receiver.seed, "noise, real", receiver.date), two(receiver.seed, "noise, imaginary", receiver.date);
  const auto field = smooth_noise(image.grid, 90, Draws(receiver.seed, "coil", receiver.date));
  const auto in = voxels_of<float>(image);
  std::vector<std::int16_t> out(in.size());
  const std::size_t slice = static_cast<std::size_t>(image.grid.size[0]) * static_cast<std::size_t>(image.grid.size[1]);
  for_each_core(static_cast<std::size_t>(image.grid.size[2]), {}, [&](std::size_t k) {
    for (std::size_t n = k * slice; n < (k + 1) * slice; ++n) {
      if (receiver.stripped && !(in[n] > 0)) continue;
      float value = std::max(0.0F, in[n]) * std::exp(shading * field[n]);
      if (noise > 0) {
        const float real = value + noise * one.rough_normal_at(n), imaginary = noise * two.rough_normal_at(n);
        value = std::sqrt(real * real + imaginary * imaginary);
      }
      out[n] = static_cast<std::int16_t>(std::lround(std::clamp(value * scale, 0.0F, 32767.0F)));
    }
  });
  return make_volume(image.grid, std::move(out));
}

}  // namespace longview

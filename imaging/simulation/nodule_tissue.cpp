#include "imaging/simulation/private/nodule_tissue.h"

#include <algorithm>
#include <cmath>

#include "imaging/registration/private/parallel.h"
#include "imaging/simulation/private/draws.h"
#include "imaging/simulation/private/smooth_noise.h"

namespace longview {

namespace {
constexpr double kPointSpread = 0.7;                   // mm
constexpr double kMassAhead = 0.294;                   // 848 / 655 - 1: doublings of density a doubling of volume
constexpr double kDensestGlass = -300;                 // HU
constexpr double kTexture = 2;                         // mm over which density varies within a nodule
constexpr float kUnevenSolid = 12, kUnevenGlass = 45;  // HU, sd

std::vector<float> weights_of(double sigma) {
  const int reach = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
  std::vector<float> weights;
  float sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma * sigma))));
    sum += weights.back();
  }
  for (float& w : weights) w /= sum;
  return weights;
}

// One axis: rows of `length` values that lie `stride` apart, starting at each offset below `stride` of a block.
void blur_axis(std::vector<float>& field, std::size_t stride, std::size_t length, const std::vector<float>& weights) {
  const auto reach = static_cast<std::ptrdiff_t>(weights.size() / 2);
  const std::size_t block = stride * length;
  for_each_core(field.size() / block, {}, [&](std::size_t b) {
    std::vector<float> line(length);
    for (std::size_t s = 0; s < stride; ++s) {
      float* start = field.data() + b * block + s;
      for (std::size_t i = 0; i < length; ++i) line[i] = start[i * stride];
      for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(length); ++i) {
        float sum = 0;
        for (std::ptrdiff_t o = -reach; o <= reach; ++o)
          if (i + o >= 0 && i + o < static_cast<std::ptrdiff_t>(length))
            sum += weights[static_cast<std::size_t>(o + reach)] * line[static_cast<std::size_t>(i + o)];
        start[static_cast<std::size_t>(i) * stride] = sum;
      }
    }
  });
}
}  // namespace

std::vector<float> blurred(std::vector<float> field, const Size3& size, double sigma) {
  const std::vector<float> weights = weights_of(sigma);
  const auto nx = static_cast<std::size_t>(size[0]), ny = static_cast<std::size_t>(size[1]);
  blur_axis(field, 1, nx, weights);
  blur_axis(field, nx, ny, weights);
  blur_axis(field, nx * ny, static_cast<std::size_t>(size[2]), weights);
  return field;
}

NoduleTissue tissue_on(const NoduleOptions& options, double day) {
  Draws draws(options.seed, "nodule tissue");
  NoduleTissue tissue;
  tissue.solid_hu = std::clamp(30 + 20 * draws.normal(), -10.0, 80.0);
  const double glass = std::clamp(-600 + 80 * draws.normal(), -750.0, -450.0);
  const double doublings = std::log2(volume_at(options.course, day) / volume_at(options.course, 0));
  const bool pure = options.course.type == NoduleType::ground_glass;
  tissue.ground_glass_hu =
      pure ? std::min(kDensestGlass, (glass + 1000) * std::exp2(kMassAhead * std::max(0.0, doublings)) - 1000) : glass;
  return tissue;
}

double mass_mg(const NoduleTissue& tissue, double volume_mm3, double solid_mm3) {
  return (solid_mm3 * (tissue.solid_hu + 1000) + (volume_mm3 - solid_mm3) * (tissue.ground_glass_hu + 1000)) / 1000;
}

std::vector<float> added_density(const NoduleForm& form, double size, const std::vector<float>& solid,
                                 const NoduleGround& ground, const NoduleTissue& tissue, std::uint64_t seed) {
  const auto texture = smooth_noise(form.grid, kTexture, Draws(seed, "nodule texture"));
  const auto edge = static_cast<float>(form.grid.spacing[0]);
  const auto row = static_cast<std::size_t>(form.grid.size[0]);
  std::vector<float> added(form.open.size(), 0.0F);
  for_each_core(row, {}, [&](std::size_t k) {
    for (std::size_t n = k * row * row; n < (k + 1) * row * row; ++n) {
      const float share = form.room[n] * filled(form.distance(n, size), edge);
      if (share <= 0) continue;
      const Vec3 p = point_at(
          form.grid, {static_cast<double>(n % row), static_cast<double>(n / row % row), static_cast<double>(k)});
      const float dense = std::min(share, solid[n]);
      const float lung = ground.at(ground.hu, p);
      const auto solid_hu = static_cast<float>(tissue.solid_hu) + kUnevenSolid * texture[n];
      const auto glass_hu = static_cast<float>(tissue.ground_glass_hu) + kUnevenGlass * texture[n];
      added[n] = dense * std::max(0.0F, solid_hu - lung) + (share - dense) * std::max(0.0F, glass_hu - lung);
    }
  });
  return blurred(std::move(added), form.grid.size, kPointSpread / form.grid.spacing[0]);
}

}  // namespace longview

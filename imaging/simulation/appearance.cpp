#include "imaging/simulation/private/appearance.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/simulation/private/draws.h"
#include "imaging/simulation/private/smooth_noise.h"

namespace longview {

namespace {
float smooth_step(float from, float to, float x) {
  const float t = std::clamp((x - from) / (to - from), 0.0F, 1.0F);
  return t * t * (3 - 2 * t);
}

// 1 deep inside, 0 outside; `soft` mm wide.
float inside(float distance, float soft) { return 1 / (1 + std::exp(distance / soft)); }

// What this patient's tumour looks like, in shares of white matter's intensity.
struct Character {
  float enhancement, texture, core, core_texture, oedema, oedema_reach, patchy;

  explicit Character(std::uint64_t seed) {
    Draws draws(seed, "look");
    const auto between = [&](double low, double high) { return static_cast<float>(draws.uniform(low, high)); };
    enhancement = between(1.35, 1.8);
    texture = between(0.08, 0.18);
    core = between(0.42, 0.66);
    core_texture = between(0.03, 0.07);
    oedema = between(0.08, 0.24);
    oedema_reach = between(4, 12);  // mm
    patchy = between(0.15, 0.5);
  }
};
}  // namespace

double white_level(const Volume& anatomy, const Volume& white) {
  const auto values = voxels_of<float>(anatomy), share = voxels_of<float>(white);
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t n = 0; n < values.size(); ++n)
    if (share[n] > 0.9F) {
      sum += static_cast<double>(values[n]);
      ++count;
    }
  if (count == 0 || !(sum > 0))
    throw Failure("The tissue maps show no white matter in this scan; no tumour can be drawn.");
  return sum / static_cast<double>(count);
}

Volume with_tumour(const Volume& anatomy, const Volume& density, const Volume& white, const TumourShape& shape,
                   const Look& look) {
  if (shape.border.empty()) return anatomy;
  const Character character(look.seed);
  const auto level = static_cast<float>(look.white);
  const auto fine = smooth_noise(shape.box, 1.6, Draws(look.seed, "texture, fine"));
  const auto slow = smooth_noise(shape.box, 7, Draws(look.seed, "texture, slow"));
  const auto cells = voxels_of<float>(density), paths = voxels_of<float>(white), before = voxels_of<float>(anatomy);
  std::vector<float> image(before.begin(), before.end());
  const auto seen = static_cast<float>(look.thresholds.visible), wet = static_cast<float>(look.thresholds.oedema);
  const Size3& size = anatomy.grid.size;
  std::size_t n = 0;
  for (int k = 0; k < shape.box.size[2]; ++k)
    for (int j = 0; j < shape.box.size[1]; ++j)
      for (int i = 0; i < shape.box.size[0]; ++i, ++n) {
        const std::size_t whole = (static_cast<std::size_t>(k + shape.first[2]) * static_cast<std::size_t>(size[1]) +
                                   static_cast<std::size_t>(j + shape.first[1])) *
                                      static_cast<std::size_t>(size[0]) +
                                  static_cast<std::size_t>(i + shape.first[0]);
        float& value = image[whole];
        const float c = cells[whole], edge = shape.border[n];
        const float reach = character.oedema_reach * (1 + 0.4F * slow[n]);
        const float seeping = paths[whole] * smooth_step(1, 0, std::max(0.0F, edge) / std::max(2.0F, reach * 1.6F));
        value *= 1 - character.oedema * std::max(smooth_step(wet - 0.05F, wet + 0.05F, c), seeping);
        // Dense tumour blurs what was there: grey, white and small sulci look alike.
        const float blurred = 0.9F * smooth_step(0.3F * seen, 1.4F * seen, c);
        value += blurred * (0.85F * level - value);
        const float core = shape.core[n] < 900 ? inside(shape.core[n], 0.45F) : 0.0F;
        const float bright = inside(edge, 0.45F) * (1 - core);
        const float patch = 1 - character.patchy * std::clamp(0.5F + 0.5F * slow[n], 0.0F, 1.5F);
        const float lit = level * (0.9F + (character.enhancement - 0.9F) * patch + character.texture * fine[n]);
        value += bright * (lit - value);
        value += core * (level * (character.core + character.core_texture * (0.6F * slow[n] + 0.6F * fine[n])) - value);
      }
  return make_volume(anatomy.grid, std::move(image), anatomy.unit);
}

}  // namespace longview

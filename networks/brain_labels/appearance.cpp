#include "networks/brain_labels/appearance.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "imaging/core/brain_structures.h"

namespace longview::brain_labels {

namespace {
// A structure's intensities moved by a share of white matter's, deep and cortical grey matter apart.
at::Tensor with_contrast(const at::Tensor& image, const at::Tensor& labels, double white, Draw& draw) {
  const double spread = 0.08 * white;
  const double by_tissue[] = {spread * draw.normal(), spread * draw.normal(), 0.5 * spread * draw.normal()};
  at::Tensor shift = at::zeros({1 + kBrainStructures});
  for (const BrainStructure& structure : brain_structures())
    shift[structure.value] = static_cast<float>(by_tissue[static_cast<int>(structure.tissue)] +
                                                (structure.lobe == "deep" ? 0.5 * spread * draw.normal() : 0));
  return (image + shift.index({labels.to(at::kLong)})).clamp_min(0);
}

// exp of a smooth random field: four cubic-like bumps a side, made larger.
at::Tensor shading(const at::Tensor& image, Draw& draw) {
  at::Tensor coarse = at::empty({1, 1, 4, 4, 4});
  const double strength = draw.uniform(0, 0.25);
  float* values = coarse.data_ptr<float>();
  for (std::int64_t n = 0; n < coarse.numel(); ++n) values[n] = static_cast<float>(strength * draw.normal());
  return at::upsample_trilinear3d(coarse, image.sizes(), true)[0][0].exp();
}

// Slices of `thick` voxels along an axis, seen between their middles.
at::Tensor with_thick_slices(const at::Tensor& image, Draw& draw) {
  const std::int64_t axis = draw.whole(3), thick = 2 + draw.whole(2);
  const at::Tensor x = image.unsqueeze(0).unsqueeze(0);
  std::vector<std::int64_t> kernel{1, 1, 1};
  kernel[static_cast<std::size_t>(axis)] = thick;
  return at::upsample_trilinear3d(at::avg_pool3d(x, kernel, kernel), image.sizes(), false)[0][0];
}

at::Tensor blurred(const at::Tensor& image) {
  return at::avg_pool3d(image.unsqueeze(0).unsqueeze(0), {3, 3, 3}, {1, 1, 1}, {1, 1, 1}, false, false)[0][0];
}

// Normal numbers from our own generator are slow for half a million voxels: a table of 65536 is read at drawn places.
at::Tensor noise(at::IntArrayRef size, Draw& draw) {
  static const std::vector<float> table = [] {
    Draw fixed(1, "brain_labels noise");
    std::vector<float> values(65536);
    for (float& value : values) value = static_cast<float>(fixed.normal());
    return values;
  }();
  at::Tensor made = at::empty(size);
  float* values = made.data_ptr<float>();
  std::uint64_t bits = draw.bits() | 1;
  for (std::int64_t n = 0; n < made.numel(); ++n) {
    bits ^= bits << 13;
    bits ^= bits >> 7;
    bits ^= bits << 17;
    values[n] = table[bits & 0xFFFF];
  }
  return made;
}
}  // namespace

at::Tensor with_another_look(const at::Tensor& image, const at::Tensor& labels, double white, Draw& draw) {
  at::Tensor look = image;
  const bool much = draw.chance(0.5);
  if (much && draw.chance(0.7)) look = with_contrast(look, labels, white, draw);
  if (much && draw.chance(0.5)) {
    const double gamma = std::exp(0.3 * draw.normal());
    look = (look / white).clamp_min(1e-6).pow(gamma) * white;
  }
  if (much && draw.chance(0.3)) look = with_thick_slices(look, draw);
  if (much && draw.chance(0.25)) look = at::lerp(look, blurred(look), draw.uniform(0.3, 1));
  look = look * shading(look, draw);
  const double grain = white * (much ? draw.uniform(0, 0.08) : draw.uniform(0, 0.03));
  return (look + grain * noise(look.sizes(), draw)).abs();  // Rician: noise is never negative
}

}  // namespace longview::brain_labels

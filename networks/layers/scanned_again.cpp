#include <cmath>

#include "imaging/registration/resample.h"
#include "networks/core/private/samples.h"
#include "networks/core/private/tensor.h"
#include "networks/layers/scan_pair.h"
#include "networks/layers/similarity.h"

namespace longview {

namespace {
constexpr double degree = M_PI / 180;

Affine drawn_move(Draw& draw, double degrees, double mm, const Vec3& about) {
  Vec3 angles{}, shift{};
  for (double& angle : angles) angle = draw.uniform(-degrees, degrees) * degree;
  for (double& part : shift) part = draw.uniform(-mm, mm);
  return rigid(angles, shift, about);
}

// A registration's error: of that length, in any direction.
Affine drawn_error(Draw& draw, double degrees, double mm, const Vec3& about) {
  Vec3 angles{}, shift{};
  for (double& angle : angles) angle = draw.normal() * degrees * degree / std::sqrt(3.0);
  for (double& part : shift) part = draw.normal() * mm / std::sqrt(3.0);
  return rigid(angles, shift, about);
}

at::Tensor drawn_noise(const at::Tensor& like, Draw& draw) {
  at::Tensor noise = at::empty(like.sizes(), at::kFloat);
  float* values = noise.data_ptr<float>();
  for (std::int64_t i = 0; i < noise.numel(); ++i) values[i] = static_cast<float>(draw.normal());
  return noise;
}

// Smooth, 1 on the whole, up to a tenth more or less.
at::Tensor drawn_shading(const at::Tensor& like, Draw& draw) {
  at::Tensor knots = at::empty({1, 1, 3, 4, 4}, at::kFloat);
  float* values = knots.data_ptr<float>();
  for (std::int64_t i = 0; i < knots.numel(); ++i) values[i] = static_cast<float>(draw.uniform(-0.1, 0.1));
  return 1 + at::upsample_trilinear3d(knots, like.sizes(), true).view(like.sizes());
}
}  // namespace

PairedScan scanned_again(const PairedScan& date, std::uint64_t seed) {
  Draw draw(seed, "scanned again");
  const Vec3 about = centre(date.scan.grid);
  const Affine move = drawn_move(draw, 3, 3, about);  // a point of the new scan -> the same place in the old one
  PairedScan again;
  const at::Tensor moved = tensor_of(resample(date.scan, date.scan.grid, move, Interpolation::bspline)).clamp_min(0);
  const at::Tensor brain = tensor_of(date.brain) > 0.5;
  const double mean = tensor_of(date.scan).masked_select(brain).mean().item<double>();
  const double deviation = tensor_of(date.scan).masked_select(brain).std().item<double>();
  const double gamma = draw.uniform(0.9, 1.1), gain = draw.uniform(0.7, 1.4);
  at::Tensor image = mean * (moved / mean).pow(gamma) * drawn_shading(moved, draw);
  image = image + 0.1 * deviation * drawn_noise(image, draw) * (moved > 0);
  again.scan = volume_of(gain * image, date.scan.grid);
  again.brain = resample_mask(date.brain, date.scan.grid, move);
  again.study_to_scan = compose(compose(inverse(move), drawn_error(draw, 0.3, 0.3, about)), date.study_to_scan);
  if (date.lesion.voxels) {
    again.lesion = date.lesion;
    again.study_to_lesion = date.study_to_lesion;
  }
  return again;
}

}  // namespace longview

#include "networks/gancmlae/morphometry.h"

#include <cstring>

#include "imaging/core/failure.h"
#include "networks/gancmlae/networks.h"
#include "networks/layers/diffeomorphic.h"
#include "networks/layers/parameters.h"
#include "networks/layers/similarity.h"

namespace longview::gancmlae {

namespace {
constexpr std::array<std::int64_t, 3> standard{76, 94, 76};
constexpr double fwhm_by_sigma = 2.354820045, fit_sigma = 0.7;
// At 4 mm only: the map is blurred by 8 mm afterwards.
constexpr DemonsOptions at_4_mm{30, 0};

std::int64_t margin(std::size_t axis) { return (map_size[axis] - standard[axis]) / 2; }

at::Tensor tissues_of(const TrainingBrain& brain) {
  return at::cat({brain.scaled(brain.grey), brain.scaled(brain.white)}, 1);
}

at::Tensor laid(const at::Tensor& tissues, const MeanTissues& mean, const Progress& progress) {
  return demons(gaussian_blur(mean.tissues, fit_sigma), gaussian_blur(tissues, fit_sigma), at_4_mm, progress);
}
}  // namespace

at::Tensor framed(const at::Tensor& x) {
  return at::constant_pad_nd(x, {margin(2), margin(2), margin(1), margin(1), margin(0), margin(0)}, 0);
}

at::Tensor standard_part(const at::Tensor& map) {
  at::Tensor part = map;
  for (std::size_t axis = 0; axis < 3; ++axis)
    part = part.narrow(map.dim() - 3 + static_cast<std::int64_t>(axis), margin(axis), standard[axis]);
  return part;
}

MeanTissues mean_tissues(const std::vector<TrainingBrain>& brains, const Progress& progress) {
  if (brains.empty()) throw Failure("There is no healthy brain to learn from.");
  at::NoGradGuard no_gradient;
  at::Tensor sum = at::zeros({1, 2, standard[0], standard[1], standard[2]});
  for (const TrainingBrain& brain : brains) {
    const at::Tensor own = tissues_of(brain);
    sum += own + own.flip(4);  // a mean brain has no side
    progress.check();
  }
  return {sum / (2.0 * static_cast<double>(brains.size()))};
}

void store(const MeanTissues& mean, StoredWeights& into) {
  Parameters all;
  all.keep("tissues", mean.tissues);
  store_parameters(all, "mean.", "F16", into);
}

MeanTissues mean_tissues_from(const StoredWeights& from) {
  Parameters all;
  MeanTissues mean{all.keep("tissues", at::zeros({1, 2, standard[0], standard[1], standard[2]}))};
  load_parameters(all, "mean.", from);
  return mean;
}

Morphometry morphometry(const TrainingBrain& brain, const MeanTissues& mean, const Progress& progress) {
  at::NoGradGuard no_gradient;
  const at::Tensor tissues = tissues_of(brain);
  Morphometry made;
  made.displacement = laid(tissues, mean, progress);
  const at::Tensor amount =
      warped(tissues.narrow(1, 0, 1), made.displacement) * jacobian(made.displacement).clamp(0.05, 5);
  made.map = framed((gaussian_blur(amount, blur_fwhm_mm / fwhm_by_sigma / voxel_mm) / most_grey).clamp(0, 1));
  return made;
}

}  // namespace longview::gancmlae

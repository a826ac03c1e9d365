// What GANCMLAE is shown: grey matter as in voxel-based morphometry (Ashburner, Friston 2000). The brain's tissues are
// laid on the mean tissues of healthy brains by a diffeomorphism; what is stretched counts less and what is pressed
// together counts more ("modulated"), so that amounts are kept; then it is blurred, divided by 1.2 and centred in
// 96 x 112 x 96 voxels (networks.md 0.2 and 4.2).
#pragma once

#include "networks/core/weights.h"
#include "networks/training/brains.h"

namespace longview::gancmlae {

inline constexpr double blur_fwhm_mm = 8, voxel_mm = 2, most_grey = 1.2;

// Mean grey and white matter of healthy brains, [1, 2, 76, 94, 76].
struct MeanTissues {
  at::Tensor tissues;
};
// Of brains that may be learned from, as they lie in the standard space.
MeanTissues mean_tissues(const std::vector<TrainingBrain>& brains, const Progress& progress = {});
void store(const MeanTissues& mean, StoredWeights& into);
MeanTissues mean_tissues_from(const StoredWeights& from);

struct Morphometry {
  at::Tensor map;           // [1, 1, 96, 112, 96], 0 to 1
  at::Tensor displacement;  // from the mean's voxels to the brain's own, [1, 3, 76, 94, 76]
};
Morphometry morphometry(const TrainingBrain& brain, const MeanTissues& mean, const Progress& progress = {});

// [.., 76, 94, 76] in the larger frame, and back.
at::Tensor framed(const at::Tensor& standard);
at::Tensor standard_part(const at::Tensor& map);

}  // namespace longview::gancmlae

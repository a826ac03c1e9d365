// From a scan to its healthy-looking version, the signed difference, its regions and its status.
#pragma once

#include "networks/brain_stat_trans_gan/shipped.h"

namespace longview::brain_stat_trans_gan {

// One brain as the networks see it, all in the standard space.
struct Transferred {
  at::Tensor brain, healthy;                             // [1, 1, 76, 94, 76], 0 to 1; the same outside of the mask
  at::Tensor residual;                                   // healthy minus brain, signed
  double rmfn = 0, mri_only = 0;                         // differences of logits, patient minus healthy
  double independent_before = 0, independent_after = 0;  // the same of the independent network
};
// `image`, `mask` [1, 1, 76, 94, 76].
Transferred transferred(const Shipped& shipped, const at::Tensor& image, const at::Tensor& mask);
double independent_difference(const Shipped& shipped, const at::Tensor& brain);

// The history passed the checks. Throws Failure, Stopped.
Prediction predict_with(const Shipped& shipped, const ModelCard& card, const History& history,
                        const PredictOptions& options, const Progress& progress);

}  // namespace longview::brain_stat_trans_gan

// A head as another scanner would have shown it.
#pragma once

#include <ATen/ATen.h>

#include "networks/core/private/samples.h"

namespace longview::brain_labels {

// `image` [z, y, x], 0 for air, `white` for white matter; `labels` its structures. Contrast between the tissues, gamma,
// shading, thick slices along one axis, noise. Half of the samples keep most of their own look.
at::Tensor with_another_look(const at::Tensor& image, const at::Tensor& labels, double white, Draw& draw);

}  // namespace longview::brain_labels

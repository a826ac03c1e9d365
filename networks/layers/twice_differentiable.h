// A convolution whose gradient can be differentiated again at oneDNN's speed, as a gradient penalty needs it
// (Gulrajani 2017): Torch's own second derivative takes transposed convolutions without oneDNN.
#pragma once

#include "networks/layers/operations.h"

namespace longview {

// As convolve() with a stride of 1 in float32. First derivatives with regard to everything; second ones of the gradient
// with regard to `x`.
at::Tensor convolve_twice_differentiable(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                                         Steps padding);

}  // namespace longview

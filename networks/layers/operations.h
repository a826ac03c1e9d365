// Convolution, norm and resize as fast as oneDNN makes them on a CPU (stack.md section 4).
#pragma once

#include <ATen/ATen.h>

#include <array>

namespace longview {

using Steps = std::array<std::int64_t, 3>;  // z, y, x

// Convolution over [N, C, z, y, x]. In bfloat16 where `x` is; weights stay float. `bias` may be undefined: none. Goes
// to oneDNN directly on a CPU: Torch's own choice is the slow path for small batches (stack.md 4.5).
at::Tensor convolve(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, Steps stride, Steps padding);

// The transposed convolution; weight [in, out, z, y, x]. Each size becomes (n - 1) stride - 2 padding + kernel + more.
at::Tensor convolve_transposed(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, Steps stride,
                               Steps padding, Steps more);

// Max-pooling; in float where Torch has none in bfloat16.
at::Tensor max_pool(const at::Tensor& x, Steps kernel, Steps stride, Steps padding);

// Instance norm with a scale and a shift for each sample and channel, [N, C] (FiLM folded in) or [C].
at::Tensor instance_norm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift);

at::Tensor leaky(const at::Tensor& x);

// Trilinear, twice as large along each axis, corners not aligned.
at::Tensor twice_as_large(const at::Tensor& x);

// While one lives, this thread's convolutions, norms and resizes are Torch's own as it chooses them: the peer of
// benchmarks.
class DefaultOperations {
 public:
  DefaultOperations();
  ~DefaultOperations();
  DefaultOperations(const DefaultOperations&) = delete;
  DefaultOperations& operator=(const DefaultOperations&) = delete;
};

// True where bfloat16 convolutions are fast (AVX512-BF16 or AMX).
bool bfloat16_is_fast();

}  // namespace longview

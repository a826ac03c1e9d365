// Layers with weights of their own, as small values: made once under a name, then called.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <utility>
#include <vector>

#include "networks/layers/operations.h"
#include "networks/layers/parameters.h"

namespace longview {

// How a network is run.
struct RunMode {
  bool bfloat16 = false;
  bool training = false;  // batch norms use the batch and follow it with their running statistics
};

// What a network's layers gave, for tests and for people: name and sizes.
using Trace = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;
void note(Trace* trace, const std::string& name, const at::Tensor& x);

struct Convolution {
  at::Tensor weight, bias;  // bias undefined: none
  Steps stride{1, 1, 1}, padding{1, 1, 1};

  at::Tensor operator()(const at::Tensor& x) const;
};
enum class Bias { with, without };
// Cubic kernels; weights as convolution_weights() gives them.
Convolution make_convolution(Parameters& parameters, const std::string& name, std::int64_t in, std::int64_t out,
                             std::int64_t kernel, std::int64_t stride, std::int64_t padding, Draw& draw,
                             Bias bias = Bias::with);

struct TransposedConvolution {
  at::Tensor weight, bias;
  Steps stride{2, 2, 2}, padding{0, 0, 0}, more{0, 0, 0};

  at::Tensor operator()(const at::Tensor& x) const;
};
TransposedConvolution make_transposed(Parameters& parameters, const std::string& name, std::int64_t in,
                                      std::int64_t out, std::int64_t kernel, std::int64_t padding, Steps more,
                                      Draw& draw);

// Batch norm (Ioffe, Szegedy 2015): running mean and variance with a momentum of 0.1.
struct BatchNorm {
  at::Tensor scale, shift, mean, variance;

  at::Tensor operator()(const at::Tensor& x, bool training) const;
};
BatchNorm make_batch_norm(Parameters& parameters, Parameters& statistics, const std::string& name,
                          std::int64_t channels);

struct Linear {
  at::Tensor weight, bias;

  // In float, whatever `x` is.
  at::Tensor operator()(const at::Tensor& x) const;
};
Linear make_linear(Parameters& parameters, const std::string& name, std::int64_t in, std::int64_t out, Draw& draw);

// Position attention (Fu 2019): each place takes from all others what is like it. Query and key of c / 8 channels, no
// scaling; what is taken counts by a number that starts at 0.
struct PositionAttention {
  Convolution query, key, value;
  at::Tensor gamma;

  at::Tensor operator()(const at::Tensor& x) const;
};
PositionAttention make_position_attention(Parameters& parameters, const std::string& name, std::int64_t channels,
                                          Draw& draw);

}  // namespace longview

// The hierarchical probabilistic U-Net of Kohl et al. 2019 (arXiv 1905.13077): prior, posterior and stitching decoder,
// in 2 or 3 dimensions. Tensors are [N, C, z, y, x]; in 2 dimensions z is 1.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <vector>

#include "networks/layers/blocks.h"
#include "networks/u_hpnet/architecture.h"

namespace longview::u_hpnet {

// One normal distribution a place, [N, 1, z, y, x] each. The logarithm lies within -7 ... 4 (ours).
struct Gaussian {
  at::Tensor mean, log_deviation;
};

// What stands at one scale: `given` where it is defined, else mean + temperature * deviation * noise; 0 is the mean.
struct Choice {
  at::Tensor given;
  double temperature = 1;
};
using Choices = std::vector<Choice>;  // coarsest first; empty: a sample at every scale

struct Decoded {
  std::vector<Gaussian> distributions;  // a scale each, coarsest first
  std::vector<at::Tensor> latents;
  std::vector<at::Tensor> stages;  // the decoder's output at each level it has made, coarsest first

  Choices as_given() const;
};

// Residual block: ReLU, convolutions at half the width with ReLU between them, 1x1 back to the width, plus the input.
struct ResidualBlock {
  std::vector<Convolution> body;
  Convolution widen, skip;  // without weights: not needed

  at::Tensor operator()(const at::Tensor& x) const;
};
using Level = std::vector<ResidualBlock>;

// Encoder of all levels and the part of the decoder that has latents.
class Core {
 public:
  Core(const Architecture&, const std::string& name, int input_channels, Parameters&, Draw&);

  // Every level's output, finest first. Sizes are multiples of 2^(levels - 1) along each axis that is pooled.
  std::vector<at::Tensor> encode(const at::Tensor& x) const;
  Decoded decode(const std::vector<at::Tensor>& encoded, const Choices& choices, Draw& noise) const;
  // Samples down to the finest scale, without the level after it: all that is wanted of a posterior.
  Decoded sampled_latents(const std::vector<at::Tensor>& encoded, Draw& noise) const;

 private:
  Decoded decoded(const std::vector<at::Tensor>& encoded, const Choices& choices, Draw& noise,
                  std::size_t levels) const;

  int dimensions_;
  std::vector<Level> down_, up_;
  std::vector<Convolution> gaussians_;
};

// The finer levels of the decoder; one for prior and posterior.
class Stitching {
 public:
  Stitching(const Architecture&, Parameters&, Draw&);

  // Logits [N, 2, z, y, x]: background, nodule. `decoded` gets the stages that are made here.
  at::Tensor operator()(const std::vector<at::Tensor>& encoded, Decoded& decoded) const;

 private:
  int dimensions_;
  std::vector<Level> up_;
  Convolution logits_;
};

class Hierarchy {
 public:
  Hierarchy(const Architecture&, std::uint64_t seed);

  const Core& prior() const { return prior_; }
  // Its input is the prior's and the segmentation as background and nodule (2 channels more).
  const Core& posterior() const { return posterior_; }
  const Stitching& stitching() const { return stitching_; }
  const Architecture& architecture() const { return architecture_; }
  const Parameters& parameters() const { return parameters_; }

 private:
  Hierarchy(const Architecture&, Draw draw);

  Architecture architecture_;
  Parameters parameters_;
  Core prior_, posterior_;
  Stitching stitching_;
};

// Twice as large by repetition, and half as large by means, along the axes that the form has.
at::Tensor repeated(const at::Tensor& x, int dimensions);
at::Tensor averaged(const at::Tensor& x, int dimensions);

// Orthogonal rows or columns (Saxe et al. 2014), gain 1: the smaller of first size and the rest's product.
at::Tensor orthogonal_weights(at::IntArrayRef shape, Draw& draw);
// Normal noise of a tensor's shape and type.
at::Tensor noise_like(const at::Tensor& like, Draw& draw);

}  // namespace longview::u_hpnet

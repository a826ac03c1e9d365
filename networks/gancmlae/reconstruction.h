// Ways to rebuild a map as a healthy one's: GANCMLAE and what it is compared with (networks.md 8).
#pragma once

#include <memory>

#include "networks/core/weights.h"
#include "networks/gancmlae/networks.h"

namespace longview::gancmlae {

// Encoder and decoder, of GANCMLAE or of the plain autoencoder. Untrained it gives the mean brain.
struct Autoencoder {
  Encoder encoder;
  Decoder decoder;
  at::Tensor mean_logits;  // [1, 1, 96, 112, 96], of the mean map

  Autoencoder(std::uint64_t seed, at::Tensor mean_logits);
  // [N, 128] -> [N, 1, 96, 112, 96], 0 to 1.
  at::Tensor rebuilt(const at::Tensor& code, RunMode mode = {}) const;
  // [N, 1, 96, 112, 96] -> the same.
  at::Tensor operator()(const at::Tensor& map, RunMode mode = {}) const { return rebuilt(encoder(map, mode), mode); }
};
// Of the mean of maps, each 0 to 1.
at::Tensor mean_logits_of(const std::vector<at::Tensor>& maps);
void store(const Autoencoder& network, const std::string& prefix, StoredWeights& into);  // as F16
// Throws Failure for missing or misshaped tensors.
Autoencoder autoencoder_from(const StoredWeights& from, const std::string& prefix);

// Principal components within a mask.
struct Components {
  at::Tensor places;  // [v] flat indices of the mask's voxels
  at::Tensor mean;    // [v]
  at::Tensor basis;   // [k, v], orthonormal rows

  at::Tensor operator()(const at::Tensor& map) const;
};

// The components of `maps` ([1, 1, z, y, x] each) in `mask` [z, y, x], all that there are, largest first.
Components components_of(const std::vector<at::Tensor>& maps, const at::Tensor& mask);
// The first k of them, with the k whose mean absolute error on `others` is least.
Components best_components(const Components& all, const std::vector<at::Tensor>& others);
void store(const Components& components, const std::string& prefix, StoredWeights& into);
Components components_from(const StoredWeights& from, const std::string& prefix, const at::Tensor& mask);

}  // namespace longview::gancmlae

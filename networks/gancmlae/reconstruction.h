// Ways to rebuild a map as a healthy one's: GANCMLAE and what it is compared with (networks.md 8).
#pragma once

#include <memory>

#include "networks/core/weights.h"
#include "networks/gancmlae/networks.h"

namespace longview::gancmlae {

// Encoder and decoder, of GANCMLAE or of the plain autoencoder.
struct Autoencoder {
  Encoder encoder;
  Decoder decoder;

  explicit Autoencoder(std::uint64_t seed) : encoder("encoder", code_size, seed), decoder(seed) {}
  // [1, 1, 96, 112, 96] -> the same.
  at::Tensor operator()(const at::Tensor& map, RunMode mode = {}) const { return decoder(encoder(map, mode), mode); }
};
void store(const Autoencoder& network, const std::string& prefix, StoredWeights& into);  // as F16
void load(const Autoencoder& network, const std::string& prefix, const StoredWeights& from);

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

#include "networks/gancmlae/reconstruction.h"

#include <cstring>

#include "imaging/core/failure.h"

namespace longview::gancmlae {

namespace {
at::Tensor values_at(const at::Tensor& map, const at::Tensor& places) { return map.flatten().index_select(0, places); }

at::Tensor places_of(const at::Tensor& mask) { return (mask.flatten() > 0.5).nonzero().flatten(); }

at::Tensor read(const StoredWeights& from, const std::string& name) {
  for (const StoredTensor& stored : from.tensors)
    if (stored.name == name) {
      const std::vector<float> values = values_of(stored);
      at::Tensor tensor = at::empty(stored.shape);
      std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
      return tensor;
    }
  throw Failure("These weights lack " + name + ". Train again.");
}
}  // namespace

Autoencoder::Autoencoder(std::uint64_t seed, at::Tensor mean)
    : encoder("encoder", code_size, seed), decoder(seed), mean_logits(std::move(mean)) {}

at::Tensor Autoencoder::rebuilt(const at::Tensor& code, RunMode mode) const {
  return (mean_logits + decoder(code, mode)).sigmoid();
}

at::Tensor mean_logits_of(const std::vector<at::Tensor>& maps) {
  constexpr double least = 1e-3;
  return at::cat(maps, 0).mean(0, true).clamp(least, 1 - least).logit();
}

void store(const Autoencoder& network, const std::string& prefix, StoredWeights& into) {
  store_parameters(network.encoder.parameters(), prefix + "encoder.", "F16", into);
  store_parameters(network.decoder.parameters(), prefix + "decoder.", "F16", into);
  Parameters fixed;
  fixed.keep("mean_logits", network.mean_logits);
  store_parameters(fixed, prefix, "F16", into);
}

Autoencoder autoencoder_from(const StoredWeights& from, const std::string& prefix) {
  Parameters fixed;
  Autoencoder network(0, fixed.keep("mean_logits", at::zeros({1, 1, map_size[0], map_size[1], map_size[2]})));
  load_parameters(fixed, prefix, from);
  load_parameters(network.encoder.parameters(), prefix + "encoder.", from);
  load_parameters(network.decoder.parameters(), prefix + "decoder.", from);
  return network;
}

at::Tensor Components::operator()(const at::Tensor& map) const {
  const at::Tensor centred = values_at(map, places) - mean;
  const at::Tensor rebuilt = mean + at::matmul(at::matmul(basis, centred), basis);
  at::Tensor made = at::zeros({map.numel()});
  made.index_copy_(0, places, rebuilt);
  return made.view(map.sizes());
}

Components components_of(const std::vector<at::Tensor>& maps, const at::Tensor& mask) {
  Components all{places_of(mask), {}, {}};
  std::vector<at::Tensor> rows;
  for (const at::Tensor& map : maps) rows.push_back(values_at(map, all.places));
  at::Tensor data = at::stack(rows);
  all.mean = data.mean(0);
  data -= all.mean;
  // The few brains' own products give the many voxels' components (Turk, Pentland 1991).
  const auto [values, vectors] = at::linalg_eigh(at::matmul(data, data.t()).to(at::kDouble), "L");
  const at::Tensor order = at::arange(values.numel() - 1, 0, -1, at::kLong);  // the least is the mean's own: nothing
  at::Tensor basis = at::matmul(vectors.index_select(1, order).t().to(at::kFloat), data);
  all.basis = basis / basis.norm(2, 1, true).clamp_min(1e-12);
  return all;
}

Components best_components(const Components& all, const std::vector<at::Tensor>& others) {
  std::vector<double> error(static_cast<std::size_t>(all.basis.size(0)) + 1, 0);
  for (const at::Tensor& map : others) {
    at::Tensor left = values_at(map, all.places) - all.mean;
    for (std::size_t k = 0; k < error.size(); ++k) {
      error[k] += left.abs().mean().item<double>();
      if (k + 1 == error.size()) break;
      const at::Tensor component = all.basis[static_cast<std::int64_t>(k)];
      left = left - at::dot(left, component) * component;
    }
  }
  const auto best = std::max<std::ptrdiff_t>(1, std::min_element(error.begin(), error.end()) - error.begin());
  return {all.places, all.mean, all.basis.narrow(0, 0, best)};
}

void store(const Components& components, const std::string& prefix, StoredWeights& into) {
  Parameters all;
  all.keep("mean", components.mean);
  all.keep("basis", components.basis);
  store_parameters(all, prefix, "F16", into);
}

Components components_from(const StoredWeights& from, const std::string& prefix, const at::Tensor& mask) {
  return {places_of(mask), read(from, prefix + "mean"), read(from, prefix + "basis")};
}

}  // namespace longview::gancmlae

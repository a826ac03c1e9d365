#include "networks/u_hpnet/shipped.h"

#include <set>

#include "imaging/core/failure.h"

namespace longview::u_hpnet {

namespace {
constexpr std::string_view net = "u-hpnet";

int dimensions_of(const StoredWeights& file) {
  const auto found = file.metadata.find("dimensions");
  if (found == file.metadata.end() || (found->second != "2" && found->second != "3"))
    throw Failure(
        "These weights do not say whether they are of the form in 2 or in 3 dimensions: they are of another network.");
  return found->second == "2" ? 2 : 3;
}

void describe(const Forecaster& network, StoredWeights& file) {
  file.metadata["net"] = net;
  file.metadata["dimensions"] = std::to_string(network.hierarchy().architecture().dimensions);
}

Forecaster loaded(const Architecture& architecture, const std::string& prefix, const StoredWeights& file) {
  Forecaster network(architecture, 0);
  load_parameters(network.parameters(), prefix, file);
  return network;
}

void refuse_strangers(const Parameters& parameters, const StoredWeights& file) {
  std::set<std::string> known{"class_shares"};
  for (const auto& [name, tensor] : parameters.items) known.insert("network." + name);
  for (const StoredTensor& tensor : file.tensors)
    if (!known.contains(tensor.name))
      throw Failure("The weights hold " + tensor.name +
                    ", which U-HPNet has no place for: they are of another network.");
}
}  // namespace

Architecture one_scale(int dimensions) {
  Architecture architecture = of_nodules(dimensions);
  architecture.latents = 1;
  return architecture;
}

Architecture deterministic(int dimensions) {
  Architecture architecture = of_nodules(dimensions);
  architecture.latents = 0;
  return architecture;
}

StoredWeights stored(const Shipped& shipped) {
  StoredWeights file;
  describe(shipped.network, file);
  store_parameters(shipped.network.parameters(), "network.", "F16", file);
  Parameters shares;
  shares.keep("class_shares", shipped.shares);
  store_parameters(shares, "", "F32", file);
  return file;
}

Shipped shipped_from(const StoredWeights& file) {
  Parameters shares;
  Shipped shipped{loaded(of_nodules(dimensions_of(file)), "network.", file),
                  shares.keep("class_shares", at::zeros({3}))};
  load_parameters(shares, "", file);
  refuse_strangers(shipped.network.parameters(), file);
  if ((shipped.shares > 0).all().item<bool>()) return shipped;
  throw Failure("The weights hold shares of the classes that are none: they are damaged.");
}

StoredWeights stored(const Baselines& baselines) {
  StoredWeights file;
  describe(baselines.one_scale, file);
  store_parameters(baselines.one_scale.parameters(), "one_scale.", "F16", file);
  store_parameters(baselines.deterministic.parameters(), "deterministic.", "F16", file);
  store(baselines.logistic, baselines.population, file);
  return file;
}

Baselines baselines_from(const StoredWeights& file) {
  const int dimensions = dimensions_of(file);
  Baselines baselines{loaded(one_scale(dimensions), "one_scale.", file),
                      loaded(deterministic(dimensions), "deterministic.", file),
                      {},
                      {}};
  read(baselines.logistic, baselines.population, file);
  return baselines;
}

}  // namespace longview::u_hpnet

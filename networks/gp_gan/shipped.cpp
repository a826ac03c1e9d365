#include "networks/gp_gan/shipped.h"

#include <set>

#include "imaging/core/failure.h"
#include "networks/core/sha256.h"

namespace longview::gp_gan {

namespace {
constexpr std::string_view fold_prefix = "tuned.";

Parameters tuned_parameters(const Stage& stage) {
  Parameters part;
  for (const auto& item : stage.parameters().items)
    if (is_tuned(item.first)) part.items.push_back(item);
  return part;
}

void refuse_strangers(const Shipped& shipped, const StoredWeights& weights) {
  std::set<std::string> known;
  for (const auto& [name, tensor] : shipped.first.parameters().items) known.insert("stage1." + name);
  for (const auto& [name, tensor] : shipped.second.parameters().items) known.insert("stage2." + name);
  for (const StoredTensor& tensor : weights.tensors)
    if (!known.contains(tensor.name) && tensor.name.rfind(fold_prefix, 0) != 0)
      throw Failure("The weights hold " + tensor.name +
                    ", which GP-GAN has no place for: they are of another network.");
}
}  // namespace

bool is_tuned(const std::string& name) {
  for (const std::string_view start : {"image.", "tumour.", "speed", "time_scale"})
    if (name.rfind(start, 0) == 0) return true;
  return false;
}

std::string patient_key(const std::string& patient) { return sha256(std::string_view(patient)).substr(0, 12); }

StoredWeights tuned_part(const Stage& first) {
  StoredWeights part;
  store_parameters(tuned_parameters(first), "", "F16", part);
  return part;
}

StoredWeights stored(const Shipped& shipped) {
  StoredWeights weights;
  weights.metadata["net"] = "gp-gan";
  store_parameters(shipped.first.parameters(), "stage1.", "F16", weights);
  store_parameters(shipped.second.parameters(), "stage2.", "F16", weights);
  for (const auto& [fold, part] : shipped.tuned)
    for (StoredTensor tensor : part.tensors) {
      tensor.name = std::string(fold_prefix) + fold + "." + tensor.name;
      weights.tensors.push_back(std::move(tensor));
    }
  return weights;
}

Shipped shipped_from(const StoredWeights& weights) {
  Shipped shipped;
  refuse_strangers(shipped, weights);
  load_parameters(shipped.first.parameters(), "stage1.", weights);
  load_parameters(shipped.second.parameters(), "stage2.", weights);
  for (const StoredTensor& tensor : weights.tensors) {
    if (tensor.name.rfind(fold_prefix, 0) != 0) continue;
    const std::size_t end = tensor.name.find('.', fold_prefix.size());
    if (end == std::string::npos) throw Failure("The weights hold " + tensor.name + ", which belongs to no fold.");
    StoredTensor part = tensor;
    part.name = tensor.name.substr(end + 1);
    shipped.tuned[tensor.name.substr(fold_prefix.size(), end - fold_prefix.size())].tensors.push_back(std::move(part));
  }
  for (const auto& [fold, part] : shipped.tuned) load_parameters(tuned_parameters(Stage(1, 0)), "", part);  // shapes
  return shipped;
}

Stage first_stage_for(const Shipped& shipped, const std::string& patient, bool simulated) {
  Stage stage(1, 0);
  stage.start_from(shipped.first);
  if (simulated || shipped.tuned.empty()) return stage;
  auto fold = shipped.tuned.find(patient_key(patient));
  if (fold == shipped.tuned.end()) fold = shipped.tuned.find("all");
  if (fold != shipped.tuned.end()) load_parameters(tuned_parameters(stage), "", fold->second);
  return stage;
}

}  // namespace longview::gp_gan

#include "networks/gp_gan/shipped.h"

#include <cmath>
#include <set>

#include "imaging/core/failure.h"
#include "networks/core/sha256.h"

namespace longview::gp_gan {

namespace {
constexpr std::string_view fold_prefix = "calibration.";

void refuse_strangers(const Shipped& shipped, const StoredWeights& weights) {
  std::set<std::string> known;
  for (const auto& [name, tensor] : shipped.first.parameters().items) known.insert("stage1." + name);
  for (const auto& [name, tensor] : shipped.second.parameters().items) known.insert("stage2." + name);
  for (const StoredTensor& tensor : weights.tensors)
    if (!known.contains(tensor.name) && !tensor.name.starts_with(fold_prefix))
      throw Failure("The weights hold " + tensor.name +
                    ", which GP-GAN has no place for: they are of another network.");
}
}  // namespace

std::string patient_key(const std::string& patient) { return sha256(std::string_view(patient)).substr(0, 12); }

StoredWeights stored(const Shipped& shipped) {
  StoredWeights weights;
  weights.metadata["net"] = "gp-gan";
  store_parameters(shipped.first.parameters(), "stage1.", "F16", weights);
  store_parameters(shipped.second.parameters(), "stage2.", "F16", weights);
  Parameters calibrations;
  for (const auto& [fold, c] : shipped.calibrations)
    calibrations.items.emplace_back(fold, at::tensor({c.speed, c.limit_mm, c.gain}, at::kFloat));
  store_parameters(calibrations, std::string(fold_prefix), "F32", weights);
  return weights;
}

Shipped shipped_from(const StoredWeights& weights) {
  Shipped shipped;
  refuse_strangers(shipped, weights);
  load_parameters(shipped.first.parameters(), "stage1.", weights);
  load_parameters(shipped.second.parameters(), "stage2.", weights);
  Parameters calibrations;
  for (const StoredTensor& tensor : weights.tensors)
    if (tensor.name.starts_with(fold_prefix))
      calibrations.items.emplace_back(tensor.name.substr(fold_prefix.size()), at::zeros({3}));
  load_parameters(calibrations, std::string(fold_prefix), weights);
  for (const auto& [fold, numbers] : calibrations.items) {
    const auto* n = numbers.data_ptr<float>();
    if (!(n[0] >= 0 && n[1] > 0 && std::isfinite(n[0] + n[1] + n[2])))
      throw Failure("The weights hold a calibration that is none: " + fold + ".");
    shipped.calibrations[fold] = {n[0], n[1], n[2]};
  }
  return shipped;
}

Stage first_stage_for(const Shipped& shipped, const std::string& patient, bool simulated) {
  Stage stage(1, 0);
  stage.start_from(shipped.first);
  if (simulated) return stage;
  auto fold = shipped.calibrations.find(patient_key(patient));
  if (fold == shipped.calibrations.end()) fold = shipped.calibrations.find("all");
  if (fold != shipped.calibrations.end()) stage.calibrate(fold->second);
  return stage;
}

}  // namespace longview::gp_gan

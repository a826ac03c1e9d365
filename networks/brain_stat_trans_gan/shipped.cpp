#include "networks/brain_stat_trans_gan/shipped.h"

#include <cmath>
#include <cstring>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "networks/brain_stat_trans_gan/card.h"
#include "networks/layers/similarity.h"
#include "networks/training/brain_card.h"

namespace longview::brain_stat_trans_gan {

namespace {
template <class S, class F>
void each_part(S& shipped, F&& f) {
  f("generator.", shipped.generator.parameters());
  f("generator_statistics.", shipped.generator.statistics());
  f("status.", shipped.status.parameters());
  f("status_statistics.", shipped.status.statistics());
  f("independent.", shipped.independent.parameters());
  f("rmfn.", shipped.rmfn.parameters());
  f("rmfn_statistics.", shipped.rmfn.statistics());
}

std::vector<std::string> keys(const std::vector<std::string>& patients) {
  std::vector<std::string> all;
  for (const std::string& patient : patients) all.push_back(anonymous_key(patient));
  return all;
}
}  // namespace

StoredWeights stored(const Shipped& shipped) {
  StoredWeights file;
  each_part(shipped, [&](const char* prefix, const Parameters& part) {
    store_parameters(part, prefix, std::string(prefix).find("statistics") == std::string::npos ? "F16" : "F32", file);
  });
  StoredTensor atlas{"atlas", "U8", {76, 94, 76}, {}};
  atlas.bytes.resize(static_cast<std::size_t>(shipped.atlas.numel()));
  std::memcpy(atlas.bytes.data(), shipped.atlas.contiguous().data_ptr<std::uint8_t>(), atlas.bytes.size());
  file.tensors.push_back(std::move(atlas));
  file.metadata["slope"] = std::to_string(shipped.slope);
  file.metadata["offset"] = std::to_string(shipped.offset);
  return file;
}

Shipped shipped_from(const StoredWeights& file) {
  Shipped shipped;
  each_part(shipped, [&](const char* prefix, const Parameters& part) { load_parameters(part, prefix, file); });
  const StoredTensor& atlas = tensor_named(file, "atlas", {76, 94, 76});
  if (atlas.type != "U8") throw Failure("The atlas of these weights is of another type. Install them again.");
  std::memcpy(shipped.atlas.data_ptr<std::uint8_t>(), atlas.bytes.data(), atlas.bytes.size());
  try {
    shipped.slope = std::stod(file.metadata.at("slope"));
    shipped.offset = std::stod(file.metadata.at("offset"));
  } catch (const std::logic_error&) {
    throw Failure("These weights of BrainStatTrans-GAN have no calibration. Install them again.");
  }
  return shipped;
}

void write_usual(const Normative& usual, const std::filesystem::path& path) {
  StoredWeights file;
  store(usual, "usual.", file);
  write_weights(path, file);
}

Normative read_usual(const std::filesystem::path& path) { return normative_from(read_weights(path), "usual."); }

at::Tensor atlas_of(const std::vector<TrainingBrain>& brains) {
  at::Tensor most = at::full({76, 94, 76}, 0.25 * static_cast<double>(brains.size())),
             best = at::zeros({76, 94, 76}, at::kByte);
  for (const BrainStructure& structure : brain_structures()) {
    at::Tensor votes = at::zeros({76, 94, 76});
    for (const TrainingBrain& brain : brains) votes += brain.labels == structure.value;
    best.masked_fill_(votes > most, structure.value);
    most = at::maximum(most, votes);
  }
  return best;
}

void write_model(const Shipped& shipped, const TrainingFacts& facts, const Recipe& recipe,
                 const std::filesystem::path& out) {
  const std::filesystem::path weights = out / "weights.safetensors";
  write_weights(weights, stored(shipped));
  std::int64_t parameters = 0;
  each_part(shipped, [&](const char*, const Parameters& part) { parameters += part.count(); });
  nlohmann::ordered_json card = general_card();
  card["net"] = {{"architecture", "networks.md 3.2, 3.4, 3.6"},
                 {"generator_parameters", shipped.generator.parameters().count()},
                 {"status_parameters", shipped.status.parameters().count()},
                 {"rmfn_parameters", shipped.rmfn.parameters().count()}};
  const std::string sides = recipe.status == Status::simulated_atrophy
                                ? " healthy brains, and the same with simulated Alzheimer-like atrophy as patients"
                                : " healthy brains; those of 60 years and more as patients, those up to 45 as healthy";
  card["training"] = {{"data", std::to_string(facts.learned.size()) + sides + "; calibrated on " +
                                   std::to_string(facts.calibrated.size()) + " others"},
                      {"anatomies", keys(facts.learned)},
                      {"calibrated", keys(facts.calibrated)},
                      {"n_patients", facts.learned.size() + facts.calibrated.size()},
                      {"seeds", {facts.seed}},
                      {"schedule", recipe.schedule == Schedule::released ? "released" : "paper"},
                      {"steps", facts.steps},
                      {"minutes", facts.minutes},
                      {"hardware", "CPU, one core"},
                      {"batch", recipe.batch},
                      {"hippocampus_loss_percent", {recipe.least_loss, recipe.most_loss}}};
  card["split"] = "Anatomies apart by subject; simulated patients stay with their anatomy";
  card["preprocessing"] = {"standard brain (N4, brain mask, affine to the mean brain, 2 mm, white matter at 0.75)",
                           "blur of half a voxel"};
  write_brain_card(card, weights, parameters, out / "card.json");
}

at::Tensor shown(const at::Tensor& image) { return gaussian_blur(image, 0.5); }

double patient_probability(const Shipped& shipped, double logit_difference) {
  return 1 / (1 + std::exp(-(shipped.slope * logit_difference + shipped.offset)));
}

}  // namespace longview::brain_stat_trans_gan

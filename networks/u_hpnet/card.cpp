#include "networks/u_hpnet/card.h"

#include "networks/core/sha256.h"
#include "networks/training/brain_card.h"

namespace longview::u_hpnet {

namespace {
using json = nlohmann::ordered_json;

json range(double low, double high) { return {{"min", low}, {"max", high}}; }

json crop_format(const char* format, const char* modality, int channels, json names) {
  return {{"type", "image"},
          {"format", format},
          {"modality", modality},
          {"num_channels", channels},
          {"spatial_shape", {crop_size, crop_size, crop_size}},
          {"dtype", "float32"},
          {"value_range", {0, 1}},
          {"is_patch_data", true},
          {"channel_def", std::move(names)}};
}

json general() {
  json card = brain_card();
  card["name"] = "u-hpnet";
  card["title"] = "U-HPNet";
  card["task"] = "Lung nodule progression";
  card["version"] = "0.1.0";
  card["description"] =
      "Draws samples of what a lung nodule will be at a horizon, from one CT: growth, size and mask, each with its "
      "uncertainty.";
  card["references"] = {
      "Rafael-Palou X et al. Prediction of lung nodule progression with an uncertainty-aware hierarchical "
      "probabilistic "
      "network. Diagnostics 12:2639, 2022",
      "Kohl S et al. A hierarchical probabilistic U-Net for modeling multi-scale ambiguities. arXiv 1905.13077, 2019"};
  card["needs"] = {"CT", "lesion"};
  card["interval_days"] = range(60, 900);
  card["applicability"] = {{"diameter_mm", range(4, 30)}, {"slice_thickness_mm", range(0, 5)}};
  card["limits"] = {
      "Learned from simulated growth in real lungs; no patient with two dates was seen.",
      "The published heads, interval and preparation are unknown; these are our own.",
      "One CT shows little of how fast a nodule grows: read the interval, not the mean.",
      "Therapy, infection and breathing between the dates are not known to it.",
      "Nodules at the border of the scan, masses above 30 mm and what lies in the mediastinum are refused "
      "or were not seen.",
      "Class probabilities are of a simulated population: half of the nodules malignant."};
  card["network_data_format"]["inputs"]["known"] =
      crop_format("hounsfield", "CT", 2, {{"0", "CT, -1000 ... 400 HU"}, {"1", "nodule at the first date"}});
  card["network_data_format"]["outputs"]["logits"] = crop_format("segmentation", "n/a", 1, {{"0", "nodule"}});
  return card;
}
}  // namespace

void write_card(const std::filesystem::path& weights, std::int64_t parameters, const Recipe& recipe,
                const TrainingFacts& facts) {
  json card = general(), anatomies = json::array();
  for (const std::string& anatomy : facts.anatomies)
    anatomies.push_back(sha256(std::string_view(anatomy)).substr(0, 12));
  card["net"] = {{"architecture", "hierarchical probabilistic U-Net with interval and heads"},
                 {"dimensions", facts.dimensions},
                 {"channels", of_nodules(facts.dimensions).channels},
                 {"latents", of_nodules(facts.dimensions).latents}};
  card["training"] = {
      {"data", std::to_string(facts.cases) + " simulated nodules of three dates in the lungs of " +
                   std::to_string(facts.anatomies.size()) + " patients"},
      {"anatomies", anatomies},
      {"n_patients", facts.anatomies.size()},
      {"seeds", {facts.seed}},
      {"steps", facts.steps},
      {"minutes", facts.minutes},
      {"hardware", "CPU"},
      {"batch", recipe.batch},
      {"learning_rate", recipe.learning_rate},
      {"loss", "GECO, kappa " + std::to_string(recipe.weights.allowed) + ", top " +
                   std::to_string(recipe.weights.share) + " of the voxels; classes, size, consistency"}};
  card["split"] = "Anatomies apart by patient";
  card["preprocessing"] = {"48 cubes of 1 mm around the nodule's middle", "HU clipped to -1000 ... 400, as 0 ... 1",
                           "mask by signed distance, logits -8 ... 8 at 1 mm"};
  write_brain_card(card, weights, parameters, weights.parent_path() / "card.json");
}

std::filesystem::path installed_folder() { return models_folder() / "u_hpnet"; }

ModelCard card_installed() { return installed_card("u_hpnet", general().dump(2)); }

}  // namespace longview::u_hpnet

#include "networks/gp_gan/card.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "networks/core/sha256.h"
#include "networks/core/weights.h"
#include "networks/gp_gan/discriminator.h"

namespace longview::gp_gan {

namespace {
using json = nlohmann::ordered_json;

json range(double low, double high) { return {{"min", low}, {"max", high}}; }

json volume_format(const char* type, const char* format, int channels, json channel_names) {
  return {{"type", type},
          {"format", format},
          {"modality", "MR"},
          {"num_channels", channels},
          {"spatial_shape", {64, 64, 16}},
          {"dtype", "float32"},
          {"value_range", {-1, 1}},
          {"is_patch_data", true},
          {"channel_def", std::move(channel_names)}};
}

// What holds of every GP-GAN, trained or not.
json general() {
  json card;
  card["name"] = "gp-gan";
  card["title"] = "GP-GAN";
  card["task"] = "Brain tumour growth";
  card["version"] = "0.1.0";
  card["description"] =
      "Predicts the next T1 scan with contrast and the tumour on it from one or more past ones, by two stacked "
      "conditional 3D GANs guided by tissue and tumour maps.";
  card["authors"] = "Longview's authors, after Elazab et al.";
  card["copyright"] = "Longview's authors";
  card["licence"] = "The same as Longview's; research use only.";
  card["references"] = {
      "Elazab A et al. GP-GAN: Brain tumor growth prediction using stacked 3D generative adversarial networks from "
      "longitudinal MR images. Neural Networks 132:321-332, 2020. doi 10.1016/j.neunet.2020.09.004",
      "Schmainda K, Prah M. Data from Brain-Tumor-Progression. The Cancer Imaging Archive, 2018. "
      "doi 10.7937/K9/TCIA.2018.15quzvnb"};
  card["intended_use"] = "Research only. Not cleared, approved or CE-marked; not for diagnosis or treatment.";
  card["research_use_only"] = true;
  card["needs"] = {"MR", "ce-T1w", "lesion"};
  card["interval_days"] = range(20, 400);
  // 0.5 to 99.5 percentiles of adult brains with their CSF spaces, widened for thick slices; networks.md 10.2.
  card["applicability"] = {{"slice_thickness_mm", range(0, 7)},
                           {"anisotropy", range(1, 8)},
                           {"lesion_ml", range(0.1, 200)},
                           {"brain_ml", range(800, 2200)},
                           {"residual_mm", range(0, 2)}};
  card["limits"] = {"Learned mostly from simulated growth; therapy is unknown to it.",
                    "New distant lesions are never predicted.",
                    "Pseudo-progression, steroids and contrast timing change the enhancing volume without growth.",
                    "Resection cavities and surgery between dates are outside of what it was trained on.",
                    "A registration error reads as growth or as shrinking.",
                    "Children and scanners other than those of the training data were not seen.",
                    "The spread shown is the model's own, not the chance of being right."};
  card["monai_version"] = "n/a";
  card["numpy_version"] = "n/a";
  card["pytorch_version"] = "1.13.1";
  card["optional_packages_version"] = json::object();
  card["network_data_format"]["inputs"]["condition"] = volume_format("image", "magnitude", 6,
                                                                     {{"0", "T1 with contrast"},
                                                                      {"1", "white matter"},
                                                                      {"2", "grey matter"},
                                                                      {"3", "CSF"},
                                                                      {"4", "tumour"},
                                                                      {"5", "interval"}});
  card["network_data_format"]["outputs"]["change"] =
      volume_format("image", "magnitude", 2, {{"0", "change of the image"}, {"1", "change of the tumour's logits"}});
  return card;
}

json training_of(const Recipe& recipe, const TrainingFacts& facts) {
  json training;
  training["data"] = std::to_string(facts.courses) + " simulated gliomas of four dates in " +
                     std::to_string(facts.anatomies.size()) + " healthy brains" +
                     (facts.calibrated ? "; then calibrated on the pairs of " + std::to_string(facts.patients.size()) +
                                             " patients, each left out in turn (stage 1)"
                                       : "");
  training["anatomies"] = facts.anatomies;
  training["patients"] = facts.calibrated ? facts.patients : std::vector<std::string>{};
  training["n_patients"] = facts.anatomies.size() + (facts.calibrated ? facts.patients.size() : 0);
  training["seeds"] = {facts.seed};
  training["steps"] = facts.steps;
  training["minutes"] = facts.minutes;
  training["hardware"] = "CPU";
  training["batch"] = recipe.batch;
  training["learning_rate"] = recipe.learning_rate;
  training["loss_weights"] = {{"adversarial", recipe.weights.adversarial},
                              {"l1", recipe.weights.l1},
                              {"dice", recipe.weights.dice},
                              {"band", recipe.weights.band}};
  return training;
}
}  // namespace

void write_card(const std::filesystem::path& path, const std::filesystem::path& weights, const Recipe& recipe,
                const TrainingFacts& facts) {
  json card = general();
  const Stage first(1, 0), second(2, 0);
  card["net"] = {{"architecture", "gp-gan, preset S"},
                 {"patch", {64, 64, 16}},
                 {"base", 16},
                 {"stage_1_parameters", first.generator().parameters().count()},
                 {"stage_2_parameters", second.generator().parameters().count()},
                 {"discriminator_parameters", Discriminator(0).parameters().count()}};
  std::ifstream file(weights, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  card["weights"] = {{"file", weights.filename().string()},
                     {"sha256", sha256(std::string_view(bytes))},
                     {"parameters", first.parameters().count() + second.parameters().count()}};
  card["training"] = training_of(recipe, facts);
  card["split"] = facts.calibrated
                      ? "Anatomies apart by subject; real patients leave-one-out by the calibration's own folds"
                      : "Anatomies apart by subject";
  card["metrics"] = json::array();
  card["baselines"] = json::array();
  card["preprocessing"] = {"rigid to the first date",
                           "N4 bias field",
                           "brain mask",
                           "tissue maps",
                           "1 mm cubes, upright",
                           "z-score in the brain without the lesion / 5, clamped to -1 ... 1"};
  std::ofstream out(path, std::ios::trunc);
  out << card.dump(2) << '\n';
  out.flush();
  if (!out) throw Failure("The card " + path.string() + " could not be written. Is the disk full?");
}

std::filesystem::path installed_folder() { return models_folder() / "gp_gan"; }

ModelCard installed_card() {
  const std::filesystem::path file = installed_folder() / "card.json";
  if (std::filesystem::exists(file)) return read_card(file);
  const json facts = general();
  ModelCard card;
  card.name = facts["name"];
  card.title = facts["title"];
  card.task = facts["task"];
  card.description = facts["description"];
  card.version = facts["version"];
  card.reference = facts["references"][0];
  card.licence = facts["licence"];
  card.needs = facts["needs"].get<std::vector<std::string>>();
  card.interval_days = {facts["interval_days"]["min"], facts["interval_days"]["max"]};
  for (const auto& [key, limit] : facts["applicability"].items())
    card.applicability[key] = {limit["min"], limit["max"]};
  card.limits = facts["limits"].get<std::vector<std::string>>();
  card.weights_file = "weights.safetensors";
  card.weights_installed = false;
  card.text = facts.dump(2);
  return card;
}

}  // namespace longview::gp_gan

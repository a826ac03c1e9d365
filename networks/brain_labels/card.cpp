#include "networks/brain_labels/card.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/preparation/head_box.h"
#include "networks/core/sha256.h"
#include "networks/layers/label_network.h"

namespace longview::brain_labels {

namespace {
using json = nlohmann::ordered_json;

json range(double low, double high) { return {{"min", low}, {"max", high}}; }

json volume_format(const char* type, const char* format, int channels, json names) {
  return {{"type", type},
          {"format", format},
          {"modality", "MR"},
          {"num_channels", channels},
          {"spatial_shape", {kHeadBox[0], kHeadBox[1], kHeadBox[2]}},
          {"dtype", "float32"},
          {"value_range", {-5, 5}},
          {"is_patch_data", false},
          {"channel_def", std::move(names)}};
}

json classes() {
  json names{{"0", "background"}};
  for (const BrainStructure& structure : brain_structures())
    names[std::to_string(structure.value)] = full_name(structure);
  return names;
}

json general() {
  json card;
  card["name"] = "brain-labels";
  card["title"] = "Brain labels";
  card["task"] = "Brain structures";
  card["version"] = "0.1.0";
  card["description"] =
      "Labels 46 structures of the brain (tissues, ventricles, hippocampi, amygdalae, lobes by side) on a T1 scan of a "
      "head, with or without skull, by a small 3D U-Net at 2 mm, and gives their volumes.";
  card["authors"] = "Longview's authors";
  card["copyright"] = "Longview's authors";
  card["licence"] = "Weights: CC BY-SA 3.0, after the IXI data set; research use only.";
  card["references"] = {
      "Cicek O et al. 3D U-Net: learning dense volumetric segmentation from sparse annotation. MICCAI 2016. "
      "doi 10.1007/978-3-319-46723-8_49",
      "IXI data set, brain-development.org; labels by DLMUSE (CBICA/NiChart_Project)"};
  card["intended_use"] = "Research only. Not cleared, approved or CE-marked; not for diagnosis or treatment.";
  card["research_use_only"] = true;
  card["needs"] = {"MR", "T1w"};
  card["preparation"] = "scan";
  card["interval_days"] = range(0, 0);
  card["applicability"] = {{"spacing_mm", range(0.4, 6.5)}};
  card["limits"] = {
      "Learned from 64 healthy adults of one 3 T scanner; other scanners only through changed contrast, shading, "
      "resolution and noise.",
      "Its reference labels are another network's (DLMUSE, 2 mm), not a person's.",
      "Tumours, large lesions, surgery and children were not seen; labels there are not to be trusted.",
      "Structures of a few voxels at 2 mm (amygdalae, third and fourth ventricles) vary most."};
  card["monai_version"] = "n/a";
  card["numpy_version"] = "n/a";
  card["pytorch_version"] = "1.13.1";
  card["optional_packages_version"] = json::object();
  card["network_data_format"]["inputs"]["head"] = volume_format(
      "image", "magnitude", kLabelChannels, {{"0", "T1"}, {"1", "place z"}, {"2", "place y"}, {"3", "place x"}});
  card["network_data_format"]["outputs"]["labels"] =
      volume_format("probabilities", "segmentation", 1 + kBrainStructures, classes());
  card["weights"] = {{"file", kWeightsFile}, {"sha256", ""}, {"parameters", 0}};
  card["training"] = {{"data", "not trained"}};
  card["metrics"] = json::array();
  card["baselines"] = json::array();
  card["preprocessing"] = {"upright cubes of 2 mm, finer scans averaged", "brain found roughly",
                           "box of 176 x 208 x 176 mm around it", "z-score of the brain, clamped to -5 ... 5"};
  return card;
}
}  // namespace

void write_card(const std::filesystem::path& folder, const Recipe& recipe, const std::vector<LabelledHead>& heads,
                const TrainingFacts& facts) {
  json card = general();
  std::ifstream file(folder / kWeightsFile, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const std::int64_t count = LabelNetwork(0).parameters().count();
  card["net"] = {{"architecture", "3D U-Net 16-32-64-128, instance norm"}, {"parameters", count}};
  card["weights"] = {{"file", kWeightsFile}, {"sha256", sha256(std::string_view(bytes))}, {"parameters", count}};
  json learned_from = json::array();
  for (const LabelledHead& head : heads) learned_from.push_back(sha256(std::string_view(head.patient)).substr(0, 12));
  card["training"] = {{"data", std::to_string(heads.size()) + " healthy adults of IXI with DLMUSE labels at 2 mm"},
                      {"patients", learned_from},
                      {"n_patients", heads.size()},
                      {"seeds", {facts.seed}},
                      {"steps", facts.steps},
                      {"minutes", facts.minutes},
                      {"hardware", "CPU"},
                      {"batch", 1},
                      {"learning_rate", recipe.learning_rate},
                      {"loss", "cross-entropy + soft Dice"}};
  card["split"] = "Every fourth of the sorted patients held out, beginning with the first";
  std::ofstream out(folder / "card.json", std::ios::trunc);
  out << card.dump(2) << '\n';
  out.flush();
  if (!out) throw Failure("The card could not be written to " + folder.string() + ". Is the disk full?");
}

std::filesystem::path installed_folder() { return models_folder() / "brain_labels"; }

ModelCard installed_card() { return longview::installed_card("brain_labels", general().dump(2)); }

}  // namespace longview::brain_labels

#include "networks/gancmlae/card.h"

#include "networks/training/brain_card.h"

namespace longview::gancmlae {

nlohmann::ordered_json general_card() {
  nlohmann::ordered_json card = brain_card();
  card["name"] = "gancmlae";
  card["title"] = "GANCMLAE";
  card["task"] = "Individual brain atrophy";
  card["version"] = "0.1.0";
  card["description"] =
      "Rebuilds a brain's grey matter as a healthy one's and shows where less is there than age and sex explain, as "
      "z-scores.";
  card["references"] = {
      "Shi R et al. Generative adversarial network constrained multiple loss autoencoder: a deep learning-based "
      "individual atrophy detection for Alzheimer's disease and mild cognitive impairment. Human Brain Mapping, 2023. "
      "doi 10.1002/hbm.26146"};
  card["applicability"] = {{"age_years", {{"min", 20}, {"max", 85}}}, {"spacing_mm", {{"min", 0.4}, {"max", 3.5}}}};
  card["limits"] = {"The published layers, weights of the losses and preparation are unknown; these are our own.",
                    "Healthy adults of one site; other scanners move the z-scores.",
                    "Brains are laid on the mean by a coarse warp: z-scores also show shapes that are merely rare.",
                    "No patient with Alzheimer's disease was seen; the figures on atrophy are of simulated atrophy."};
  card["network_data_format"]["inputs"]["map"] = brain_format("grey matter, blurred", 96, 112, 96);
  card["network_data_format"]["outputs"]["reconstruction"] = brain_format("grey matter, blurred", 96, 112, 96);
  return card;
}

ModelCard card_installed() { return longview::installed_card("gancmlae", general_card().dump(2)); }

std::filesystem::path installed_folder() { return models_folder() / "gancmlae"; }

}  // namespace longview::gancmlae

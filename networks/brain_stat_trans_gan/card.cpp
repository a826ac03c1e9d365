#include "networks/brain_stat_trans_gan/card.h"

#include "networks/training/brain_card.h"

namespace longview::brain_stat_trans_gan {

nlohmann::ordered_json general_card() {
  nlohmann::ordered_json card = brain_card();
  card["name"] = "brain-stat-trans-gan";
  card["title"] = "BrainStatTrans-GAN";
  card["task"] = "Individual brain atrophy";
  card["version"] = "0.1.0";
  card["description"] =
      "Turns a brain into one that looks healthy and shows the difference; RMFN tells the status from the brain and "
      "that difference.";
  card["references"] = {
      "Gao X et al. Brain Status Transferring Generative Adversarial Network for Decoding Individualized Atrophy in "
      "Alzheimer's Disease. IEEE Journal of Biomedical and Health Informatics, 2023"};
  card["applicability"] = {{"age_years", {{"min", 20}, {"max", 85}}}, {"spacing_mm", {{"min", 0.4}, {"max", 3.5}}}};
  card["limits"] = {
      "Its patients are simulated atrophy in healthy brains: no patient with Alzheimer's disease was seen.",
      "Healthy adults of one site; other scanners were not seen.",
      "A network that changes a classifier's mind may do so by what no reader would see.",
      "The healthy-looking version is made, not a scan of this patient."};
  card["network_data_format"]["inputs"]["brain"] = brain_format("T1, skull removed", 76, 94, 76);
  card["network_data_format"]["outputs"]["healthy"] = brain_format("T1, skull removed", 76, 94, 76);
  return card;
}

ModelCard card_installed() { return longview::installed_card("brain_stat_trans_gan", general_card().dump(2)); }

std::filesystem::path installed_folder() { return models_folder() / "brain_stat_trans_gan"; }

}  // namespace longview::brain_stat_trans_gan

// BrainStatTrans-GAN's card: what it is, what it learned from, and where it may be used.
#pragma once

#include <nlohmann/json.hpp>

#include "networks/core/model_card.h"

namespace longview::brain_stat_trans_gan {

// What holds of every BrainStatTrans-GAN, trained or not.
nlohmann::ordered_json general_card();

ModelCard card_installed();
std::filesystem::path installed_folder();

}  // namespace longview::brain_stat_trans_gan

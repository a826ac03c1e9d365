// GP-GAN's card: what it is, what it learned from, and where it may be used.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "networks/core/model_card.h"
#include "networks/gp_gan/recipe.h"

namespace longview::gp_gan {

struct TrainingFacts {
  std::vector<std::string> anatomies, patients;  // keys, never names
  std::size_t courses = 0;                       // simulated
  std::int64_t steps = 0;
  double minutes = 0;
  std::uint64_t seed = 0;
  bool calibrated = false;  // on the patients, each left out in turn
};

// The card of weights that were just written, with their SHA-256; MONAI's keys and ours (networks.md 0.9). Without
// figures: those are an evaluation's to add. Throws Failure.
void write_card(const std::filesystem::path& card, const std::filesystem::path& weights, const Recipe& recipe,
                const TrainingFacts& facts);

// The installed card; without one, what can be said of a model that has no weights.
ModelCard installed_card();

// Its folder under models_folder().
std::filesystem::path installed_folder();

}  // namespace longview::gp_gan

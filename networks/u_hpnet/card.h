// U-HPNet's card: MONAI's keys and ours (networks.md 0.9).
#pragma once

#include "networks/core/model_card.h"
#include "networks/u_hpnet/trainer.h"

namespace longview::u_hpnet {

struct TrainingFacts {
  std::vector<std::string> anatomies;  // patients whose lungs were grown in
  std::size_t cases = 0;
  std::int64_t steps = 0;
  double minutes = 0;
  std::uint64_t seed = 0;
  int dimensions = 3;
};
// Writes card.json beside `weights`. Throws Failure.
void write_card(const std::filesystem::path& weights, std::int64_t parameters, const Recipe& recipe,
                const TrainingFacts& facts);

std::filesystem::path installed_folder();
// What is installed; without weights, the card says so.
ModelCard card_installed();

}  // namespace longview::u_hpnet

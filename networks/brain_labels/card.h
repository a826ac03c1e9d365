// The labels network's card: what it is, what it learned from, and where it may be used.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "networks/brain_labels/recipe.h"
#include "networks/core/model_card.h"

namespace longview::brain_labels {

inline constexpr const char* kWeightsFile = "weights.safetensors";

struct TrainingFacts {
  std::int64_t steps = 0;
  double minutes = 0;
  std::uint64_t seed = 0;
};

// card.json beside the weights that lie in `folder`. Throws Failure.
void write_card(const std::filesystem::path& folder, const Recipe& recipe, const std::vector<LabelledHead>& heads,
                const TrainingFacts& facts);

// The installed card; without one, what can be said of a model that has no weights.
ModelCard installed_card();
std::filesystem::path installed_folder();

}  // namespace longview::brain_labels

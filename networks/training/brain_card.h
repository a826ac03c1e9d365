// What the cards of all models of single brains have in common: MONAI's keys and ours (networks.md 0.9).
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace longview {

// A card with everything but what is the model's own: name, title, task, version, description, references, limits,
// network_data_format. No figures, nothing trained yet. Its brains are those of the standard preparation.
nlohmann::ordered_json brain_card();

// The volume that a network eats or gives, [z, y, x] sizes, values from 0 to 1 or as given.
nlohmann::ordered_json brain_format(const std::string& what, int z, int y, int x, double low = 0, double high = 1);

// Puts in the weights' name, SHA-256 and number of parameters, and writes the card. Throws Failure.
void write_brain_card(nlohmann::ordered_json card, const std::filesystem::path& weights, std::int64_t parameters,
                      const std::filesystem::path& file);

}  // namespace longview

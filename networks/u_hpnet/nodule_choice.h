// Which nodule a prediction is of, and whether U-HPNet may be used on it.
#pragma once

#include <optional>
#include <vector>

#include "networks/core/model.h"

namespace longview::u_hpnet {

struct ChosenNodule {
  Volume mask;  // uint8, on the mask's grid
  Vec3 middle{};
  double volume_mm3 = 0;
  double diameter_mm = 0;       // of the ball of that volume
  bool touches_border = false;  // of the scan
};

// The connected nodule (26 neighbours) of the drawn ones at a point (LPS mm of the scan), or the nearest within 10 mm
// of it; without a point, the largest. Nothing where none is drawn, or none there.
std::optional<ChosenNodule> chosen_nodule(const LabelMap& drawn, const std::optional<Vec3>& at = std::nullopt);

// Weights, modality, slices, horizon, nodule (the largest one drawn), against the card's limits.
std::vector<Check> applicability(const ModelCard& card, const History& history, Horizon horizon);

// The checks of the nodule alone.
std::vector<Check> nodule_checks(const ModelCard& card, const std::optional<ChosenNodule>& nodule,
                                 const std::string& session);

}  // namespace longview::u_hpnet

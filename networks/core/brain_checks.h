// Whether a model of single brains may be used on a scan: what all of them ask (networks.md 10.2).
#pragma once

#include <vector>

#include "networks/core/model.h"

namespace longview {

struct BrainNeeds {
  bool age_and_sex = false;
};

// Weights, modality and sequence, spacing, the number of days, and where needed age and sex, against the card's limits
// "spacing_mm" and "age_years".
std::vector<Check> brain_checks(const ModelCard& card, const History& history, Horizon horizon,
                                const BrainNeeds& needs = {});

}  // namespace longview

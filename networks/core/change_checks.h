// Whether what changed between the last two dates of a history can be looked for: what all such models ask.
#pragma once

#include <vector>

#include "networks/core/model.h"

namespace longview {

// Two dates, MR, of one sequence, with voxels within the card's "spacing_mm", and a registration that is trusted.
std::vector<Check> change_checks(const ModelCard& card, const History& history, Horizon horizon);

}  // namespace longview

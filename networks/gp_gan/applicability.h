// Whether GP-GAN may be used on a patient: limits from the card, reasons as sentences (networks.md 10.2).
#pragma once

#include <vector>

#include "networks/core/model.h"

namespace longview::gp_gan {

std::vector<Check> applicability(const ModelCard& card, const History& history, Horizon horizon);

// The dates that it is shown: the last one and, where there is one with a lesion and a day before it, that one too.
struct ShownDates {
  const PreparedTimepoint* last = nullptr;
  const PreparedTimepoint* earlier = nullptr;
};
ShownDates shown_dates(const History& history);

}  // namespace longview::gp_gan

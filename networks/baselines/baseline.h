// What all baselines share: a card built in code, the checks, and a prediction that changes nothing but the mask.
#pragma once

#include <string>
#include <vector>

#include "networks/core/model.h"

namespace longview {

// The card of a model without weights. `needs` as in ModelCard.
ModelCard baseline_card(const std::string& name, const std::string& title, const std::string& description,
                        const std::string& reference, std::vector<std::string> needs);

// What every baseline asks of a history: a lesion at the last date and a horizon that is not before it.
std::vector<Check> baseline_checks(const History& history, Horizon horizon);

// What a baseline that runs through the last two dates asks besides: a lesion at both, an interval in days, and an
// alignment that is trusted.
std::vector<Check> two_date_checks(const ModelCard& card, const History& history);

// Throws Failure with the refusing sentences if there are any.
void refuse_unfit(const ModelCard& card, const std::vector<Check>& checks);

// The last lesion on the last scan's grid, in the voxel values that it came with.
LabelMap last_lesion_on_scan(const History& history);

// Days between the last two dates; only after two_date_checks.
double last_interval_days(const History& history);

// The last scan unchanged, with the followed lesion of `lesion` (see masks.h) replaced by `mask` (uint8, on the scan's
// grid). Voxels that were lesion keep their label, new ones take the first, other labels stay: the old mask gives the
// old labels back bit for bit.
Prediction mask_prediction(const ModelCard& card, const History& history, Horizon horizon, const LabelMap& lesion,
                           const Volume& mask, const PredictOptions& options);

}  // namespace longview

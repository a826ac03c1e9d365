// The labels network against reference labels.
#pragma once

#include <vector>

#include "networks/core/model.h"

namespace longview::brain_labels {

// Dice of each structure and region on each scan's own grid, their volumes (correlation and bias), and the seconds from
// raw scan to labels, over the cohort's scans that have labels of brain structures. Throws Failure if none has.
Judgement judge(const std::vector<History>& cohort, const PredictOptions& options, const Progress& progress);

}  // namespace longview::brain_labels

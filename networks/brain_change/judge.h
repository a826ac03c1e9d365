// The last of three or more dates, predicted from those before it.
#pragma once

#include <vector>

#include "networks/core/model.h"

namespace longview::brain_change {

// For every history with three or more dates that all have labels of brain structures and days: mean absolute error of
// the structures' volumes at the last date, in percent, for the person's own rate drawn towards the population's, each
// of the two alone, and for no change. Throws Failure if there is none.
Judgement judge(const std::vector<History>& cohort, const Progress& progress);

}  // namespace longview::brain_change

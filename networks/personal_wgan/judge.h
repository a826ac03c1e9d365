// personal-wgan on a cohort, beside subtraction: maps, volumes, classes, null runs.
#pragma once

#include "networks/core/model.h"

namespace longview::personal_wgan {

// Patients with two dates, and lesions drawn at both or a mask of change at the last. Throws Failure if none is fit.
Judgement judge_on(const ModelCard& card, const std::vector<History>& cohort, const PredictOptions& options,
                   const Progress& progress);

}  // namespace longview::personal_wgan

// GANCMLAE beside its baselines on healthy people and on simulated atrophy in the same people.
#pragma once

#include "networks/gancmlae/shipped.h"

namespace longview::gancmlae {

// `cohort`: healthy people whom neither the networks nor what is usual has seen, with reference labels, age and sex.
// `baselines`: as a training left them; null where they are not beside the weights, then GANCMLAE stands alone. Throws
// Failure for a cohort without such people, Stopped.
Judgement judge_on(const Shipped& shipped, const Baselines* baselines, const std::vector<History>& cohort,
                   const Progress& progress);

}  // namespace longview::gancmlae

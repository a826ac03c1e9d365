// BrainStatTrans-GAN and RMFN on people whom no network has seen, healthy and with simulated atrophy.
#pragma once

#include "networks/brain_stat_trans_gan/shipped.h"

namespace longview::brain_stat_trans_gan {

// `age`: networks of older and younger brains, null where none are installed. `cohort`: healthy people with reference
// labels, age and sex. Throws Failure for a cohort without such, Stopped.
Judgement judge_on(const Shipped& shipped, const Normative& usual, const Shipped* age,
                   const std::vector<History>& cohort, const Progress& progress);

}  // namespace longview::brain_stat_trans_gan

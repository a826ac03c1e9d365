// Brains of the standard space with Alzheimer-like atrophy, for training and judging (networks.md 7.2).
#pragma once

#include "networks/training/brains.h"

namespace longview {

struct AtrophyField {
  at::Tensor to_healthy;    // [1, 3, z, y, x], voxels: where each place of the shrunk brain was before
  at::Tensor log_jacobian;  // [z, y, x] on the healthy grid: ln of the volume left; below 0 where tissue is lost
};

// The hippocampi lose `hippocampus_percent` (negative: -10), the other structures in proportion as in Alzheimer's
// disease (imaging/simulation/atrophy.h; the spread of the structures' rates is the person's own). More than 10 % is
// lost in equal steps, each of which is simulated in what the one before left. Throws Failure for a brain without
// labels or one that would fold, Stopped.
AtrophyField atrophy_field(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress = {});

// The same loss once more on what is left of it, `times` times in all; parts of one are that part of the displacement.
// `to_healthy` as above, and so is what comes back. More than one loss can hold without folding is given that way.
at::Tensor repeated(const at::Tensor& to_healthy, double times);

// The brain as it looks with that atrophy: image and labels moved, tissues found anew.
struct Atrophied {
  TrainingBrain brain;
  AtrophyField field;
};
Atrophied atrophied(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress = {});

// The volumes of the hippocampi by the brain's volume, before and, where a field is given, after: exact, by the labels.
double hippocampal_share(const TrainingBrain& brain, const AtrophyField* field = nullptr);

}  // namespace longview

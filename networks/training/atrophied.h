// Brains of the standard space with Alzheimer-like atrophy, for training and judging: networks.md 7.2 on tensors.
#pragma once

#include "networks/training/brains.h"

namespace longview {

struct AtrophyField {
  at::Tensor to_healthy;    // [1, 3, z, y, x], voxels: where each place of the shrunk brain was before
  at::Tensor log_jacobian;  // [z, y, x] on the healthy grid: ln of the volume left; below 0 where tissue is lost
};

// The hippocampi lose `hippocampus_percent` (negative: -10); other regions lose as in Alzheimer's disease in
// proportion, with a factor of each brain's regions of 15 % and of all of 0 (networks.md 7.2: rates of one year, AD
// against the hippocampus). What is lost goes to the fluid; the cavity of the skull keeps its volume. Needs labels.
// Throws Failure for a brain without labels, Stopped.
AtrophyField atrophy_field(const TrainingBrain& brain, double hippocampus_percent, std::uint64_t seed,
                           const Progress& progress = {});

// The brain as it looks with that atrophy: image, mask, tissues and labels moved.
struct Atrophied {
  TrainingBrain brain;
  AtrophyField field;
};
Atrophied atrophied(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress = {});

// The volumes of the hippocampi by the brain's volume, before and, where a field is given, after: exact, by the labels.
double hippocampal_share(const TrainingBrain& brain, const AtrophyField* field = nullptr);

}  // namespace longview

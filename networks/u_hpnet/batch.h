// From kept cases to what one step of training, or one judged prediction, is shown.
#pragma once

#include <memory>

#include "networks/u_hpnet/nodule_case.h"
#include "networks/u_hpnet/objective.h"

namespace longview::u_hpnet {

using Cases = std::vector<std::shared_ptr<const NoduleCase>>;

// Two dates of a case and whose outlines of them.
struct Pair {
  const NoduleCase* of = nullptr;
  std::size_t first = 0, second = 1;
  std::size_t reader = 0;
};

struct Batch {
  Known known;
  Target target;
};

// mm between voxels of what the network sees: 1 in 3D, 0.5 in 2D (the slice with most of the nodule, 128 x 128).
double spacing_of(int dimensions);

// What is known of a nodule (N = 1): the CT's crop, 0 ... 1, and its mask (uint8) on the same grid. Throws Failure for
// an empty mask.
Known known_of(const Volume& ct, const Volume& mask, double days, int dimensions);

Batch batch_of(const Pair& pair, int dimensions);
// `count` of them drawn, each mirrored along drawn axes. Pairs whose first outline is empty are drawn anew.
Batch drawn_batch(const Cases& cases, int count, int dimensions, Draw& draw);

// 0 regress, 1 stable, 2 grow: 2 mm of diameter (networks.md 2.3).
int class_of(double change_mm);
double change_of(const Pair& pair);  // mm of diameter, exact

// [3] Of all pairs of dates: the share of each class; and what balances them, at most 5.
at::Tensor class_shares(const Cases& cases);
at::Tensor balancing(const at::Tensor& shares);

}  // namespace longview::u_hpnet

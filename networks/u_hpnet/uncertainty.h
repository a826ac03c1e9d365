// What is uncertain because nodules differ (aleatoric) and what because the network does not know (epistemic),
// networks.md 2.3.
#pragma once

#include "networks/u_hpnet/forecaster.h"

namespace longview::u_hpnet {

// Each member's (a dropout mask of the heads) classes and sizes of each sample.
struct Members {
  at::Tensor classes;       // [members, samples, 3] probabilities
  at::Tensor change_mm;     // [members, samples] mean change of the diameter
  at::Tensor deviation_mm;  // [members, samples] around it
};

// `shares` [3] of the classes that the network learned from balanced: given back to the probabilities.
Members members_of(const Forecaster& network, const at::Tensor& features, const at::Tensor& shares, int members,
                   std::uint64_t seed);

struct Shares {
  double total = 0, aleatoric = 0, epistemic = 0;
};
// Entropies (nats): of the mean over everything; the members' mean of theirs; the difference (mutual information).
Shares class_shares_of(const Members& members);
// Variances (mm2) by the law of total variance: within members (samples and their deviations) and between their means.
Shares size_shares_of(const Members& members);

// A drawn change of the diameter for every sample of every member, mm, flat.
std::vector<double> drawn_changes(const Members& members, std::uint64_t seed);

}  // namespace longview::u_hpnet

// What U-HPNet is compared with and that needs no network (networks.md 8).
#pragma once

#include "networks/core/weights.h"
#include "networks/u_hpnet/batch.h"

namespace longview::u_hpnet {

// One pair of dates as these see it.
struct PairFacts {
  double diameter_mm = 0, days = 0, change_mm = 0;  // change: of the diameter, what came
  int type = 0;
};

// Every pair of dates of the cases, with exact sizes.
std::vector<PairFacts> pair_facts(const Cases& cases);

// logit p(grow) = b0 + b1 ln d + b2 ln days + b3 (part-solid) + b4 (ground-glass). Growing and other pairs weigh the
// same in sum, so that 0.5 is the threshold of the balanced accuracy.
struct Logistic {
  std::vector<double> weights = std::vector<double>(5, 0.0);
  double probability(const PairFacts& facts) const;
};
// Newton's method with a ridge of 1e-3 on all but b0.
Logistic fit_logistic(const std::vector<PairFacts>& facts);

// Growth at the population's rate: V = V0 2^(t / T), with the residual's deviation; and "always stable" with its own.
struct Population {
  double doublings_a_day = 0;
  double deviation_mm = 1;         // of the change around what the rate says
  double stable_deviation_mm = 1;  // of the change around 0
  double change_mm(double diameter_mm, double days) const;
};
Population fit_population(const std::vector<PairFacts>& facts);

void store(const Logistic&, const Population&, StoredWeights& into);
// Throws Failure where they are missing.
void read(Logistic&, Population&, const StoredWeights& from);

}  // namespace longview::u_hpnet

// What is usual at an age and a sex, voxel by voxel, and how far a brain lies from it (networks.md 4.3).
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <vector>

#include "networks/core/weights.h"

namespace longview {

// A healthy brain that the network did not learn from: reconstruction minus map, [z, y, x].
struct HealthyResidual {
  double age_years = 0;
  bool female = false;
  at::Tensor residual;
};

struct Normative {
  at::Tensor coefficients;  // [3, z, y, x]: at 50 years between the sexes, of 20 years, of being female
  at::Tensor deviation;     // [z, y, x], of what is left
  at::Tensor mask;          // [z, y, x], 0 or 1
  at::Tensor spread;        // [3, 3]: (X'X)^-1, for how well the line itself is known
  std::string reference{};  // "21 healthy, 20 to 82 y"; empty for weights that do not say
};

// Least squares by voxel; variances are blurred over 6 mm (ours: few brains) and not below a twentieth of their
// median. At least five brains, else Failure.
Normative fit_normative(const std::vector<HealthyResidual>& healthy, const at::Tensor& mask);

// (r - mean) / deviation within the mask, else 0; the uncertainty of the line counts. [z, y, x]. Positive: tissue is
// missing.
at::Tensor z_map(const Normative& normative, const at::Tensor& residual, double age_years, bool female);

void store(const Normative& normative, const std::string& prefix, StoredWeights& into);
// Throws Failure for missing or misshaped tensors.
Normative normative_from(const StoredWeights& from, const std::string& prefix);

}  // namespace longview

// Private to preparation: three Gaussians for cerebrospinal fluid, grey and white matter of a T1 scan.
#pragma once

#include <array>
#include <vector>

namespace longview {

struct TissueMixture {
  // Dark to bright: CSF, grey, white.
  std::array<double, 3> mean{}, deviation{}, weight{};

  // weight * normal density of each class; never all zero. Beyond the outer means the outer classes have it all.
  std::array<double, 3> likelihoods(double value) const;
};

// By expectation maximisation on a histogram of the values.
TissueMixture fit_tissues(std::vector<float> values);

}  // namespace longview

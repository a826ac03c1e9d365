// Means with intervals over patients (networks.md 0.7).
#pragma once

#include <cstdint>
#include <vector>

namespace longview {

struct Interval {
  double mean = 0, low = 0, high = 0;  // 95 %
};

// Percentile bootstrap of the mean over patients; NaNs are left out. One value a patient. NaNs where none is left.
Interval bootstrap_mean(const std::vector<double>& values, std::uint64_t seed = 0, int draws = 10000);

// The same for the paired difference a - b; pairs with a NaN are left out.
Interval bootstrap_difference(const std::vector<double>& a, const std::vector<double>& b, std::uint64_t seed = 0,
                              int draws = 10000);

// Exact two-sided sign-flip permutation p of the paired difference (all 2^n for n <= 20, else 100,000 drawn). NaN where
// no pair is left.
double sign_flip_p(const std::vector<double>& a, const std::vector<double>& b, std::uint64_t seed = 0);

// Holm's step-down correction of p values declared together (Holm 1979), in the order given; NaNs stay and do not
// count.
std::vector<double> holm(const std::vector<double>& p);

// Linear interpolation between ranks of the sorted values, `share` from 0 to 1.
double quantile(std::vector<double> values, double share);

}  // namespace longview

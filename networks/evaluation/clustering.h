// Groups of patients with alike patterns, and whether they are more than chance (networks.md 4.3): k-means, how alike
// two groupings are, how well apart the groups lie, and how stable they are when the patients are drawn again.
#pragma once

#include <cstdint>
#include <vector>

namespace longview {

using Patterns = std::vector<std::vector<double>>;  // a patient each, the same regions for all

// Each row divided by its length, so that the pattern counts and not how much; rows of zeros stay.
Patterns normalised(Patterns rows);

struct Grouping {
  std::vector<int> groups;  // 0 to k - 1, by patient
  Patterns centres;
  double spread = 0;  // sum of squared distances to the centres
};

// Lloyd's steps from k-means++ starts (Arthur 2007), the best of `starts`. Same seed, same groups. Throws Failure for
// fewer patients than groups or rows of different lengths.
Grouping k_means(const Patterns& rows, int k, std::uint64_t seed = 1, int starts = 10);

// Hubert and Arabie 1985: 1 for the same groups under any names, about 0 for chance. 1 where both have one group only.
double adjusted_rand(const std::vector<int>& a, const std::vector<int>& b);

// Rousseeuw 1987, the mean over patients: 1 far apart, 0 between, below 0 in the wrong group. Patients alone in their
// group count 0.
double mean_silhouette(const Patterns& rows, const std::vector<int>& groups);

struct GroupStability {
  int k = 2;
  double rand_mean = 0, rand_low = 0, rand_high = 0;  // over bootstraps: mean, 2.5th and 97.5th percentile
  double silhouette = 0;
  std::vector<int> sizes;
};

// For each k from `from` to `to` that leaves at least two patients a group: groups of all patients, and of as many
// drawn with replacement, whose centres then take all patients in (Hennig 2007).
std::vector<GroupStability> group_stability(const Patterns& rows, int from = 2, int to = 5, int bootstraps = 100,
                                            std::uint64_t seed = 1);

}  // namespace longview

#include "networks/evaluation/clustering.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "imaging/core/failure.h"

namespace longview {

namespace {
constexpr int most_steps = 100;

double squared(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

// From 0 to 1, the same on every machine (the standard's distributions are not).
double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1.0p-53; }

std::size_t one_of(std::size_t count, std::mt19937_64& random) {
  return std::min(count - 1, static_cast<std::size_t>(uniform(random) * static_cast<double>(count)));
}

std::pair<int, double> nearest(const std::vector<double>& row, const Patterns& centres) {
  std::pair<int, double> best{0, std::numeric_limits<double>::infinity()};
  for (std::size_t c = 0; c < centres.size(); ++c)
    if (const double away = squared(row, centres[c]); away < best.second) best = {static_cast<int>(c), away};
  return best;
}

// k-means++: each next start with a chance that grows with the squared distance to those taken.
Patterns starts_of(const Patterns& rows, int k, std::mt19937_64& random) {
  Patterns centres{rows[one_of(rows.size(), random)]};
  while (std::ssize(centres) < k) {
    std::vector<double> away;
    for (const auto& row : rows) away.push_back(nearest(row, centres).second);
    double left = uniform(random) * std::accumulate(away.begin(), away.end(), 0.0);
    std::size_t chosen = 0;
    while (chosen + 1 < rows.size() && (left -= away[chosen]) > 0) ++chosen;
    centres.push_back(rows[chosen]);
  }
  return centres;
}

void assign(const Patterns& rows, Grouping& grouping) {
  grouping.groups.clear();
  grouping.spread = 0;
  for (const auto& row : rows) {
    const auto [group, away] = nearest(row, grouping.centres);
    grouping.groups.push_back(group);
    grouping.spread += away;
  }
}

// Means of the groups; an empty group keeps its centre.
Patterns means_of(const Patterns& rows, const Grouping& grouping) {
  Patterns means(grouping.centres.size(), std::vector<double>(rows.front().size(), 0));
  std::vector<double> counts(means.size(), 0);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const auto group = static_cast<std::size_t>(grouping.groups[n]);
    ++counts[group];
    for (std::size_t i = 0; i < rows[n].size(); ++i) means[group][i] += rows[n][i];
  }
  for (std::size_t c = 0; c < means.size(); ++c) {
    if (counts[c] == 0) means[c] = grouping.centres[c];
    for (double& value : means[c]) value /= std::max(1.0, counts[c]);
  }
  return means;
}

Grouping from_starts(const Patterns& rows, Patterns centres) {
  Grouping grouping{{}, std::move(centres), 0};
  assign(rows, grouping);
  for (int step = 0; step < most_steps; ++step) {
    const std::vector<int> before = grouping.groups;
    grouping.centres = means_of(rows, grouping);
    assign(rows, grouping);
    if (grouping.groups == before) break;
  }
  return grouping;
}

double pairs(double n) { return n * (n - 1) / 2; }

Patterns drawn_again(const Patterns& rows, std::mt19937_64& random) {
  Patterns drawn;
  while (drawn.size() < rows.size()) drawn.push_back(rows[one_of(rows.size(), random)]);
  return drawn;
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(std::lround(share * static_cast<double>(values.size() - 1)))];
}
}  // namespace

Patterns normalised(Patterns rows) {
  for (auto& row : rows) {
    const double length = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0));
    if (length > 0)
      for (double& value : row) value /= length;
  }
  return rows;
}

Grouping k_means(const Patterns& rows, int k, std::uint64_t seed, int starts) {
  if (k < 1 || std::ssize(rows) < k)
    throw Failure(std::to_string(rows.size()) + " patients cannot be put into " + std::to_string(k) + " groups.");
  for (const auto& row : rows)
    if (row.size() != rows.front().size()) throw Failure("Patients to be grouped must have the same regions.");
  std::mt19937_64 random(seed);
  Grouping best;
  for (int start = 0; start < std::max(1, starts); ++start) {
    Grouping one = from_starts(rows, starts_of(rows, k, random));
    if (start == 0 || one.spread < best.spread) best = std::move(one);
  }
  return best;
}

double adjusted_rand(const std::vector<int>& a, const std::vector<int>& b) {
  if (a.size() != b.size()) throw Failure("Two groupings of different patients cannot be compared.");
  std::map<std::pair<int, int>, double> both;
  std::map<int, double> in_a, in_b;
  for (std::size_t n = 0; n < a.size(); ++n) ++both[{a[n], b[n]}], ++in_a[a[n]], ++in_b[b[n]];
  const auto sum = [](const auto& counts) {
    double all = 0;
    for (const auto& [key, count] : counts) all += pairs(count);
    return all;
  };
  const double together = sum(both), of_a = sum(in_a), of_b = sum(in_b);
  const double chance = a.size() > 1 ? of_a * of_b / pairs(static_cast<double>(a.size())) : 0;
  const double most = (of_a + of_b) / 2;
  return most == chance ? 1 : (together - chance) / (most - chance);
}

double mean_silhouette(const Patterns& rows, const std::vector<int>& groups) {
  std::map<int, double> sizes;
  for (const int group : groups) ++sizes[group];
  double total = 0;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    std::map<int, double> away;
    for (std::size_t m = 0; m < rows.size(); ++m)
      if (m != n) away[groups[m]] += std::sqrt(squared(rows[n], rows[m]));
    if (sizes[groups[n]] < 2 || sizes.size() < 2) continue;
    const double own = away[groups[n]] / (sizes[groups[n]] - 1);
    double other = std::numeric_limits<double>::infinity();
    for (const auto& [group, sum] : away)
      if (group != groups[n]) other = std::min(other, sum / sizes[group]);
    if (std::max(own, other) > 0) total += (other - own) / std::max(own, other);
  }
  return total / static_cast<double>(rows.size());
}

std::vector<GroupStability> group_stability(const Patterns& rows, int from, int to, int bootstraps,
                                            std::uint64_t seed) {
  std::vector<GroupStability> all;
  for (int k = from; k <= to && std::ssize(rows) >= 2 * k; ++k) {
    const Grouping whole = k_means(rows, k, seed);
    std::mt19937_64 random(seed + static_cast<std::uint64_t>(k));
    std::vector<double> alike;
    for (int n = 0; n < bootstraps; ++n) {
      Grouping again = k_means(drawn_again(rows, random), k, random());
      assign(rows, again);
      alike.push_back(adjusted_rand(whole.groups, again.groups));
    }
    GroupStability one{k, 0, quantile(alike, 0.025), quantile(alike, 0.975), mean_silhouette(rows, whole.groups), {}};
    one.rand_mean = std::accumulate(alike.begin(), alike.end(), 0.0) / static_cast<double>(alike.size());
    one.sizes.resize(static_cast<std::size_t>(k));
    for (const int group : whole.groups) ++one.sizes[static_cast<std::size_t>(group)];
    std::sort(one.sizes.rbegin(), one.sizes.rend());
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace longview

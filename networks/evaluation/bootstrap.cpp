#include "networks/evaluation/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "imaging/core/failure.h"

namespace longview {

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> differences(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) throw Failure("Paired scores differ in number, so they are not of the same patients.");
  std::vector<double> all;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!std::isnan(a[i]) && !std::isnan(b[i])) all.push_back(a[i] - b[i]);
  return all;
}

// Sums are compared with a slack, so that rounding never turns an equal sum into a smaller one.
constexpr double slack = 1e-12;

double exact_p(const std::vector<double>& d, double observed) {
  const std::uint64_t all = std::uint64_t(1) << d.size();
  std::uint64_t as_far = 0;
  for (std::uint64_t signs = 0; signs < all; ++signs) {
    double sum = 0;
    for (std::size_t i = 0; i < d.size(); ++i) sum += (signs >> i & 1) ? -d[i] : d[i];
    as_far += std::abs(sum) >= observed - slack;
  }
  return static_cast<double>(as_far) / static_cast<double>(all);
}

double drawn_p(const std::vector<double>& d, double observed, std::uint64_t seed) {
  constexpr int draws = 100000;
  std::mt19937_64 random(seed);
  int as_far = 0;
  for (int draw = 0; draw < draws; ++draw) {
    double sum = 0;
    for (std::size_t i = 0; i < d.size(); ++i) sum += (random() >> 63) ? -d[i] : d[i];
    as_far += std::abs(sum) >= observed - slack;
  }
  return (as_far + 1.0) / (draws + 1.0);  // the observed one counts: p is never 0
}

}  // namespace

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return undefined;
  std::sort(values.begin(), values.end());
  const double rank = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const auto above = std::min(below + 1, values.size() - 1);
  return values[below] + (rank - static_cast<double>(below)) * (values[above] - values[below]);
}

Interval bootstrap_mean(const std::vector<double>& values, std::uint64_t seed, int draws) {
  std::vector<double> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known), [](double v) { return !std::isnan(v); });
  if (known.empty()) return {undefined, undefined, undefined};
  std::mt19937_64 random(seed);
  std::vector<double> means(static_cast<std::size_t>(std::max(1, draws)));
  for (double& mean : means) {
    double sum = 0;
    // The high bits scaled: the same draws with every standard library, unlike its distributions.
    for (std::size_t i = 0; i < known.size(); ++i)
      sum += known[static_cast<std::size_t>(((random() >> 32) * known.size()) >> 32)];
    mean = sum / static_cast<double>(known.size());
  }
  return {mean_of(known), quantile(means, 0.025), quantile(means, 0.975)};
}

Interval bootstrap_difference(const std::vector<double>& a, const std::vector<double>& b, std::uint64_t seed,
                              int draws) {
  return bootstrap_mean(differences(a, b), seed, draws);
}

double sign_flip_p(const std::vector<double>& a, const std::vector<double>& b, std::uint64_t seed) {
  const std::vector<double> d = differences(a, b);
  if (d.empty()) return undefined;
  const double observed = std::abs(std::accumulate(d.begin(), d.end(), 0.0));
  return d.size() <= 20 ? exact_p(d, observed) : drawn_p(d, observed, seed);
}

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (!std::isnan(p[i])) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> corrected(p);
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    largest = std::max(largest, std::min(1.0, p[order[rank]] * static_cast<double>(order.size() - rank)));
    corrected[order[rank]] = largest;
  }
  return corrected;
}

}  // namespace longview

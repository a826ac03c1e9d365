#include "networks/evaluation/discrimination.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "imaging/core/failure.h"

namespace longview {

namespace {
using Indices = std::vector<std::size_t>;

std::vector<double> at(const std::vector<double>& values, const Indices& indices) {
  std::vector<double> taken;
  for (const std::size_t i : indices) taken.push_back(values[i]);
  return taken;
}

Indices drawn(std::size_t n, std::mt19937_64& random) {
  Indices indices(n);
  for (std::size_t& i : indices) i = random() % n;
  return indices;
}

template <class F>
Interval bootstrap(std::size_t patients, std::size_t healthy, bool same_people, std::uint64_t seed, int draws,
                   F&& figure) {
  if (same_people && patients != healthy) throw Failure("Paired people differ in number.");
  std::mt19937_64 random(seed);
  Indices all_patients(patients), all_healthy(healthy);
  for (std::size_t i = 0; i < patients; ++i) all_patients[i] = i;
  for (std::size_t i = 0; i < healthy; ++i) all_healthy[i] = i;
  const double value = figure(all_patients, all_healthy);
  if (std::isnan(value)) return {value, value, value};
  std::vector<double> values;
  for (int draw = 0; draw < draws; ++draw) {
    const Indices first = drawn(patients, random);
    values.push_back(figure(first, same_people ? first : drawn(healthy, random)));
  }
  return {value, quantile(values, 0.025), quantile(values, 0.975)};
}
}  // namespace

double area_under_curve(const std::vector<double>& patients, const std::vector<double>& healthy) {
  if (patients.empty() || healthy.empty()) return std::numeric_limits<double>::quiet_NaN();
  double higher = 0;
  for (const double p : patients)
    for (const double h : healthy) higher += p > h ? 1 : p == h ? 0.5 : 0;
  return higher / (static_cast<double>(patients.size()) * static_cast<double>(healthy.size()));
}

Interval bootstrap_area(const std::vector<double>& patients, const std::vector<double>& healthy, bool same_people,
                        std::uint64_t seed, int draws) {
  return bootstrap(patients.size(), healthy.size(), same_people, seed, draws, [&](const Indices& p, const Indices& h) {
    return area_under_curve(at(patients, p), at(healthy, h));
  });
}

Interval bootstrap_area_difference(const std::vector<double>& patients, const std::vector<double>& healthy,
                                   const std::vector<double>& other_patients, const std::vector<double>& other_healthy,
                                   bool same_people, std::uint64_t seed, int draws) {
  return bootstrap(patients.size(), healthy.size(), same_people, seed, draws, [&](const Indices& p, const Indices& h) {
    return area_under_curve(at(patients, p), at(healthy, h)) -
           area_under_curve(at(other_patients, p), at(other_healthy, h));
  });
}

}  // namespace longview

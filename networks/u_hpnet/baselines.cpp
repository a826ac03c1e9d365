#include "networks/u_hpnet/baselines.h"

#include <cmath>

#include "imaging/core/failure.h"

namespace longview::u_hpnet {

namespace {
constexpr double ridge = 1e-3;
constexpr int rounds = 50;

std::vector<double> row_of(const PairFacts& facts) {
  return {1, std::log(facts.diameter_mm), std::log(facts.days), facts.type == 1 ? 1.0 : 0.0,
          facts.type == 2 ? 1.0 : 0.0};
}

bool grows(const PairFacts& facts) { return class_of(facts.change_mm) == 2; }

at::Tensor column(const std::vector<double>& values) { return at::tensor(values, at::kDouble).unsqueeze(1); }
}  // namespace

std::vector<PairFacts> pair_facts(const Cases& cases) {
  std::vector<PairFacts> all;
  for (const auto& one : cases)
    for (std::size_t i = 0; i < one->days.size(); ++i)
      for (std::size_t j = i + 1; j < one->days.size(); ++j)
        all.push_back({ball_diameter(one->volumes_mm3[i]), one->days[j] - one->days[i], change_of({one.get(), i, j, 0}),
                       one->type});
  return all;
}

double Logistic::probability(const PairFacts& facts) const {
  const std::vector<double> row = row_of(facts);
  double sum = 0;
  for (std::size_t i = 0; i < row.size(); ++i) sum += weights[i] * row[i];
  return 1 / (1 + std::exp(-sum));
}

Logistic fit_logistic(const std::vector<PairFacts>& facts) {
  double growing = 0;
  for (const PairFacts& one : facts) growing += grows(one);
  const double others = static_cast<double>(facts.size()) - growing;
  if (growing == 0 || others == 0)
    throw Failure("Growth cannot be learned: all of these nodules do the same. Simulate more.");
  std::vector<double> x, y, w;
  for (const PairFacts& one : facts) {
    for (const double value : row_of(one)) x.push_back(value);
    y.push_back(grows(one));
    w.push_back(0.5 / (grows(one) ? growing : others));
  }
  const at::Tensor design = at::tensor(x, at::kDouble).view({-1, 5}), came = column(y), weight = column(w);
  at::Tensor penalty = at::full({5}, ridge, at::kDouble);
  penalty[0] = 0;
  at::Tensor beta = at::zeros({5, 1}, at::kDouble);
  for (int round = 0; round < rounds; ++round) {
    const at::Tensor p = at::matmul(design, beta).sigmoid();
    const at::Tensor gradient = at::matmul(design.t(), weight * (p - came)) + penalty.unsqueeze(1) * beta;
    const at::Tensor curvature =
        at::matmul(design.t(), weight * (p * (1 - p)) * design) + at::diag(penalty) + 1e-9 * at::eye(5, at::kDouble);
    beta = beta - at::linalg_solve(curvature, gradient);
  }
  Logistic fitted;
  for (std::size_t i = 0; i < 5; ++i) fitted.weights[i] = beta[static_cast<std::int64_t>(i)].item<double>();
  return fitted;
}

double Population::change_mm(double diameter_mm, double days) const {
  return diameter_mm * (std::exp2(doublings_a_day * days / 3) - 1);
}

Population fit_population(const std::vector<PairFacts>& facts) {
  Population fitted;
  double doublings = 0, days = 0, squares = 0, stable = 0;
  for (const PairFacts& one : facts) {
    doublings += 3 * std::log2((one.diameter_mm + one.change_mm) / one.diameter_mm);
    days += one.days;
    stable += one.change_mm * one.change_mm;
  }
  if (days <= 0) throw Failure("A population's growth needs pairs of dates; there is none.");
  fitted.doublings_a_day = doublings / days;
  for (const PairFacts& one : facts)
    squares += std::pow(one.change_mm - fitted.change_mm(one.diameter_mm, one.days), 2);
  const double n = static_cast<double>(facts.size());
  fitted.deviation_mm = std::max(1e-3, std::sqrt(squares / n));
  fitted.stable_deviation_mm = std::max(1e-3, std::sqrt(stable / n));
  return fitted;
}

void store(const Logistic& logistic, const Population& population, StoredWeights& into) {
  std::vector<float> values(logistic.weights.begin(), logistic.weights.end());
  into.tensors.push_back(longview::store("logistic", {5}, values, "F32"));
  const float rate = static_cast<float>(365.25 * population.doublings_a_day);
  const std::vector<float> numbers{rate, static_cast<float>(population.deviation_mm),
                                   static_cast<float>(population.stable_deviation_mm)};
  into.tensors.push_back(longview::store("population", {3}, numbers, "F32"));
}

void read(Logistic& logistic, Population& population, const StoredWeights& from) {
  const std::vector<float> weights = values_of(tensor_named(from, "logistic", {5}));
  logistic.weights.assign(weights.begin(), weights.end());
  const std::vector<float> numbers = values_of(tensor_named(from, "population", {3}));
  population = {numbers[0] / 365.25, numbers[1], numbers[2]};
}

}  // namespace longview::u_hpnet

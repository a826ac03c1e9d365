#include "imaging/simulation/private/direction_table.h"

namespace longview {

namespace {
struct Harmonic {
  int degree, order;
  double coefficient;
};

// The part of each harmonic that depends on the polar angle, all of one row.
std::vector<double> polar_parts(const std::vector<Harmonic>& harmonics, int row) {
  std::vector<double> parts;
  for (const Harmonic& h : harmonics)
    parts.push_back(h.coefficient * (h.order == 0 ? 1 : std::numbers::sqrt2) *
                    std::sph_legendre(static_cast<unsigned>(h.degree), static_cast<unsigned>(std::abs(h.order)),
                                      row * std::numbers::pi / 180));
  return parts;
}

// cos(m azimuth) for m >= 0, sin(-m azimuth) for m < 0, of all columns.
std::vector<double> turns_of(int order) {
  std::vector<double> turns;
  for (int column = 0; column < DirectionTable::kColumns; ++column) {
    const double azimuth = column * std::numbers::pi / 180;
    turns.push_back(order < 0 ? std::sin(-order * azimuth) : std::cos(order * azimuth));
  }
  return turns;
}
}  // namespace

DirectionTable random_harmonics(int degrees, double size, Draws draws) {
  std::vector<Harmonic> harmonics;
  for (int l = 1; l <= degrees; ++l)
    for (int m = -l; m <= l; ++m) harmonics.push_back({l, m, draws.normal() * size / l});
  std::vector<std::vector<double>> turns;
  for (int m = -degrees; m <= degrees; ++m) turns.push_back(turns_of(m));
  std::vector<double> parts;
  return DirectionTable([&](int row, int column) {
    if (column == 0) parts = polar_parts(harmonics, row);
    double sum = 0;
    for (std::size_t n = 0; n < parts.size(); ++n)
      sum += parts[n] * turns[static_cast<std::size_t>(harmonics[n].order + degrees)][static_cast<std::size_t>(column)];
    return sum;
  });
}

double harmonics_deviation(int degrees, double size) {
  double variance = 0;
  for (int l = 1; l <= degrees; ++l) variance += (2 * l + 1) / (4 * std::numbers::pi) * (size / l) * (size / l);
  return std::sqrt(variance);
}

}  // namespace longview

#include "imaging/simulation/private/potential.h"

#include <cmath>

namespace longview {

std::size_t cells_of(const Size3& s) {
  return static_cast<std::size_t>(s[0]) * static_cast<std::size_t>(s[1]) * static_cast<std::size_t>(s[2]);
}

Poisson::Poisson(const Size3& s, const Vec3& edge, const std::vector<bool>& open) : size(s) {
  stride = {1, static_cast<std::size_t>(s[0]), static_cast<std::size_t>(s[0]) * static_cast<std::size_t>(s[1])};
  for (std::size_t a = 0; a < 3; ++a) per[a] = static_cast<float>(1 / (edge[a] * edge[a]));
  for (auto& f : face) f.assign(cells_of(s), 0);
  std::size_t n = 0;
  for (int k = 0; k < s[2]; ++k)
    for (int j = 0; j < s[1]; ++j)
      for (int i = 0; i < s[0]; ++i, ++n) {
        const std::array<int, 3> at{i, j, k};
        for (std::size_t a = 0; a < 3; ++a)
          if (at[a] + 1 < s[a] && open[n] && open[n + stride[a]]) face[a][n] = per[a];
      }
}

void Poisson::apply(const Field& phi, Field& out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t n = 0; n + stride[a] < phi.size(); ++n) {
      const float flow = face[a][n] * (phi[n] - phi[n + stride[a]]);
      out[n] += flow;
      out[n + stride[a]] -= flow;
    }
}

Field Poisson::solve(const Field& right) const {
  const auto dot = [](const Field& x, const Field& y) {
    double sum = 0;
    for (std::size_t n = 0; n < x.size(); ++n) sum += static_cast<double>(x[n]) * static_cast<double>(y[n]);
    return sum;
  };
  Field phi(right.size(), 0), rest = right, way = right, image(right.size());
  double left = dot(rest, rest);
  const double enough = left * 1e-6;
  for (int round = 0; round < 400 && left > enough; ++round) {
    apply(way, image);
    const double step = left / dot(way, image);
    for (std::size_t n = 0; n < phi.size(); ++n) {
      phi[n] += static_cast<float>(step) * way[n];
      rest[n] -= static_cast<float>(step) * image[n];
    }
    const double now = dot(rest, rest), keep = now / left;
    for (std::size_t n = 0; n < phi.size(); ++n) way[n] = rest[n] + static_cast<float>(keep) * way[n];
    left = now;
  }
  return phi;
}

Field Poisson::slope(const Field& phi, std::size_t axis) const {
  Field along(phi.size(), 0);
  const std::size_t step = stride[axis];
  for (std::size_t n = 0; n + step < phi.size(); ++n) {
    const float slope = face[axis][n] * (phi[n + step] - phi[n]) * 0.5F;
    along[n] += slope;
    along[n + step] += slope;
  }
  return along;
}

std::array<Field, 3> exponential(const std::array<Field, 3>& velocity, const Size3& size, int squarings) {
  std::array<Field, 3> moved = velocity;
  const float part = 1 / static_cast<float>(1 << squarings);
  for (Field& field : moved)
    for (float& value : field) value *= part;
  const FieldSampler sampler(size);
  for (int round = 0; round < squarings; ++round) {
    const auto before = moved;
    std::size_t n = 0;
    for (int k = 0; k < size[2]; ++k)
      for (int j = 0; j < size[1]; ++j)
        for (int i = 0; i < size[0]; ++i, ++n) {
          if (before[0][n] == 0 && before[1][n] == 0 && before[2][n] == 0) continue;
          const auto there = sampler.at(before, static_cast<float>(i) + before[0][n],
                                        static_cast<float>(j) + before[1][n], static_cast<float>(k) + before[2][n]);
          for (std::size_t a = 0; a < 3; ++a) moved[a][n] = before[a][n] + there[a];
        }
  }
  return moved;
}

}  // namespace longview

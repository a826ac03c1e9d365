#include "imaging/simulation/private/atrophy_flow.h"

#include <cmath>

namespace longview {

namespace {
constexpr int kSquarings = 7;
constexpr int kRounds = 14;
constexpr double kGoodEnough = 0.004;    // of a structure's change; 0.02 is asked for
constexpr float kMostShrinking = -0.7F;  // logarithm: no cell is asked for less than half

// Means over the 3 x 3 x 3 neighbours that belong to `part`, about 2 mm wide: the levels of neighbouring structures run
// into each other, fluid's stay out.
Field smoothed(const Field& field, const std::vector<bool>& part, const Size3& size) {
  Field result = field;
  const std::array<std::ptrdiff_t, 3> stride{1, size[0], static_cast<std::ptrdiff_t>(size[0]) * size[1]};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Field before = result;
    std::size_t n = 0;
    for (int k = 0; k < size[2]; ++k)
      for (int j = 0; j < size[1]; ++j)
        for (int i = 0; i < size[0]; ++i, ++n) {
          if (!part[n]) continue;
          const std::array<int, 3> at{i, j, k};
          float sum = 2 * before[n], weight = 2;
          for (const int side : {-1, 1}) {
            if (at[axis] + side < 0 || at[axis] + side >= size[axis]) continue;
            const auto m = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(n) + side * stride[axis]);
            if (!part[m]) continue;
            sum += before[m];
            weight += 1;
          }
          result[n] = sum / weight;
        }
  }
  return result;
}

// det(1 + grad u), u in cells, by central differences; one-sided along the skull, where the brain slides; 1 where
// closed.
Field determinant_of(const std::array<Field, 3>& u, const std::vector<bool>& open, const Size3& size) {
  Field result(open.size(), 1);
  const std::array<std::size_t, 3> stride{1, static_cast<std::size_t>(size[0]),
                                          static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1])};
  std::size_t n = 0;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i, ++n) {
        if (!open[n]) continue;
        const std::array<int, 3> at{i, j, k};
        float m[3][3];
        for (std::size_t c = 0; c < 3; ++c) {
          const std::size_t low = at[c] > 0 && open[n - stride[c]] ? n - stride[c] : n;
          const std::size_t high = at[c] + 1 < size[c] && open[n + stride[c]] ? n + stride[c] : n;
          const float per = low != n && high != n ? 0.5F : 1.0F;
          for (std::size_t r = 0; r < 3; ++r) m[r][c] = (r == c ? 1.0F : 0.0F) + per * (u[r][high] - u[r][low]);
        }
        result[n] = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
                    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
      }
  return result;
}

struct Cells {
  const std::vector<std::uint8_t>& labels;
  Size3 size;
  std::vector<bool> open, tissue;  // within the skull; with a volume that is prescribed
};

// The source: as asked in tissue, and in fluid the one level that makes the whole keep its volume.
Field balanced(Field a, const Cells& cells) {
  double sum = 0, fluid = 0;
  for (std::size_t n = 0; n < a.size(); ++n) {
    if (cells.tissue[n]) sum += a[n];
    if (cells.open[n] && !cells.tissue[n]) ++fluid;
  }
  const auto level = static_cast<float>(fluid > 0 ? -sum / fluid : 0);
  for (std::size_t n = 0; n < a.size(); ++n)
    if (!cells.tissue[n]) a[n] = cells.open[n] ? level : 0;
  return a;
}
}  // namespace

std::vector<double> mean_jacobian(const Field& jacobian, const std::vector<std::uint8_t>& labels, std::size_t count) {
  std::vector<double> sum(count, 0), cells(count, 0);
  for (std::size_t n = 0; n < labels.size(); ++n) {
    sum[labels[n]] += jacobian[n];
    cells[labels[n]] += 1;
  }
  for (std::size_t value = 0; value < count; ++value) sum[value] = cells[value] > 0 ? sum[value] / cells[value] : 1;
  return sum;
}

AtrophyFlow atrophy_flow(const std::vector<std::uint8_t>& labels, const Size3& size, const Vec3& edge,
                         const std::vector<double>& wanted, const Progress& progress) {
  Cells cells{labels, size, std::vector<bool>(labels.size()), std::vector<bool>(labels.size())};
  for (std::size_t n = 0; n < labels.size(); ++n) {
    cells.open[n] = labels[n] > 0;
    cells.tissue[n] = wanted[labels[n]] > 0;
  }
  const Poisson poisson(size, edge, cells.open);
  std::vector<double> level(wanted.size(), 0);
  for (std::size_t value = 0; value < wanted.size(); ++value)
    if (wanted[value] > 0) level[value] = std::log(wanted[value]);
  AtrophyFlow flow;
  Field source(labels.size(), 0), target(labels.size(), 0);
  for (int round = 0; round < kRounds; ++round) {
    progress.report(static_cast<double>(round) / kRounds, "Shrinking");
    const Field before = target;
    for (std::size_t n = 0; n < labels.size(); ++n) target[n] = static_cast<float>(level[labels[n]]);
    target = smoothed(target, cells.tissue, size);
    for (std::size_t n = 0; n < labels.size(); ++n)
      if (cells.tissue[n]) source[n] += target[n] - before[n];
    for (float& value : source) value = std::max(value, kMostShrinking);
    source = balanced(std::move(source), cells);
    Field right = source;
    for (float& value : right) value = -value;
    const Field potential = poisson.solve(right);
    // Smoothed: faces' means let every other cell move apart from its neighbours where fluid is one cell thin.
    for (std::size_t axis = 0; axis < 3; ++axis)
      flow.velocity[axis] = smoothed(poisson.slope(potential, axis), cells.open, size);
    flow.forward = exponential(flow.velocity, size, kSquarings);
    flow.jacobian = determinant_of(flow.forward, cells.open, size);
    const std::vector<double> mean = mean_jacobian(flow.jacobian, labels, wanted.size());
    double worst = 0;
    for (std::size_t value = 1; value < wanted.size(); ++value)
      if (wanted[value] > 0 && wanted[value] != 1)
        worst = std::max(worst, std::abs((mean[value] - wanted[value]) / (1 - wanted[value])));
    if (worst < kGoodEnough) break;
    for (std::size_t value = 1; value < wanted.size(); ++value)
      if (wanted[value] > 0 && mean[value] > 0) level[value] += std::log(wanted[value] / mean[value]);
  }
  return flow;
}

}  // namespace longview

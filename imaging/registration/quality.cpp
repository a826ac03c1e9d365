#include "imaging/registration/private/quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "imaging/registration/private/similarity.h"

namespace longview {

namespace {
struct Seen {
  double foreground = 0, shared = 0;
};

Seen seen_by(const Volume& from, const Grid& to, const Affine& map) {
  const double threshold = foreground_threshold(from);
  const auto v = voxels_of<float>(from);
  const auto nx = static_cast<std::size_t>(from.grid.size[0]), ny = static_cast<std::size_t>(from.grid.size[1]);
  Seen seen;
  for (std::size_t n = 0; n < v.size(); ++n) {
    if (!(v[n] > threshold)) continue;
    const Vec3 index{static_cast<double>(n % nx), static_cast<double>(n / nx % ny), static_cast<double>(n / (nx * ny))};
    seen.foreground += 1;
    seen.shared += contains(to, index_at(to, map_point(map, point_at(from.grid, index)))) ? 1 : 0;
  }
  return seen;
}

constexpr int kReach = 24, kSlide = 12;  // half millimetres
constexpr double kStep = 0.5;

struct Edge {
  Vec3 point, normal;
  double strength;
};

std::vector<Edge> edges_of(const Volume& volume) {
  const Grid& grid = volume.grid;
  const auto v = voxels_of<float>(volume);
  const std::array<std::ptrdiff_t, 3> stride{1, grid.size[0], static_cast<std::ptrdiff_t>(grid.size[0]) * grid.size[1]};
  std::vector<Edge> edges;
  for (int k = 1; k + 1 < grid.size[2]; ++k)
    for (int j = 1; j + 1 < grid.size[1]; ++j)
      for (int i = 1; i + 1 < grid.size[0]; ++i) {
        const auto* p = v.data() + i + j * stride[1] + k * stride[2];
        Vec3 gradient{};
        for (int c = 0; c < 3; ++c) {
          const double slope = (p[stride[c]] - p[-stride[c]]) / (2 * grid.spacing[c]);
          for (int r = 0; r < 3; ++r) gradient[r] += slope * grid.direction[3 * r + c];
        }
        const double strength =
            std::sqrt(gradient[0] * gradient[0] + gradient[1] * gradient[1] + gradient[2] * gradient[2]);
        if (!(strength > 0)) continue;
        for (double& g : gradient) g /= strength;
        edges.push_back({point_at(grid, {double(i), double(j), double(k)}), gradient, strength});
      }
  return edges;
}

// Slopes of the volume along a line, in steps of half a millimetre; nothing where the line leaves the volume.
template <int N>
bool slopes(const Volume& volume, const Affine& map, const Edge& edge, std::array<double, N>& result) {
  double before = 0;
  for (int n = 0; n <= N; ++n) {
    const double t = (n - N / 2.0) * kStep;
    const Vec3 p{edge.point[0] + t * edge.normal[0], edge.point[1] + t * edge.normal[1],
                 edge.point[2] + t * edge.normal[2]};
    const double value = interpolate(volume, index_at(volume.grid, map_point(map, p)), std::nan(""));
    if (!std::isfinite(value)) return false;
    if (n > 0) result[static_cast<std::size_t>(n - 1)] = value - before;
    before = value;
  }
  return true;
}

// By how many steps the moving slopes must be slid to agree with the fixed ones (in size: contrast may be reversed).
double slide(const std::array<double, kReach>& fixed, const std::array<double, kReach + 2 * kSlide>& moving) {
  std::array<double, 2 * kSlide + 1> agreement{};
  for (std::size_t s = 0; s < agreement.size(); ++s) {
    double product = 0, square = 0;
    for (std::size_t n = 0; n < kReach; ++n) {
      product += fixed[n] * moving[n + s];
      square += moving[n + s] * moving[n + s];
    }
    agreement[s] = square > 0 ? std::abs(product) / std::sqrt(square) : 0;
  }
  const auto best = static_cast<std::size_t>(std::max_element(agreement.begin(), agreement.end()) - agreement.begin());
  double peak = static_cast<double>(best) - kSlide;
  if (best > 0 && best + 1 < agreement.size()) {
    const double a = agreement[best - 1], b = agreement[best], c = agreement[best + 1], bend = a - 2 * b + c;
    if (bend < 0) peak += 0.5 * (a - c) / bend;
  }
  return peak;
}
}  // namespace

double overlap_of(const Volume& fixed, const Volume& moving, const Affine& map) {
  const Seen there = seen_by(fixed, moving.grid, map), back = seen_by(moving, fixed.grid, inverse(map));
  const double fixed_size = there.foreground * voxel_volume_mm3(fixed.grid);
  const double moving_size = back.foreground * voxel_volume_mm3(moving.grid);
  const Seen& smaller = fixed_size <= moving_size ? there : back;
  return smaller.foreground > 0 ? smaller.shared / smaller.foreground : 0;
}

double residual_of(const Volume& fixed, const Volume& moving, const Affine& map) {
  std::vector<Edge> edges = edges_of(fixed);
  const std::size_t strongest = std::min<std::size_t>(edges.size(), std::max<std::size_t>(edges.size() / 20, 100));
  std::nth_element(edges.begin(), edges.begin() + static_cast<std::ptrdiff_t>(strongest), edges.end(),
                   [](const Edge& a, const Edge& b) { return a.strength > b.strength; });
  edges.resize(strongest);
  const std::size_t step = std::max<std::size_t>(1, strongest / 3000);
  std::vector<double> off;
  for (std::size_t n = 0; n < strongest; n += step) {
    std::array<double, kReach> here{};
    std::array<double, kReach + 2 * kSlide> there{};
    if (slopes<kReach>(fixed, {}, edges[n], here) && slopes<kReach + 2 * kSlide>(moving, map, edges[n], there))
      off.push_back(std::abs(slide(here, there)) * kStep);
  }
  if (off.empty()) return kSlide * kStep;
  const auto middle = off.begin() + static_cast<std::ptrdiff_t>(off.size() / 2);
  std::nth_element(off.begin(), middle, off.end());
  return *middle;
}

}  // namespace longview

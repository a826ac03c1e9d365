#include "imaging/preparation/private/brain_surface.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/preparation/private/statistics.h"

namespace longview {

namespace {
// Scans often end within the head. Their last slices are thought to go on this far, else the balloon would round them
// off.
constexpr double kBeyond_mm = 12;

// Reads the nearest voxel.
class Reader {
 public:
  explicit Reader(const Volume& scan) : grid_(scan.grid), voxels_(voxels_of<float>(scan)) {}

  double at(const Vec3& p) const {
    std::size_t offset = 0, stride = 1;
    for (std::size_t c = 0; c < 3; ++c) {
      const double x = (p[c] - grid_.origin[c]) / grid_.spacing[c], last = grid_.size[c] - 1;
      const double beyond = kBeyond_mm / grid_.spacing[c];
      if (!(x > -beyond && x < last + beyond)) return 0;
      offset += stride * static_cast<std::size_t>(std::clamp(x, 0.0, last) + 0.5);
      stride *= static_cast<std::size_t>(grid_.size[c]);
    }
    return voxels_[offset];
  }

 private:
  Grid grid_;
  std::span<const float> voxels_;
};

// Darkest and brightest along the inward normal (BET: 20 and 10 mm deep), held between the head's own limits.
struct Border {
  double darkest, brightest;
};

Border look_inwards(const Reader& reader, const HeadEstimate& head, const Vec3& point, const Vec3& normal) {
  double darkest = head.median, brightest = head.threshold;
  for (int mm = 0; mm <= 20; mm += 2) {
    const double value = reader.at({point[0] - mm * normal[0], point[1] - mm * normal[1], point[2] - mm * normal[2]});
    darkest = std::min(darkest, value);
    if (mm <= 10) brightest = std::max(brightest, value);
  }
  return {std::max(head.dark, darkest), std::min(head.median, brightest)};
}

double mean_edge(const Mesh& mesh, const std::vector<std::vector<std::size_t>>& near) {
  double sum = 0, edges = 0;
  for (std::size_t n = 0; n < near.size(); ++n)
    for (const std::size_t m : near[n]) {
      sum += std::hypot(mesh.points[n][0] - mesh.points[m][0], mesh.points[n][1] - mesh.points[m][1],
                        mesh.points[n][2] - mesh.points[m][2]);
      ++edges;
    }
  return sum / edges;
}
}  // namespace

HeadEstimate estimate_head(const Volume& scan) {
  const auto v = voxels_of<float>(scan);
  HeadEstimate head;
  std::vector<float> values(v.begin(), v.end());
  head.dark = percentile(values, 0.02);
  head.bright = percentile(values, 0.98);
  head.threshold = head.dark + 0.1 * (head.bright - head.dark);
  // Below 150 mm under the crown there is neck, which would pull the middle down.
  const auto nx = static_cast<std::size_t>(scan.grid.size[0]), ny = static_cast<std::size_t>(scan.grid.size[1]);
  const std::size_t slice = nx * ny;
  auto top = static_cast<std::size_t>(scan.grid.size[2]);
  const auto crowded = [&](std::size_t k) {
    return std::count_if(v.begin() + static_cast<std::ptrdiff_t>(k * slice),
                         v.begin() + static_cast<std::ptrdiff_t>((k + 1) * slice),
                         [&](float x) { return x > head.threshold; }) > 200;
  };
  while (top > 0 && !crowded(top - 1)) --top;
  const auto deep = static_cast<std::size_t>(150 / scan.grid.spacing[2]);
  head.crown = static_cast<int>(top) - 1;
  const std::size_t bottom = top > deep ? top - deep : 0;
  double weights = 0, voxels = 0;
  Vec3 sum{};
  for (std::size_t n = bottom * slice; n < top * slice; ++n) {
    if (!(v[n] > head.threshold)) continue;
    const double weight = std::min<double>(v[n], head.bright) - head.dark;
    const std::array<std::size_t, 3> at{n % nx, n / nx % ny, n / slice};
    for (std::size_t c = 0; c < 3; ++c) sum[c] += weight * static_cast<double>(at[c]);
    weights += weight;
    ++voxels;
  }
  const double ml = voxels * voxel_volume_mm3(scan.grid) / 1000;
  if (ml < 200)
    throw Failure("No head was found in this scan: nothing in it is as large as a brain. Choose a T1 scan of a head.");
  head.middle = point_at(scan.grid, {sum[0] / weights, sum[1] / weights, sum[2] / weights});
  head.radius = std::cbrt(3 * 1000 * ml / (4 * std::numbers::pi));
  std::vector<float> core;
  for (std::size_t n = bottom * slice; n < top * slice; ++n) {
    const Vec3 p = point_at(
        scan.grid, {static_cast<double>(n % nx), static_cast<double>(n / nx % ny), static_cast<double>(n / slice)});
    if (v[n] > head.dark && v[n] < head.bright &&
        std::hypot(p[0] - head.middle[0], p[1] - head.middle[1], p[2] - head.middle[2]) < head.radius)
      core.push_back(v[n]);
  }
  head.median = percentile(core, 0.5);
  return head;
}

namespace {
// Middle, radius and median of the brain as `likely` has it: away from its border, where it may be wrong.
void take_from(const Volume& likely, const Volume& distance, const Volume& scan, HeadEstimate& head) {
  const auto d = voxels_of<float>(distance);
  const auto v = voxels_of<float>(scan);
  const auto nx = static_cast<std::size_t>(scan.grid.size[0]), ny = static_cast<std::size_t>(scan.grid.size[1]);
  std::vector<float> core;
  Vec3 sum{};
  double voxels = 0;
  for (std::size_t n = 0; n < d.size(); ++n) {
    if (!(d[n] < 0)) continue;
    if (d[n] < -8) core.push_back(v[n]);
    const std::array<std::size_t, 3> at{n % nx, n / nx % ny, n / (nx * ny)};
    for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(at[c]);
    ++voxels;
  }
  if (core.size() < 1000) return;
  head.middle = point_at(scan.grid, {sum[0] / voxels, sum[1] / voxels, sum[2] / voxels});
  head.radius = std::cbrt(3 * voxels * voxel_volume_mm3(likely.grid) / (4 * std::numbers::pi));
  head.median = percentile(core, 0.5);
}
}  // namespace

Mesh brain_surface(const Volume& scan, HeadEstimate head, const Volume& likely, const Progress& progress) {
  // How far from the expected border the balloon may end: atlas and affine fit are off by about this.
  constexpr double outwards_mm = 5, inwards_mm = 9, fraction = 0.5, fluid_mm = 1.2;
  Volume expected;
  if (likely.voxels) {
    expected = signed_distance(likely);
    take_from(likely, expected, scan, head);
  }
  constexpr double smallest = 3.33, largest = 10;  // mm: radii of curvature that are wholly and hardly smoothed
  constexpr double e = (1 / smallest + 1 / largest) / 2, f = 6 / (1 / smallest - 1 / largest);
  // The paper runs 1000 rounds with 2562 points; most of the way is as well gone with a quarter of them.
  constexpr int coarse_rounds = 400, rounds = 650;
  Mesh mesh = sphere(head.middle, 0.6 * head.radius, 3);
  auto near = neighbours_of(mesh);
  const Reader reader(scan), expected_at(expected.voxels ? expected : scan);
  std::vector<Vec3> normals, next = mesh.points;
  double edge = 0;
  for (int round = 0; round < rounds; ++round) {
    if (round == coarse_rounds) {
      mesh = split(mesh);
      near = neighbours_of(mesh);
      next = mesh.points;
    }
    if (round % 50 == 0) {
      edge = mean_edge(mesh, near);
      progress.report(static_cast<double>(round) / rounds, "Finding the brain");
    }
    normals_of(mesh, normals);
    for (std::size_t n = 0; n < mesh.points.size(); ++n) {
      const Vec3& p = mesh.points[n];
      const Vec3& normal = normals[n];
      Vec3 to_mean{};
      for (const std::size_t m : near[n])
        for (std::size_t c = 0; c < 3; ++c) to_mean[c] += mesh.points[m][c] / static_cast<double>(near[n].size());
      for (std::size_t c = 0; c < 3; ++c) to_mean[c] -= p[c];
      const double outwards = to_mean[0] * normal[0] + to_mean[1] * normal[1] + to_mean[2] * normal[2];
      const double curvature = 2 * std::abs(outwards) / (edge * edge);
      const double smoothing = (1 + std::tanh(f * (curvature - e))) / 2;
      const Border seen = look_inwards(reader, head, p, normal);
      const double local = head.dark + fraction * (seen.brightest - head.dark);
      double push = 2 * (seen.darkest - local) / std::max(seen.brightest - head.dark, 1e-9);
      if (expected.voxels) {
        const double off = expected_at.at(p);
        if (off > outwards_mm) push = std::min(push, -0.5);
        if (off < -inwards_mm) push = std::max(push, 0.5);
      }
      for (std::size_t c = 0; c < 3; ++c) {
        const double along = outwards * normal[c];
        next[n][c] = p[c] + 0.5 * (to_mean[c] - along) + smoothing * along + 0.05 * push * edge * normal[c];
      }
    }
    std::swap(mesh.points, next);
  }
  // The balloon stops within the brain's rim; the fluid around it, which ours includes, lies outside.
  normals_of(mesh, normals);
  for (std::size_t n = 0; n < mesh.points.size(); ++n)
    for (std::size_t c = 0; c < 3; ++c) mesh.points[n][c] += fluid_mm * normals[n][c];
  return mesh;
}

}  // namespace longview

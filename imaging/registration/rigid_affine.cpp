#include "imaging/registration/rigid_affine.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "imaging/core/failure.h"
#include "imaging/registration/private/coarse.h"
#include "imaging/registration/private/optimise.h"
#include "imaging/registration/private/quality.h"
#include "imaging/registration/private/similarity.h"
#include "imaging/registration/private/start.h"

namespace longview {

namespace {
// So that about `wanted` voxels are looked at.
double sampling_of(const Volume& fixed, double wanted) {
  return std::clamp(wanted / static_cast<double>(voxel_count(fixed.grid)), 0.0005, 1.0);
}

// ITK adds its threads' shares in the order they arrive, so the last bits of its answer change from run to run. Rounded
// far below what matters (2e-6 mm across a head), the same scans give the same transform, and a prediction can be
// replayed.
Affine settled(Affine map, double linear, double offset_mm) {
  for (double& value : map.linear) value = std::round(value / linear) * linear;
  for (double& value : map.offset) value = std::round(value / offset_mm) * offset_mm;
  return map;
}

Affine refined(const Volume& fixed, const Volume& moving, const Start& start, const RegistrationOptions& options,
               bool affine, const Affine& from, const Progress& progress) {
  struct Level {
    double mm, samples, step, last;
  };
  const Level levels[]{{4, 5000, 2, 0.1}, {2, 10000, 0.5, 0.02}, {0, 60000, 0.1, 0.004}};
  Affine map = from;
  double done = 0;
  for (const Level& level : levels) {
    progress.report(done, affine ? "Aligning, affine" : "Aligning");
    const Volume f = coarse(fixed, level.mm), m = coarse(moving, level.mm);
    OptimiseOptions how;
    how.affine = affine;
    how.about = start.about;
    how.sampling = sampling_of(f, level.samples);
    how.step_mm = level.step;
    how.last_step_mm = level.last;
    how.threads = options.threads;
    map = settled(optimise(f, m, map, how, progress), 1e-11, 1e-9);  // ITK wants turns orthogonal to 1e-10
    done += 1.0 / std::size(levels);
  }
  return map;
}

// The turn in an affine map: of the rotation that its columns are nearest to, from the trace (for small shears).
double degrees_of(const Affine& map) {
  const double scale = std::cbrt(std::abs(determinant(map.linear)));
  const double trace = (map.linear[0] + map.linear[4] + map.linear[8]) / std::max(scale, 1e-9);
  return std::acos(std::clamp((trace - 1) / 2, -1.0, 1.0)) * 180 / std::numbers::pi;
}

// Start and end this close are one answer: between scans on one grid the start is exact and nothing can score better.
constexpr double kSame_mm = 0.5;
constexpr double kSameShare = 0.98;  // and so are scores that differ by no more than sampling makes them differ

// The farthest that two maps place a corner of the grid apart.
double apart_mm(const Affine& a, const Affine& b, const Grid& grid) {
  double most = 0;
  for (int n = 0; n < 8; ++n) {
    Vec3 index{};
    for (int c = 0; c < 3; ++c) index[c] = (n >> c & 1) ? grid.size[c] - 1 : 0;
    const Vec3 p = point_at(grid, index), q = map_point(a, p), r = map_point(b, p);
    most = std::max(most, std::hypot(q[0] - r[0], q[1] - r[1], q[2] - r[2]));
  }
  return most;
}

std::string in_words(const RegistrationQuality& q, bool fell_back) {
  char numbers[200];
  std::snprintf(numbers, sizeof numbers, "shift %.1f mm, turn %.1f degrees, %.0f %% seen by both, edges %.1f mm apart",
                q.shift_mm, q.rotation_degrees, 100 * q.overlap, q.residual_mm);
  const std::string text = numbers;
  if (fell_back) return "Not aligned: the search ended no better than it began (" + text + "). Check by eye.";
  if (q.overlap < 0.5) return "Not to be trusted: the scans share too little (" + text + "). Check by eye.";
  if (!q.trusted) return "Not to be trusted: the scans hardly resemble each other (" + text + "). Check by eye.";
  return "Aligned: " + text + ".";
}
}  // namespace

Transform register_rigid_affine(const Volume& fixed, const Volume& moving, const RegistrationOptions& options,
                                const Progress& progress) {
  if (!fixed.voxels || !moving.voxels) throw Failure("A scan to align has no voxels yet; read both series first.");
  progress.report(0, "Aligning");
  const Volume f = as_float(fixed), m = as_float(moving);
  const Start start = find_start(f, m, progress);
  Affine map = refined(f, m, start, options, false, start.map, progress.part(0.2, options.affine ? 0.6 : 0.9));
  if (options.affine) map = refined(f, m, start, options, true, map, progress.part(0.6, 0.9));

  const Volume small_fixed = coarse(f, 2), small_moving = coarse(m, 2);
  const Similarity similarity(small_fixed, small_moving, 50000);
  const double at_start = similarity.information(start.map), at_end = similarity.information(map);
  const bool worse = !(at_end >= at_start);
  const bool fell_back = !(at_end >= kSameShare * at_start) && apart_mm(map, start.map, f.grid) > kSame_mm;
  Transform result;
  result.kind = worse || !options.affine ? TransformKind::rigid : TransformKind::affine;
  result.from_study = worse ? start.map : settled(map, 1e-8, 1e-6);
  RegistrationQuality& q = result.quality;
  q.similarity_before = similarity.information({});
  q.similarity_after = similarity.information(result.from_study);
  q.overlap = overlap_of(small_fixed, small_moving, result.from_study);
  q.residual_mm = residual_of(small_fixed, small_moving, result.from_study);
  const Vec3 there = map_point(result.from_study, start.about);
  q.shift_mm = std::hypot(there[0] - start.about[0], there[1] - start.about[1], there[2] - start.about[2]);
  q.rotation_degrees = degrees_of(result.from_study);
  q.trusted = !fell_back && q.overlap >= 0.5 && q.similarity_after >= 0.15 && q.residual_mm < 3;
  q.verdict = in_words(q, fell_back);
  progress.report(1, "Aligned");
  return result;
}

}  // namespace longview

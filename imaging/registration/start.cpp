#include "imaging/registration/private/start.h"

#include <algorithm>
#include <array>
#include <numbers>
#include <vector>

#include "imaging/registration/private/coarse.h"
#include "imaging/registration/private/similarity.h"

namespace longview {

namespace {
constexpr double kDegree = std::numbers::pi / 180;

using Parameters = std::array<double, 6>;  // angles (radians), shift (mm)

Affine map_of(const Parameters& p, const Vec3& about) { return rigid({p[0], p[1], p[2]}, {p[3], p[4], p[5]}, about); }

struct Candidate {
  Parameters parameters{};
  double score = 0;
};

// The middle of what is not air.
Vec3 centre_of_mass(const Volume& volume) {
  const double threshold = foreground_threshold(volume);
  const auto v = voxels_of<float>(volume);
  const auto nx = static_cast<std::size_t>(volume.grid.size[0]), ny = static_cast<std::size_t>(volume.grid.size[1]);
  Vec3 sum{};
  double count = 0;
  for (std::size_t n = 0; n < v.size(); ++n) {
    if (!(v[n] > threshold)) continue;
    const std::array<std::size_t, 3> at{n % nx, n / nx % ny, n / (nx * ny)};
    for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(at[c]);
    ++count;
  }
  if (!(count > 0)) return centre(volume.grid);
  return point_at(volume.grid, {sum[0] / count, sum[1] / count, sum[2] / count});
}

// Tries steps along each parameter, keeps what scores better, halves the steps.
void climb(Candidate& best, const Similarity& similarity, const Vec3& about, const Progress& progress) {
  double turn = 8 * kDegree, shift = 10;
  for (int round = 0; round < 5; ++round, turn /= 2, shift /= 2) {
    for (int repeat = 0; repeat < 4; ++repeat) {
      bool better = false;
      for (std::size_t p = 0; p < 6; ++p)
        for (const double sign : {-1.0, 1.0}) {
          progress.check();
          Candidate trial = best;
          trial.parameters[p] += sign * (p < 3 ? turn : shift);
          trial.score = similarity.score(map_of(trial.parameters, about));
          if (trial.score <= best.score) continue;
          best = trial;
          better = true;
        }
      if (!better) break;
    }
  }
}
}  // namespace

Start find_start(const Volume& fixed, const Volume& moving, const Progress& progress) {
  const Volume small_fixed = coarse(fixed, 4), small_moving = coarse(moving, 4);
  const Similarity similarity(small_fixed, small_moving, 6000);
  const Vec3 about = centre_of_mass(small_fixed), there = centre_of_mass(small_moving);
  const Vec3 middle = centre(fixed.grid), other_middle = centre(moving.grid);
  const std::array<Vec3, 3> shifts{
      Vec3{0, 0, 0}, Vec3{there[0] - about[0], there[1] - about[1], there[2] - about[2]},
      Vec3{other_middle[0] - middle[0], other_middle[1] - middle[1], other_middle[2] - middle[2]}};
  std::vector<Candidate> candidates;
  for (const Vec3& shift : shifts)
    for (const double x : {0.0, -18.0, 18.0})
      for (const double y : {0.0, -18.0, 18.0})
        for (const double z : {0.0, -18.0, 18.0}) {
          progress.check();
          Candidate candidate{{x * kDegree, y * kDegree, z * kDegree, shift[0], shift[1], shift[2]}, 0};
          candidate.score = similarity.score(map_of(candidate.parameters, about));
          candidates.push_back(candidate);
        }
  std::stable_sort(candidates.begin(), candidates.end(), [](auto& a, auto& b) { return a.score > b.score; });
  candidates.resize(4);
  Candidate best;
  for (Candidate& candidate : candidates) {
    climb(candidate, similarity, about, progress);
    if (candidate.score > best.score) best = candidate;
  }
  return {map_of(best.parameters, about), about};
}

}  // namespace longview

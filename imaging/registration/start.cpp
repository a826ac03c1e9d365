#include "imaging/registration/private/start.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "imaging/registration/private/coarse.h"
#include "imaging/registration/private/similarity.h"

namespace longview {

namespace {
constexpr double kDegree = std::numbers::pi / 180;

// Angles (radians), shift (mm), logarithms of the stretch along x, y, z, shears xy, xz, yz; the last six only for
// affine.
using Parameters = std::array<double, 12>;

Affine map_of(const Parameters& p, const Vec3& about) {
  const Affine turn = rigid({p[0], p[1], p[2]}, {p[3], p[4], p[5]}, about);
  const Matrix3 stretch{std::exp(p[6]), p[9], p[10], 0, std::exp(p[7]), p[11], 0, 0, std::exp(p[8])};
  Affine local{stretch, {}};
  const Vec3 moved = map_point(local, about);
  for (std::size_t c = 0; c < 3; ++c) local.offset[c] = about[c] - moved[c];
  return compose(turn, local);
}

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

// Tries steps along the first `count` parameters, keeps what scores better, halves the steps.
void climb(Candidate& best, const Similarity& similarity, const Vec3& about, std::size_t count, int rounds,
           const Progress& progress) {
  double turn = 8 * kDegree, shift = 10, stretch = 0.08;
  for (int round = 0; round < rounds; ++round, turn /= 2, shift /= 2, stretch /= 2) {
    for (int repeat = 0; repeat < 4; ++repeat) {
      bool better = false;
      for (std::size_t p = 0; p < count; ++p)
        for (const double sign : {-1.0, 1.0}) {
          progress.check();
          Candidate trial = best;
          trial.parameters[p] += sign * (p < 3 ? turn : p < 6 ? shift : stretch);
          trial.score = similarity.score(map_of(trial.parameters, about));
          if (trial.score <= best.score) continue;
          best = trial;
          better = true;
        }
      if (!better) break;
    }
  }
}

struct Search {
  Similarity similarity;
  Vec3 about{};
  std::vector<Candidate> candidates;  // best first
};

// All starting points with their scores, at about 4 mm.
Search candidates_of(const Volume& fixed, const Volume& moving, const Progress& progress) {
  const Volume small_fixed = coarse(fixed, 4), small_moving = coarse(moving, 4);
  Search search{Similarity(small_fixed, small_moving, 6000), centre_of_mass(small_fixed), {}};
  const Vec3 about = search.about, there = centre_of_mass(small_moving);
  const Vec3 middle = centre(fixed.grid), other = centre(moving.grid);
  const std::array<Vec3, 3> shifts{Vec3{0, 0, 0}, Vec3{there[0] - about[0], there[1] - about[1], there[2] - about[2]},
                                   Vec3{other[0] - middle[0], other[1] - middle[1], other[2] - middle[2]}};
  for (const Vec3& shift : shifts)
    for (const double x : {0.0, -18.0, 18.0})
      for (const double y : {0.0, -18.0, 18.0})
        for (const double z : {0.0, -18.0, 18.0}) {
          progress.check();
          Candidate candidate{{x * kDegree, y * kDegree, z * kDegree, shift[0], shift[1], shift[2]}, 0};
          candidate.score = search.similarity.score(map_of(candidate.parameters, about));
          search.candidates.push_back(candidate);
        }
  std::stable_sort(search.candidates.begin(), search.candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  search.candidates.resize(4);
  return search;
}

Candidate best_of(Search& search, std::size_t count, int rounds, const Progress& progress) {
  Candidate best;
  for (Candidate& candidate : search.candidates) {
    climb(candidate, search.similarity, search.about, count, rounds, progress);
    if (candidate.score > best.score) best = candidate;
  }
  return best;
}
}  // namespace

Start find_start(const Volume& fixed, const Volume& moving, const Progress& progress) {
  Search search = candidates_of(fixed, moving, progress);
  return {map_of(best_of(search, 6, 5, progress).parameters, search.about), search.about};
}

Affine rough_affine(const Volume& fixed, const Volume& moving, const Progress& progress) {
  Search search = candidates_of(fixed, moving, progress);
  // Heads of two people, one cut lower than the other, have many false peaks along the body's axis.
  search.candidates.resize(2);
  const std::vector<Candidate> tops = search.candidates;
  for (const Candidate& top : tops)
    for (const double along : {-45.0, -30.0, -15.0, 15.0, 30.0, 45.0}) {
      Candidate moved = top;
      moved.parameters[5] += along;
      moved.score = search.similarity.score(map_of(moved.parameters, search.about));
      search.candidates.push_back(moved);
    }
  Candidate best = best_of(search, 9, 3, progress);
  climb(best, search.similarity, search.about, 12, 6, progress);
  climb(best, search.similarity, search.about, 12, 6, progress);
  return map_of(best.parameters, search.about);
}

}  // namespace longview

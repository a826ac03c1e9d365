// A place found again in a lung that was shifted, grown and noisy: truth by construction.
#include "imaging/registration/place_match.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <stop_token>
#include <vector>

#include "imaging/core/failure.h"

namespace longview {
namespace {

// A lung with a ball at `nodule` and rods through it, all moved by `shift`.
Volume lung(const Vec3& shift, double radius, unsigned seed) {
  const Grid grid{{70, 70, 40}, {0.9, 0.9, 1.5}, {-31, -31, -30}};
  std::mt19937 random(seed);
  std::normal_distribution<float> noise(0, 30);
  std::vector<float> hu;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) {
        Vec3 p = point_at(grid, {i + 0.0, j + 0.0, k + 0.0});
        for (std::size_t a = 0; a < 3; ++a) p[a] -= shift[a];
        const bool nodule = std::hypot(p[0], p[1], p[2]) < radius;
        const bool rod = std::hypot(p[0] - 9, p[1] + 4) < 1.5 || std::hypot(p[1] - 6, p[2] - 5) < 1.5 ||
                         std::hypot(p[0] + 8 + 0.4 * p[2], p[1]) < 1.2;
        hu.push_back((nodule || rod ? 20.0F : -860.0F) + noise(random));
      }
  return make_volume(grid, std::move(hu), "HU");
}

TEST(MatchPlace, FindsAGrownNoduleInAShiftedLung) {
  const Vec3 shift{3, -5, 7.5};
  const PlaceMatch match = match_place(lung({}, 4, 1), {0, 0, 0}, lung(shift, 5.5, 2), {0, 0, 0});
  for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(match.place[a], shift[a], 0.6);
  EXPECT_GT(match.correlation, 0.7);
}

TEST(MatchPlace, SaysWhereNothingIsAlike) {
  const Volume other = make_volume(lung({}, 4, 1).grid, std::vector<float>(voxel_count(lung({}, 4, 1).grid), -860.0F));
  EXPECT_LT(match_place(lung({}, 4, 1), {0, 0, 0}, other, {0, 0, 0}).correlation, 0.1);
}

TEST(MatchPlace, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(match_place(lung({}, 4, 1), {}, lung({}, 4, 1), {}, {}, Progress({}, stop.get_token())), Stopped);
}

}  // namespace
}  // namespace longview

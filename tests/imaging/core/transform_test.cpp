// Affine maps compose and invert as matrices do; a singular one is a sentence.
#include "imaging/core/transform.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"

namespace longview {
namespace {

void expect_near(const Vec3& a, const Vec3& b, double tolerance) {
  for (int r = 0; r < 3; ++r) EXPECT_NEAR(a[r], b[r], tolerance);
}

TEST(Affine, AQuarterTurnAboutSCarriesLToP) {
  const Affine turn = rigid({0, 0, std::acos(-1.0) / 2}, {0, 0, 0});
  expect_near(map_point(turn, {1, 0, 0}), {0, 1, 0}, 1e-12);
}

TEST(Affine, ATurnLeavesItsCentreButForTheShift) {
  const Affine turn = rigid({0.4, 0.2, -0.9}, {3, -2, 1}, {10, 20, 30});
  expect_near(map_point(turn, {10, 20, 30}), {13, 18, 31}, 1e-12);
  EXPECT_NEAR(determinant(turn.linear), 1, 1e-12);
}

TEST(Affine, InverseUndoes) {
  Affine affine = rigid({0.4, 0.2, -0.9}, {3, -2, 1}, {10, 20, 30});
  affine.linear[1] += 0.1;
  const Vec3 point{7, -8, 9};
  expect_near(map_point(inverse(affine), map_point(affine, point)), point, 1e-10);
}

TEST(Affine, ComposeIsInnerFirst) {
  const Affine turn = rigid({0.1, 0.2, 0.3}, {1, 2, 3}), other = rigid({-0.5, 0, 0.4}, {4, 0, -1});
  const Vec3 point{5, 6, 7};
  expect_near(map_point(compose(turn, other), point), map_point(turn, map_point(other, point)), 1e-12);
}

TEST(Affine, ASingularMapCannotBeInverted) {
  Affine flat;
  flat.linear = {1, 0, 0, 0, 1, 0, 1, 1, 0};
  EXPECT_THROW(inverse(flat), Failure);
}

}  // namespace
}  // namespace longview

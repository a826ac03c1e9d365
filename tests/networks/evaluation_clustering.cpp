#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"
#include "networks/evaluation/clustering.h"

namespace longview {
namespace {

// `count` patients about each of the given patterns, a little apart by a fixed rule.
Patterns about(const Patterns& middles, int count) {
  Patterns rows;
  for (std::size_t m = 0; m < middles.size(); ++m)
    for (int n = 0; n < count; ++n) {
      std::vector<double> row = middles[m];
      for (std::size_t i = 0; i < row.size(); ++i) row[i] += 0.3 * std::sin(7.0 * n + 3.0 * static_cast<double>(i + m));
      rows.push_back(row);
    }
  return rows;
}

TEST(AdjustedRand, IsWhatHandAndScikitLearnSay) {
  EXPECT_NEAR(adjusted_rand({0, 0, 1, 1}, {0, 0, 1, 2}), 4.0 / 7, 1e-12);
  EXPECT_NEAR(adjusted_rand({0, 0, 1, 2}, {0, 0, 1, 1}), 4.0 / 7, 1e-12);
  EXPECT_NEAR(adjusted_rand({0, 0, 1, 1}, {0, 1, 0, 1}), -0.5, 1e-12);
  EXPECT_EQ(adjusted_rand({0, 0, 1, 1}, {5, 5, 3, 3}), 1);
  EXPECT_EQ(adjusted_rand({0, 0}, {1, 1}), 1);
  EXPECT_THROW(adjusted_rand({0}, {0, 1}), Failure);
}

TEST(Silhouette, IsThatOfFourPointsOnALine) {
  const Patterns rows{{0}, {1}, {10}, {11}};
  EXPECT_NEAR(mean_silhouette(rows, {0, 0, 1, 1}), (9.5 / 10.5 + 8.5 / 9.5) / 2, 1e-12);
  EXPECT_LT(mean_silhouette(rows, {0, 1, 0, 1}), 0);
  EXPECT_EQ(mean_silhouette(rows, {0, 0, 0, 0}), 0);
}

TEST(KMeans, FindsGroupsThatAreThere) {
  const Patterns rows = about({{0, 0}, {5, 0}, {0, 5}}, 8);
  const Grouping found = k_means(rows, 3);
  std::vector<int> truth;
  for (int n = 0; n < 24; ++n) truth.push_back(n / 8);
  EXPECT_EQ(adjusted_rand(found.groups, truth), 1);
  EXPECT_EQ(k_means(rows, 3).groups, found.groups);
  EXPECT_THROW(k_means(rows, 25), Failure);
  EXPECT_THROW(k_means({{1, 2}, {1}}, 2), Failure);
}

TEST(KMeans, LooksAtThePatternAndNotAtHowMuchOnceNormalised) {
  const Patterns rows = normalised({{1, 0}, {9, 0}, {0, 2}, {0, 8}, {0, 0}});
  EXPECT_EQ(rows[1], (std::vector<double>{1, 0}));
  EXPECT_EQ(rows[4], (std::vector<double>{0, 0}));
  const Grouping found = k_means({rows.begin(), rows.begin() + 4}, 2);
  EXPECT_EQ(adjusted_rand(found.groups, {0, 0, 1, 1}), 1);
}

TEST(GroupStability, IsHighForTheTrueNumberOfGroupsAndLowerBeyond) {
  const auto stability = group_stability(about({{0, 0, 0}, {6, 0, 0}, {0, 6, 0}}, 10), 2, 5, 40);
  ASSERT_EQ(stability.size(), 4u);
  EXPECT_GT(stability[1].rand_mean, 0.95);
  EXPECT_GT(stability[1].rand_mean, stability[3].rand_mean + 0.1);
  EXPECT_GT(stability[1].silhouette, stability[3].silhouette);
  EXPECT_EQ(stability[1].sizes, (std::vector<int>{10, 10, 10}));
  EXPECT_LE(stability[3].rand_low, stability[3].rand_mean);
  EXPECT_TRUE(group_stability({{1}, {2}, {3}}).empty());
}

}  // namespace
}  // namespace longview

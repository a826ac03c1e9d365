// Truth from construction: what was asked for is what the Jacobian and the warped voxels say.
#include "imaging/simulation/atrophy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"

namespace longview {
namespace {

// A head in small: fluid around white matter, two hippocampi and two medial temporal regions as ellipsoids in it.
struct Phantom {
  Volume t1, labels;
};

int value_of(const std::string& name) {
  for (const BrainStructure& structure : brain_structures())
    if (full_name(structure) == name) return structure.value;
  return 0;
}

Phantom phantom() {
  Grid grid;
  grid.size = {48, 52, 44};
  grid.spacing = {2, 2, 2};
  grid.origin = {-47, -51, -43};
  const int fluid = value_of("Sulcal fluid"), white = value_of("Frontal white, right");
  std::vector<std::uint8_t> labels(voxel_count(grid), 0);
  std::vector<float> image(labels.size(), 0);
  std::size_t n = 0;
  for (int k = 0; k < 44; ++k)
    for (int j = 0; j < 52; ++j)
      for (int i = 0; i < 48; ++i, ++n) {
        const Vec3 p = point_at(grid, {double(i), double(j), double(k)});
        const auto inside = [&](double x, double y, double z, double rx, double ry, double rz) {
          return std::pow((p[0] - x) / rx, 2) + std::pow((p[1] - y) / ry, 2) + std::pow((p[2] - z) / rz, 2) < 1;
        };
        if (inside(0, 0, 0, 44, 48, 40)) labels[n] = static_cast<std::uint8_t>(fluid);
        if (inside(0, 0, 0, 37, 41, 33)) labels[n] = static_cast<std::uint8_t>(white);
        for (const int side : {-1, 1}) {
          const char* name = side < 0 ? "right" : "left";
          if (inside(side * 18, 4, -6, 8, 14, 8))
            labels[n] = static_cast<std::uint8_t>(value_of(std::string("Hippocampus, ") + name));
          if (inside(side * 18, 4, 14, 8, 12, 6))
            labels[n] = static_cast<std::uint8_t>(value_of(std::string("Temporal grey, ") + name));
        }
        image[n] = labels[n] == fluid ? 20.0F : labels[n] == white ? 110.0F : labels[n] ? 70.0F : 0.0F;
      }
  return {make_volume(grid, image), make_volume(grid, labels)};
}

double volume_of_label(const Volume& labels, int value) {
  double count = 0;
  for (const std::uint8_t v : voxels_of<std::uint8_t>(labels)) count += v == value;
  return count * voxel_volume_mm3(labels.grid) / 1000;
}

TEST(Atrophy, GivesEachStructureTheVolumeAskedForWithinTwoPercentOfTheChange) {
  const Phantom head = phantom();
  for (const double percent : {-5.0, -10.0, -20.0}) {
    AtrophyOptions options;
    options.hippocampus_percent = percent;
    const Atrophy atrophy = simulate_atrophy(head.t1, head.labels, options);
    EXPECT_LT(atrophy.worst_error, 0.02) << percent;
    EXPECT_GT(atrophy.smallest_jacobian, 0.2) << percent;
    double before = 0, after = 0;
    for (const StructureChange& change : atrophy.changes) {
      if (change.name.starts_with("Hippocampus")) {
        EXPECT_NEAR(change.true_percent, percent, 0.02 * -percent);
      }
      if (change.name == "Sulcal fluid") {
        EXPECT_GT(change.true_percent, 0);
      }
      before += change.before_ml;
      after += change.before_ml * (1 + change.true_percent / 100);
    }
    EXPECT_NEAR(after / before, 1, 0.012) << "the skull keeps its volume, but for differences along its wall";
    EXPECT_NEAR(atrophy.years, percent / -4.66, 1e-9);
  }
}

TEST(Atrophy, ShrinksTheVoxelsAsTheJacobianSays) {
  const Phantom head = phantom();
  AtrophyOptions options;
  options.hippocampus_percent = -20;
  const Atrophy atrophy = simulate_atrophy(head.t1, head.labels, options);
  const int left = value_of("Hippocampus, left");
  const double ratio = volume_of_label(atrophy.labels, left) / volume_of_label(head.labels, left);
  EXPECT_NEAR(ratio, 0.8, 0.04);  // whole voxels of a structure of 470
  // The T1 went with the labels: white matter's intensity where white matter is now.
  const auto labels = voxels_of<std::uint8_t>(atrophy.labels);
  const auto image = voxels_of<float>(atrophy.image);
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] == left) {
      sum += image[i];
      ++n;
    }
  EXPECT_NEAR(sum / n, 70, 6);
}

TEST(Atrophy, MovesNothingOutsideOfTheSkullAndRepeatsItself) {
  const Phantom head = phantom();
  const Atrophy one = simulate_atrophy(head.t1, head.labels, {}), two = simulate_atrophy(head.t1, head.labels, {});
  EXPECT_EQ(content_hash(one.image), content_hash(two.image));
  const auto labels = voxels_of<std::uint8_t>(head.labels);
  const auto jacobian = voxels_of<float>(one.jacobian);
  for (std::size_t n = 0; n < labels.size(); ++n)
    if (!labels[n]) {
      ASSERT_EQ(jacobian[n], 1);
    }
  AtrophyOptions other;
  other.seed = 2;
  EXPECT_NE(content_hash(simulate_atrophy(head.t1, head.labels, other).jacobian), content_hash(one.jacobian));
}

TEST(Atrophy, RefusesWhatItCannotDo) {
  const Phantom head = phantom();
  for (const double percent : {0.0, 5.0, -80.0}) {
    AtrophyOptions options;
    options.hippocampus_percent = percent;
    EXPECT_THROW(simulate_atrophy(head.t1, head.labels, options), Failure) << percent;
  }
  std::vector<std::uint8_t> white(voxel_count(head.labels.grid), 1);
  EXPECT_THROW(simulate_atrophy(head.t1, make_volume(head.labels.grid, white)), Failure);
}

TEST(Atrophy, RatesAreThePublishedOnes) {
  EXPECT_DOUBLE_EQ(yearly_change_percent(value_of("Hippocampus, left")), -4.66);  // Barnes 2009
  EXPECT_DOUBLE_EQ(yearly_change_percent(value_of("Medial temporal grey, right")), -7);
  EXPECT_DOUBLE_EQ(yearly_change_percent(value_of("Sulcal fluid")), 0);
}

}  // namespace
}  // namespace longview

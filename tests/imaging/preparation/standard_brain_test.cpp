// A phantom brain, turned, stretched and seen by another scanner, comes to the same place and the same intensities.
#include "imaging/preparation/standard_brain.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/overlap.h"
#include "imaging/preparation/head_box.h"
#include "imaging/registration/label_vote.h"
#include "imaging/registration/resample.h"

namespace longview {
namespace {

// A brain of two tissues with ventricles and without mirror symmetry, on the standard grid: white 0.75, grey 0.5.
struct Brain {
  Volume image, mask;
};

Brain made_up_brain() {
  const Grid grid = standard_grid();
  std::vector<float> image(voxel_count(grid), 0);
  std::vector<std::uint8_t> mask(image.size(), 0);
  std::size_t n = 0;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i, ++n) {
        const Vec3 p = point_at(grid, {double(i), double(j), double(k)});
        const auto inside = [&](double x, double y, double z, double rx, double ry, double rz) {
          return std::pow((p[0] - x) / rx, 2) + std::pow((p[1] - y) / ry, 2) + std::pow((p[2] - z) / rz, 2) < 1;
        };
        if (!inside(0, 17, 8, 66, 84, 62)) continue;
        mask[n] = 1;
        image[n] = 0.5F;
        if (inside(0, 17, 12, 54, 70, 48)) image[n] = 0.75F;
        if (inside(14, 10, 14, 9, 26, 12) || inside(-14, 14, 14, 8, 30, 12)) image[n] = 0.15F;
        if (inside(24, 6, -14, 12, 16, 10) || inside(-30, 26, -10, 10, 12, 12)) image[n] = 0.5F;
      }
  return {make_volume(grid, image), make_volume(grid, mask)};
}

// The brain as a scanner with another grid, scale, shading and position shows it.
struct Scanned {
  Volume scan, mask;
  Affine to_standard;
};

Scanned scanned(const Brain& brain) {
  Scanned made;
  made.to_standard = rigid({0.12, -0.06, 0.1}, {6, -8, 4}, {0, 17, 8});
  for (double& value : made.to_standard.linear) value *= 1.06;
  Grid grid;
  grid.size = {88, 110, 92};
  grid.spacing = {1.8, 1.9, 1.8};
  grid.origin = {-75, -90, -75};
  grid.direction = {0, 1, 0, 0, 0, 1, 1, 0, 0};  // axes along S, L, P: sagittal slices
  grid.size = {90, 92, 108};
  grid.origin = {-80, -88, -72};
  const Volume seen = resample(brain.image, grid, made.to_standard);
  const auto values = voxels_of<float>(seen);
  std::vector<float> raw(values.begin(), values.end());
  for (std::size_t n = 0; n < raw.size(); ++n) {
    const double x = static_cast<double>(n % 90) / 90 - 0.5;
    raw[n] *= static_cast<float>(900 * std::exp(0.2 * x));
  }
  made.scan = make_volume(grid, raw);
  made.mask = resample_mask(brain.mask, grid, made.to_standard);
  return made;
}

TEST(StandardBrain, LaysABrainFromAnyGridOnTheTemplate) {
  const Brain brain = made_up_brain();
  const Scanned patient = scanned(brain);
  const StandardBrain found = standard_brain(patient.scan, patient.mask, brain.image);
  EXPECT_TRUE(found.fit.trusted) << found.fit.verdict;
  EXPECT_TRUE(same_grid(found.image.grid, standard_grid()));
  EXPECT_GT(dice(found.brain, brain.mask), 0.96);
  const Affine truth = inverse(patient.to_standard);
  for (const Vec3& p : {Vec3{40, 17, 8}, Vec3{0, 70, 8}, Vec3{0, 17, 50}, Vec3{-40, -20, -10}}) {
    const Vec3 there = map_point(found.to_scan, p), right = map_point(truth, p);
    EXPECT_LT(std::hypot(there[0] - right[0], there[1] - right[1], there[2] - right[2]), 2.5);
  }
  // ml of the patient's brain from standard voxels.
  double standard = 0, own = 0;
  for (const std::uint8_t v : voxels_of<std::uint8_t>(found.brain)) standard += v;
  for (const std::uint8_t v : voxels_of<std::uint8_t>(patient.mask)) own += v;
  own *= voxel_volume_mm3(patient.mask.grid) / 1000;
  EXPECT_NEAR(standard * standard_voxel_ml(found.to_scan) / own, 1, 0.02);
}

TEST(StandardBrain, GivesWhiteMatterTheSameIntensityWhateverTheScale) {
  const Brain brain = made_up_brain();
  const Scanned patient = scanned(brain);
  const StandardBrain found = placed_brain(patient.scan, patient.mask, inverse(patient.to_standard));
  const auto image = voxels_of<float>(found.image);
  const auto truth = voxels_of<float>(brain.image);
  double white = 0, grey = 0, n_white = 0, n_grey = 0;
  for (std::size_t n = 0; n < image.size(); ++n) {
    ASSERT_GE(image[n], 0);
    ASSERT_LE(image[n], 1);
    if (voxels_of<std::uint8_t>(found.brain)[n] == 0) {
      ASSERT_EQ(image[n], 0);
    }
    if (truth[n] == 0.75F) white += image[n], ++n_white;
    if (truth[n] == 0.5F) grey += image[n], ++n_grey;
  }
  EXPECT_NEAR(white / n_white, 0.75, 0.03);
  EXPECT_NEAR(grey / n_grey, 0.5, 0.05);
}

TEST(StandardBrain, MapsComeBackToThePatientsOwnMillimetres) {
  const Brain brain = made_up_brain();
  const Scanned patient = scanned(brain);
  const Affine to_scan = inverse(patient.to_standard);
  std::vector<float> spot(voxel_count(standard_grid()), 0);
  const Vec3 place{24, 6, -14};
  const Vec3 index = index_at(standard_grid(), place);
  for (int k = -3; k <= 3; ++k)
    for (int j = -3; j <= 3; ++j)
      for (int i = -3; i <= 3; ++i)
        spot[static_cast<std::size_t>(((std::lround(index[2]) + k) * 94 + std::lround(index[1]) + j) * 76 +
                                      std::lround(index[0]) + i)] = 1;
  const Volume back = on_scan(make_volume(standard_grid(), spot), to_scan, patient.scan.grid);
  EXPECT_TRUE(same_grid(back.grid, patient.scan.grid));
  EXPECT_NEAR(interpolate(back, index_at(back.grid, map_point(to_scan, place))), 1, 0.01);
  EXPECT_NEAR(interpolate(back, index_at(back.grid, map_point(to_scan, {-24, 6, -14}))), 0, 0.01);
}

TEST(StandardBrain, RefusesABrainOfOneValueAndAScanWithoutVoxels) {
  const Brain brain = made_up_brain();
  const std::vector<float> nothing(voxel_count(standard_grid()), 0);
  EXPECT_THROW(standard_brain(make_volume(standard_grid(), nothing), brain.mask, brain.image), Failure);
  EXPECT_THROW(standard_brain({}, {}, brain.image), Failure);
}

TEST(HeadBox, KeepsTheVoxelsOfAScanOfTwoMillimetresAlongTheAxes) {
  Grid grid;
  grid.size = {95, 77, 68};
  grid.spacing = {2, 2, 2};
  grid.direction = {0, 0, -1, 1, 0, 0, 0, 1, 0};  // columns: P, S, R, as ixi's
  grid.origin = {70, -80, -60};
  std::vector<float> values(voxel_count(grid));
  std::vector<std::uint8_t> brain(values.size(), 0);
  for (std::size_t n = 0; n < values.size(); ++n) values[n] = static_cast<float>(n % 251);
  for (int k = 20; k < 50; ++k)
    for (int j = 20; j < 60; ++j)
      for (int i = 20; i < 80; ++i) brain[static_cast<std::size_t>((k * 77 + j) * 95 + i)] = 1;
  const Volume scan = make_volume(grid, values);
  const HeadBox box = head_box(scan, make_volume(grid, brain));
  EXPECT_EQ(box.head.grid.size, kHeadBox);
  int seen = 0;
  for (int k = 0; k < kHeadBox[2]; k += 7)
    for (int j = 0; j < kHeadBox[1]; j += 7)
      for (int i = 0; i < kHeadBox[0]; i += 7) {
        const Vec3 index = index_at(grid, point_at(box.head.grid, {double(i), double(j), double(k)}));
        const Size3 near{int(std::lround(index[0])), int(std::lround(index[1])), int(std::lround(index[2]))};
        if (!contains(grid, index)) continue;
        for (int c = 0; c < 3; ++c) {
          EXPECT_NEAR(index[c], near[c], 1e-6);
        }
        EXPECT_NEAR(value_at(box.head, {i, j, k}), value_at(scan, near), 1e-3);
        ++seen;
      }
  EXPECT_GT(seen, 500);
}

TEST(LabelVote, IsExactOnTheSameGridAndSmoothBetweenVoxels) {
  Grid grid;
  grid.size = {6, 6, 6};
  std::vector<std::uint8_t> labels(216, 0);
  for (std::size_t n = 0; n < 216; ++n) labels[n] = n % 6 < 3 ? 7 : 9;
  const Volume volume = make_volume(grid, labels);
  EXPECT_EQ(content_hash(vote_labels(volume, grid)), content_hash(volume));
  Grid fine = grid;
  fine.size = {21, 5, 5};
  fine.spacing = {0.25, 1, 1};
  const Volume voted = vote_labels(volume, fine);
  // The border between index 2 and 3 lies at 2.5.
  EXPECT_EQ(value_at(voted, {9, 2, 2}), 7);   // 2.25
  EXPECT_EQ(value_at(voted, {11, 2, 2}), 9);  // 2.75
}

TEST(OnePiece, TakesAwayWhatIsNotJoined) {
  Grid grid;
  grid.size = {10, 3, 3};
  std::vector<std::uint8_t> labels(90, 0);
  for (int i = 0; i < 5; ++i) labels[static_cast<std::size_t>(i)] = 3;
  labels[8] = 4;
  const Volume cleaned = one_piece(make_volume(grid, labels));
  EXPECT_EQ(value_at(cleaned, {4, 0, 0}), 3);
  EXPECT_EQ(value_at(cleaned, {8, 0, 0}), 0);
}

}  // namespace
}  // namespace longview

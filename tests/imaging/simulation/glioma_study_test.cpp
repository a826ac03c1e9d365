// The whole patient on a phantom brain: truth by construction.
#include "imaging/simulation/glioma_study.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "imaging/simulation/private/course.h"
#include "tests/imaging/simulation/phantom_brain.h"

namespace longview {
namespace {

const PhantomBrain& brain() {
  static const PhantomBrain phantom = phantom_brain();
  return phantom;
}

SimulatedGlioma simulated(const GliomaStudyOptions& options, const Progress& progress = {}) {
  return simulate_glioma(brain().scan, brain().brain, brain().tissue, options, progress);
}

GliomaStudyOptions growing() {
  GliomaStudyOptions options;
  options.days = {0, 60};
  options.first_volume_ml = 5;
  options.growth =
      GliomaGrowth{.d_white = 0.08, .white_to_grey = 15, .rho = 0.03, .seed = {30, 5, 12}, .mass_effect_mm = 3};
  options.misaligned = false;
  return options;
}

double dense_ml(const SimulatedDate& date, double threshold) {
  const auto cells = voxels_of<float>(date.density);
  const auto count = std::ranges::count_if(cells, [&](float c) { return static_cast<double>(c) > threshold; });
  return static_cast<double>(count) * voxel_volume_mm3(date.density.grid) / 1000;
}

// Mean place, in LPS mm of the anatomy, of the voxels where `inside` is above one half.
Vec3 middle_of(const Volume& inside, const Affine& to_anatomy) {
  Vec3 sum{};
  double count = 0;
  const Size3& size = inside.grid.size;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i) {
        if (value_at(inside, {i, j, k}) < 0.5) continue;
        const Vec3 index{static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)};
        const Vec3 p = map_point(to_anatomy, point_at(inside.grid, index));
        for (std::size_t a = 0; a < 3; ++a) sum[a] += p[a];
        ++count;
      }
  for (double& s : sum) s /= count;
  return sum;
}

double apart(const Vec3& a, const Vec3& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

double mean_where(const SimulatedDate& date, int label) {
  const auto values = voxels_of<std::int16_t>(date.scan);
  const auto labels = voxels_of<std::uint8_t>(date.labels.voxels);
  double sum = 0, count = 0;
  for (std::size_t n = 0; n < values.size(); ++n)
    if (labels[n] == label) sum += values[n], ++count;
  return sum / count;
}

TEST(SimulateGlioma, GivesTheSameStudyForTheSameSeed) {
  GliomaStudyOptions options = growing();
  options.misaligned = true;
  const SimulatedGlioma a = simulated(options), b = simulated(options);
  for (std::size_t n = 0; n < 2; ++n) {
    EXPECT_EQ(content_hash(a.dates[n].scan), content_hash(b.dates[n].scan));
    EXPECT_EQ(content_hash(a.dates[n].labels.voxels), content_hash(b.dates[n].labels.voxels));
  }
  options.seed = 2;
  EXPECT_NE(content_hash(a.dates[0].scan), content_hash(simulated(options).dates[0].scan));
}

TEST(SimulateGlioma, GrowsFromTheVolumeAskedFor) {
  GliomaStudyOptions options = growing();
  options.growth->mass_effect_mm = 0;
  const SimulatedGlioma glioma = simulated(options);
  const double first = dense_ml(glioma.dates[0], glioma.thresholds.visible);
  EXPECT_NEAR(first, 5, 1);
  EXPECT_GT(dense_ml(glioma.dates[1], glioma.thresholds.visible), 1.5 * first);
  EXPECT_GT(volume_ml(mask_of(glioma.dates[1].labels)), 1.5 * volume_ml(mask_of(glioma.dates[0].labels)));
}

TEST(SimulateGlioma, ShrinksWhereTheTumourResponds) {
  GliomaStudyOptions options = growing();
  options.days = {0, 30, 60};
  options.first_volume_ml = 20;
  options.growth->rho = -0.02;
  options.growth->d_white = 0.02;
  const SimulatedGlioma glioma = simulated(options);
  EXPECT_EQ(glioma.course, GrowthCourse::shrinking);
  EXPECT_GT(glioma.growth.rho, 0);
  for (std::size_t n = 1; n < 3; ++n)
    EXPECT_LT(volume_ml(mask_of(glioma.dates[n].labels)), 0.95 * volume_ml(mask_of(glioma.dates[n - 1].labels)));
}

TEST(SimulateGlioma, DrawsTheTumourWhereTheCellsAre) {
  GliomaStudyOptions options = growing();
  options.noise = false;
  for (const SimulatedGlioma glioma = simulated(options); const SimulatedDate& date : glioma.dates) {
    ASSERT_TRUE(same_grid(date.scan.grid, brain().scan.grid));
    const Volume drawn = mask_of(date.labels);
    const auto mask = voxels_of<std::uint8_t>(drawn);
    const auto cells = voxels_of<float>(date.density);
    double both = 0, sum = 0;
    for (std::size_t n = 0; n < mask.size(); ++n) {
      const bool dense = static_cast<double>(cells[n]) > glioma.thresholds.visible;
      both += dense && mask[n];
      sum += dense + (mask[n] != 0);
    }
    EXPECT_GT(2 * both / sum, 0.85);
  }
}

TEST(SimulateGlioma, ShowsABrightBorderAroundADarkCore) {
  GliomaStudyOptions options = growing();
  options.first_volume_ml = 30;
  const SimulatedDate date = simulated(options).dates[0];
  const double level = mean_where(date, 0), border = mean_where(date, 1), core = mean_where(date, 3);
  EXPECT_GT(border, 1.3 * core);
  EXPECT_GT(border, level);
  EXPECT_GT(volume_ml(mask_of(date.labels, 1)), 3);
  EXPECT_GT(volume_ml(mask_of(date.labels, 3)), 3);
}

TEST(SimulateGlioma, SaysWhereEachScanLies) {
  GliomaStudyOptions options = growing();
  options.misaligned = true;  // by 5 mm and 3 degrees
  options.noise = false;
  for (double thickness : {0.0, 6.0}) {
    options.slice_thickness_mm = thickness;
    const SimulatedGlioma glioma = simulated(options);
    for (const SimulatedDate& date : glioma.dates) {
      std::vector<float> dense(voxels_of<float>(date.density).begin(), voxels_of<float>(date.density).end());
      for (float& c : dense) c = static_cast<double>(c) > glioma.thresholds.visible;
      const Vec3 truth = middle_of(make_volume(date.density.grid, std::move(dense)), {});
      EXPECT_LT(apart(middle_of(mask_of(date.labels), date.to_anatomy), truth), thickness > 0 ? 2 : 1.3);
      EXPECT_FALSE(same_grid(date.scan.grid, brain().scan.grid));
    }
    EXPECT_FALSE(same_grid(glioma.dates[0].scan.grid, glioma.dates[1].scan.grid));
  }
}

TEST(SimulateGlioma, AveragesThickSlices) {
  GliomaStudyOptions options = growing();
  options.days = {0};
  options.noise = false;
  const double thin = volume_ml(mask_of(simulated(options).dates[0].labels));
  options.slice_thickness_mm = 5;
  const SimulatedDate thick = simulated(options).dates[0];
  EXPECT_EQ(thick.scan.grid.spacing, (Vec3{0.859375, 0.859375, 5}));
  EXPECT_NEAR(volume_ml(mask_of(thick.labels)) / thin, 1, 0.2);
}

TEST(SimulateGlioma, DrawsCoursesAsOftenAsItSays) {
  std::array<int, 3> count{};
  GliomaStudyOptions options;
  for (options.seed = 0; options.seed < 600; ++options.seed) {
    const TumourCourse course = draw_course(brain().brain, brain().tissue, options);
    ++count[static_cast<std::size_t>(course.course)];
    const double width = std::sqrt(course.growth.d_white / course.growth.rho);
    ASSERT_GE(width, 1.5 - 1e-9);  // the phantom's voxel
    ASSERT_GE(value_at(brain().tissue.white,
                       [&] {
                         const Vec3 at = index_at(brain().tissue.white.grid, course.growth.seed);
                         return Size3{static_cast<int>(std::lround(at[0])), static_cast<int>(std::lround(at[1])),
                                      static_cast<int>(std::lround(at[2]))};
                       }()),
              0.5);
    ASSERT_GE(course.growth.white_to_grey, 10);
    ASSERT_LE(course.growth.white_to_grey, 30);
  }
  EXPECT_NEAR(count[0] / 600.0, 0.75, 0.06);
  EXPECT_NEAR(count[1] / 600.0, 0.15, 0.05);
  EXPECT_NEAR(count[2] / 600.0, 0.10, 0.04);
}

TEST(SimulateGlioma, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(simulated(growing(), Progress({}, stop.get_token())), Stopped);
}

TEST(SimulateGlioma, RefusesWhatCannotBe) {
  GliomaStudyOptions options = growing();
  options.days = {0, 0};
  EXPECT_THROW(simulated(options), Failure);
  options.days = {};
  EXPECT_THROW(simulated(options), Failure);
  options = growing();
  options.slice_thickness_mm = -1;
  EXPECT_THROW(simulated(options), Failure);
  const PhantomBrain other = phantom_brain(3);
  EXPECT_THROW(simulate_glioma(brain().scan, other.brain, brain().tissue, growing()), Failure);
  EXPECT_THROW(
      simulate_glioma(brain().scan,
                      make_volume(brain().brain.grid, std::vector<std::uint8_t>(voxel_count(brain().brain.grid))),
                      brain().tissue, {}),
      Failure);
}

}  // namespace
}  // namespace longview

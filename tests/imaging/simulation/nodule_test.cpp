// A nodule in a phantom lung: truth by construction, and by closed formulas of balls and caps.
#include "imaging/simulation/nodule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include "imaging/core/failure.h"
#include "imaging/measurement/overlap.h"
#include "imaging/measurement/volumes.h"
#include "tests/imaging/simulation/phantom_chest.h"

namespace longview {
namespace {

const Volume& free_lung() {
  static const Volume lung = phantom_chest();
  return lung;
}

// A ball where nothing is in the way, seen as exactly as can be.
NoduleOptions plain(double diameter = 12) {
  NoduleOptions options;
  options.course.diameter_mm = diameter;
  options.days = {0};
  options.irregularity = 0;
  options.moved = false;
  options.noise = false;
  options.thickness_mm = 0;
  return options;
}

double mm3(const Volume& mask) { return 1000 * volume_ml(mask); }
double ball(double diameter) { return std::numbers::pi / 6 * std::pow(diameter, 3); }
double apart(const Vec3& a, const Vec3& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

// Calls f(point, offset) for every voxel.
template <class F>
void each_voxel(const Grid& grid, F&& f) {
  std::size_t n = 0;
  for (int k = 0; k < grid.size[2]; ++k)
    for (int j = 0; j < grid.size[1]; ++j)
      for (int i = 0; i < grid.size[0]; ++i) f(point_at(grid, {i + 0.0, j + 0.0, k + 0.0}), n++);
}

double mean_where(const NoduleDate& date, int label) {
  const auto hu = voxels_of<std::int16_t>(date.scan);
  const auto labels = voxels_of<std::uint8_t>(date.labels.voxels);
  double sum = 0, count = 0;
  for (std::size_t n = 0; n < hu.size(); ++n)
    if (labels[n] == label) sum += hu[n], ++count;
  return sum / count;
}

TEST(SimulateNodule, IsABallOfTheVolumeAskedFor) {
  for (double diameter : {4.0, 5.0, 8.0, 20.0}) {
    const NoduleDate date = simulate_nodule(free_lung(), plain(diameter)).dates[0];
    EXPECT_NEAR(date.volume_mm3, ball(diameter), 1e-6);
    EXPECT_NEAR(mm3(mask_of(date.labels)), ball(diameter), 0.5) << "of voxels of 1 mm3";
    const auto labels = voxels_of<std::uint8_t>(date.labels.voxels);
    each_voxel(date.scan.grid, [&](const Vec3& p, std::size_t n) {
      const double r = apart(p, {});
      if (r < diameter / 2 - 0.6) {
        EXPECT_EQ(labels[n], 1) << r;
      }
      if (r > diameter / 2 + 0.6) {
        EXPECT_EQ(labels[n], 0) << r;
      }
    });
    EXPECT_EQ(date.wall_contact, 0);  // though the CT ends
    EXPECT_EQ(date.vessel_contact, 0);
  }
}

TEST(SimulateNodule, DoublesTheVolumeThatIsSeen) {
  NoduleOptions options = plain(8);
  options.irregularity = 1;
  options.course.spiculated = true;
  options.course.doubling_days = 150;
  options.days = {0, 150, 300};
  const auto dates = simulate_nodule(free_lung(), options).dates;
  for (std::size_t n = 0; n < 3; ++n) {
    const double asked = ball(8) * std::pow(2, static_cast<double>(n));
    EXPECT_NEAR(dates[n].volume_mm3 / asked, 1, 1e-9);
    EXPECT_NEAR(mm3(mask_of(dates[n].labels)), asked, 0.5);
    // What the CT gained in density is the nodule's mass, but for the lung that it took the place of.
    const auto before = voxels_of<float>(free_lung());
    const auto after = voxels_of<std::int16_t>(dates[n].scan);
    double gained = 0;
    for (std::size_t v = 0; v < before.size(); ++v) gained += after[v] - static_cast<double>(before[v]);
    EXPECT_NEAR(gained / 1000 / (dates[n].mass_mg - 0.14 * asked), 1, 0.03);
  }
}

TEST(SimulateNodule, NeverLeavesWhatWasNodule) {
  NoduleOptions options = plain(10);
  options.irregularity = 1;
  options.course.doubling_days = 100;
  options.days = {0, 100, 250};
  const auto dates = simulate_nodule(free_lung(), options).dates;
  for (std::size_t n = 1; n < 3; ++n) {
    const auto before = voxels_of<std::uint8_t>(dates[n - 1].labels.voxels);
    const auto after = voxels_of<std::uint8_t>(dates[n].labels.voxels);
    std::size_t left = 0;
    for (std::size_t v = 0; v < before.size(); ++v) left += before[v] && !after[v];
    EXPECT_EQ(left, 0U);
  }
}

TEST(SimulateNodule, ShrinksWithItsVolume) {
  NoduleOptions options = plain(14);
  options.course.doubling_days = -200;
  options.days = {0, 400};
  const auto dates = simulate_nodule(free_lung(), options).dates;
  EXPECT_NEAR(mm3(mask_of(dates[1].labels)), ball(14) / 4, 0.5);
}

TEST(SimulateNodule, StopsAtTheWallAndGrowsElsewhere) {
  // The wall's border lies half way between the last voxel of lung (4) and the first of wall (5).
  const Volume chest = phantom_chest({.wall = 4.2});
  const NoduleDate date = simulate_nodule(chest, plain(14)).dates[0];
  EXPECT_NEAR(mm3(mask_of(date.labels)), ball(14), 0.5);
  const auto labels = voxels_of<std::uint8_t>(date.labels.voxels);
  double radius = 0;
  each_voxel(chest.grid, [&](const Vec3& p, std::size_t n) {
    if (!labels[n]) return;
    EXPECT_LT(p[0], 5);
    radius = std::max(radius, apart(p, {}));
  });
  // A ball of radius R less the cap beyond 4.5 mm has that volume: pi (2 R^3 / 3 + R^2 a - a^3 / 3).
  double r = 7;
  for (int n = 0; n < 60; ++n)
    r = std::cbrt(1.5 * (ball(14) / std::numbers::pi - r * r * 4.5 + std::pow(4.5, 3) / 3)) / 2 + r / 2;
  EXPECT_NEAR(radius, r, 0.7);
  EXPECT_NEAR(date.wall_contact, (1 - 4.5 / r) / 2, 0.02);
  EXPECT_EQ(date.vessel_contact, 0);
}

TEST(SimulateNodule, DoesNotComeOutBehindTheWall) {
  Volume chest = phantom_chest();
  std::vector<float> hu(voxels_of<float>(chest).begin(), voxels_of<float>(chest).end());
  each_voxel(chest.grid, [&](const Vec3& p, std::size_t n) {
    if (p[0] >= 5 && p[0] < 12) hu[n] = 40;
  });
  chest = make_volume(chest.grid, std::move(hu), "HU");
  const NoduleDate date = simulate_nodule(chest, plain(28)).dates[0];
  const auto labels = voxels_of<std::uint8_t>(date.labels.voxels);
  each_voxel(chest.grid, [&](const Vec3& p, std::size_t n) {
    if (p[0] >= 5) {
      EXPECT_EQ(labels[n], 0);
    }
  });
}

TEST(SimulateNodule, TakesInAVesselAndSaysSo) {
  const Volume chest = phantom_chest({.vessel = 3});
  const NoduleDate date = simulate_nodule(chest, plain(12)).dates[0];
  EXPECT_GT(date.vessel_contact, 0.01);
  EXPECT_LT(date.vessel_contact, 0.3);
  EXPECT_EQ(date.wall_contact, 0);
  EXPECT_EQ(value_at(date.labels.voxels, {43, 40, 40}), 1);
}

TEST(SimulateNodule, HasTheDensityOfItsType) {
  NoduleOptions options = plain(16);
  const double solid = mean_where(simulate_nodule(free_lung(), options).dates[0], 1);
  EXPECT_GT(solid, -200);  // with its blurred border
  EXPECT_LT(solid, 60);
  options.course.type = NoduleType::ground_glass;
  const double glass = mean_where(simulate_nodule(free_lung(), options).dates[0], 1);
  EXPECT_GT(glass, -780);
  EXPECT_LT(glass, -450);
  options.course.type = NoduleType::part_solid;
  const NoduleDate date = simulate_nodule(free_lung(), options).dates[0];
  EXPECT_GT(mean_where(date, 2), mean_where(date, 1) + 250);
  EXPECT_NEAR(mm3(mask_of(date.labels, 2)), 0.3 * ball(16), 0.5);
  EXPECT_NEAR(mm3(mask_of(date.labels)), ball(16), 0.5);
}

TEST(SimulateNodule, AveragesThickSlices) {
  NoduleOptions options = plain(10);
  options.course.doubling_days = 100;
  options.days = {0, 100};
  for (double thickness : {1.0, 2.5, 5.0}) {
    options.thickness_mm = thickness;
    const auto dates = simulate_nodule(free_lung(), options).dates;
    EXPECT_EQ(dates[0].scan.grid.spacing[2], thickness);
    for (std::size_t n = 0; n < 2; ++n)
      EXPECT_NEAR(mm3(mask_of(dates[n].labels)), ball(10) * std::pow(2, n), thickness / 2 + 1e-6);
    EXPECT_NEAR(measure(dates[0].labels).front().centroid[0], 0, 0.2) << thickness;
  }
}

TEST(SimulateNodule, LiesWhereItSaysHoweverThePatientLiesAndBreathes) {
  NoduleOptions options = plain(12);
  options.place = {3, -4, 6};
  options.course.doubling_days = 200;
  options.days = {0, 200};
  options.moved = true;
  options.thickness_mm = 1;
  double moved = 0;
  for (options.seed = 1; options.seed < 5; ++options.seed)
    for (const NoduleDate& date : simulate_nodule(free_lung(), options).dates) {
      EXPECT_LT(apart(measure(date.labels).front().centroid, date.place), 0.15);
      EXPECT_NEAR(mm3(mask_of(date.labels)) / date.volume_mm3, 1, 0.002);
      const Vec3 in_ct = map_point(date.to_ct, date.place);
      for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(in_ct[a], options.place[a] + date.breathing_mm[a], 1e-9);
      moved = std::max(moved, apart(date.place, options.place));
    }
  EXPECT_GT(moved, 3);
}

TEST(SimulateNodule, NoiseHasTheDeviationThatItSays) {
  NoduleOptions options = plain(8);
  const NoduleDate clean = simulate_nodule(free_lung(), options).dates[0];
  options.noise = true;
  for (options.seed = 1; options.seed < 4; ++options.seed) {
    const NoduleDate noisy = simulate_nodule(free_lung(), options).dates[0];
    EXPECT_GE(noisy.noise_hu, 20);
    EXPECT_LE(noisy.noise_hu, 60);
    double square = 0, count = 0;
    const auto labels = voxels_of<std::uint8_t>(noisy.labels.voxels);
    for (std::size_t n = 0; n < labels.size(); ++n) {
      if (labels[n] || voxels_of<std::int16_t>(clean.scan)[n] > -859) continue;
      const double d = voxels_of<std::int16_t>(noisy.scan)[n] - voxels_of<std::int16_t>(clean.scan)[n];
      square += d * d, ++count;
    }
    EXPECT_NEAR(std::sqrt(square / count) / noisy.noise_hu, 1, 0.02);
  }
}

TEST(SimulateNodule, ReadersDifferAsPublished) {
  // sd between four readers of the equivalent diameter: 0.49 to 1.25 mm (networks.md 7.3), for small nodules too.
  for (const auto& [type, diameter] : std::vector<std::pair<NoduleType, double>>{{NoduleType::solid, 4.5},
                                                                                 {NoduleType::solid, 10},
                                                                                 {NoduleType::ground_glass, 6},
                                                                                 {NoduleType::ground_glass, 14}}) {
    double sum = 0, bias = 0, inside = 0, runs = 0;
    NoduleOptions options = plain(diameter);
    options.course.type = type;
    options.irregularity = 1;
    options.field_mm = 30;
    for (options.seed = 1; options.seed <= 8; ++options.seed, ++runs) {
      const NoduleDate date = simulate_nodule(free_lung(), options).dates[0];
      std::array<double, 4> d{};
      for (std::size_t r = 0; r < 4; ++r) d[r] = std::cbrt(6 / std::numbers::pi * mm3(date.raters[r]));
      const double mean = std::accumulate(d.begin(), d.end(), 0.0) / 4;
      double square = 0;
      for (double x : d) square += (x - mean) * (x - mean) / 3;
      const double sd = std::sqrt(square);
      sum += sd, bias += mean - diameter, inside += sd > 0.4 && sd < 1.35;
    }
    EXPECT_GT(sum / runs, 0.49) << diameter;
    EXPECT_LT(sum / runs, 1.25) << diameter;
    EXPECT_GE(inside / runs, 0.9) << diameter;
    EXPECT_NEAR(bias / runs, 0, 0.5) << diameter;
  }
}

TEST(SimulateNodule, ReadersAgreeLessOnGroundGlassAndKeepTheirHand) {
  NoduleOptions options = plain(12);
  options.field_mm = 40;
  options.days = {0, 30};
  options.course.doubling_days = INFINITY;
  std::map<NoduleType, double> agreement;
  double kept = 0;
  for (NoduleType type : {NoduleType::solid, NoduleType::ground_glass})
    for (options.seed = 1; options.seed <= 5; ++options.seed) {
      options.course.type = type;
      const auto dates = simulate_nodule(free_lung(), options).dates;
      agreement[type] += dice(dates[0].raters[0], dates[0].raters[1]) / 5;
      for (std::size_t r = 0; r < 4; ++r)
        kept += (mm3(dates[0].raters[r]) - ball(12)) * (mm3(dates[1].raters[r]) - ball(12));
    }
  EXPECT_GT(agreement[NoduleType::solid], agreement[NoduleType::ground_glass]);
  EXPECT_GT(agreement[NoduleType::ground_glass], 0.75);
  EXPECT_LT(agreement[NoduleType::solid], 0.97);
  EXPECT_GT(kept, 0);
}

TEST(SimulateNodule, SpiculesReachFar) {
  NoduleOptions options = plain(12);
  options.irregularity = 1;
  double farthest_plain = 0, farthest_spiculated = 0;
  for (bool spiculated : {false, true}) {
    options.course.spiculated = spiculated;
    const NoduleDate date = simulate_nodule(free_lung(), options).dates[0];
    const auto hu = voxels_of<std::int16_t>(date.scan);
    double farthest = 0;
    each_voxel(date.scan.grid, [&](const Vec3& p, std::size_t n) {
      if (hu[n] > -700) farthest = std::max(farthest, apart(p, {}));
    });
    (spiculated ? farthest_spiculated : farthest_plain) = farthest;
  }
  EXPECT_GT(farthest_spiculated, 1.2 * farthest_plain);
}

TEST(SimulateNodule, GivesTheSameForTheSameSeed) {
  NoduleOptions options;
  options.course.type = NoduleType::part_solid;
  options.course.spiculated = true;
  options.field_mm = 40;
  const SimulatedNodule a = simulate_nodule(free_lung(), options), b = simulate_nodule(free_lung(), options);
  for (std::size_t n = 0; n < 2; ++n) {
    EXPECT_EQ(content_hash(a.dates[n].scan), content_hash(b.dates[n].scan));
    EXPECT_EQ(content_hash(a.dates[n].labels.voxels), content_hash(b.dates[n].labels.voxels));
    EXPECT_EQ(content_hash(a.dates[n].raters[3]), content_hash(b.dates[n].raters[3]));
  }
  options.seed = 2;
  EXPECT_NE(content_hash(a.dates[0].scan), content_hash(simulate_nodule(free_lung(), options).dates[0].scan));
}

TEST(SimulateNodule, FindsPlacesInTheLung) {
  const Volume chest = phantom_chest({.wall = 20, .vessel = -15});
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    EXPECT_LT(draw_nodule_place(chest, 10, NoduleAttachment::none, seed)[0], 20.5 - 8);
    const Vec3 at_wall = draw_nodule_place(chest, 10, NoduleAttachment::wall, seed);
    EXPECT_GT(at_wall[0], 20.5 - 5);
    const Vec3 at_vessel = draw_nodule_place(chest, 10, NoduleAttachment::vessel, seed);
    EXPECT_LT(std::hypot(at_vessel[0] + 15, at_vessel[1]), 2.6);
    NoduleOptions options = plain(10);
    options.place = at_wall;
    EXPECT_GT(simulate_nodule(chest, options).dates[0].wall_contact, 0.02);
  }
}

TEST(SimulateNodule, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(simulate_nodule(free_lung(), plain(), Progress({}, stop.get_token())), Stopped);
}

TEST(SimulateNodule, RefusesWhatCannotBe) {
  const auto refuses = [](const NoduleOptions& options, const Volume& ct = free_lung()) {
    EXPECT_THROW(simulate_nodule(ct, options), Failure);
  };
  NoduleOptions options = plain();
  options.place = {100, 0, 0};
  refuses(options);
  options.place = {35, 0, 0};  // the CT ends 5.5 mm away
  refuses(options);
  options = plain();
  options.place = {10, 0, 0};
  refuses(options, phantom_chest({.wall = 4.2}));  // in soft tissue
  options = plain();
  options.days = {10, 5};
  refuses(options);
  options = plain();
  options.days = {0, 100000};
  refuses(options);
  options = plain(50);
  refuses(options);
  EXPECT_THROW(draw_nodule_place(phantom_chest({.wall = -50}), 10, NoduleAttachment::none, 1), Failure);
}

}  // namespace
}  // namespace longview

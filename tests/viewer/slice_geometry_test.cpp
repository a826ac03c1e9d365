#include "viewer/scene/slice_geometry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/viewer/phantom.h"

namespace longview {
namespace {

Study one_date(const Grid& grid) {
  Study study;
  study.timepoints.push_back(phantom::date(phantom::ball(grid, centre(grid), 5), 0));
  return study;
}

TEST(SliceGeometry, PatientRightIsOnImageLeftForEveryOrderAndFlipOfTheIndexAxes) {
  // All 48 ways of storing the same upright head.
  constexpr int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  for (const auto& order : orders)
    for (int flips = 0; flips < 8; ++flips) {
      Grid grid;
      grid.direction = {};
      for (std::size_t c = 0; c < 3; ++c)
        grid.direction[3 * static_cast<std::size_t>(order[c]) + c] = flips >> c & 1 ? -1 : 1;
      const PlaneAxes axial = plane_axes(grid, Plane::axial), coronal = plane_axes(grid, Plane::coronal),
                      sagittal = plane_axes(grid, Plane::sagittal);
      EXPECT_EQ(direction_letters(axial.right), "L");
      EXPECT_EQ(direction_letters(axial.down), "P");
      EXPECT_EQ(direction_letters(coronal.right), "L");
      EXPECT_EQ(direction_letters(coronal.down), "I");
      EXPECT_EQ(direction_letters(sagittal.right), "P");
      EXPECT_EQ(direction_letters(sagittal.down), "I");
    }
}

TEST(SliceGeometry, ObliqueDirectionsHaveTwoLettersTheLargerShareFirst) {
  EXPECT_EQ(direction_letters({0, -0.8, 0.6}), "AS");
  EXPECT_EQ(direction_letters({-0.5, -0.866, 0}), "AR");
  EXPECT_EQ(direction_letters({0.99, 0.1, 0.1}), "L");
}

TEST(SliceGeometry, PixelsAndStudyPointsAreExactInverses) {
  const Study study = one_date(phantom::oblique_grid());
  Scene scene;
  scene.cursor = {3, -7, 11};
  scene.zoom = 1.7;
  scene.pan = {4, -2, 9};
  for (const Plane plane : {Plane::axial, Plane::coronal, Plane::sagittal}) {
    const SliceGeometry geometry = slice_geometry(study, scene, plane, 403, 307);
    EXPECT_NEAR(distance_to(geometry, scene.cursor), 0, 1e-9);
    const Vec3 point = study_point(geometry, 123.25, 45.5);
    const auto pixel = pixel_of(geometry, point);
    EXPECT_NEAR(pixel[0], 123.25, 1e-9);
    EXPECT_NEAR(pixel[1], 45.5, 1e-9);
  }
}

TEST(SliceGeometry, TheSamplingLeadsEachPixelToTheVoxelThatLiesThere) {
  const Grid grid = phantom::oblique_grid();
  const Study study = one_date(grid);
  const SliceGeometry geometry = slice_geometry(study, Scene{}, Plane::coronal, 640, 480);
  const Affine to_scan = rigid({0.1, 0.2, -0.1}, {3, 4, -5});
  const Sampling sampling = sampling_of(geometry, to_scan, grid);
  for (const auto& [x, y] : {std::pair{0, 0}, {639, 479}, {17, 400}}) {
    const Vec3 truth = index_at(grid, map_point(to_scan, study_point(geometry, x + 0.5, y + 0.5)));
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_NEAR(sampling.start[c] + x * sampling.right[c] + y * sampling.down[c], truth[c], 1e-9);
  }
}

TEST(SliceGeometry, StepsLandInTheMiddleOfSlicesAndStopAtTheEnds) {
  const Grid grid = phantom::oblique_grid();
  const Study study = one_date(grid);
  Scene scene;
  scene.cursor = point_at(grid, {30.3, 40, 45});
  const Scene next = with_slices(study, scene, Plane::sagittal, 0, 1);
  EXPECT_NEAR(index_at(grid, next.cursor)[0], 31, 1e-9);
  EXPECT_NEAR(index_at(grid, next.cursor)[1], 40, 1e-9);
  const Scene last = with_slices(study, scene, Plane::sagittal, 0, 1000);
  EXPECT_NEAR(index_at(grid, last.cursor)[0], 59, 1e-9);
  EXPECT_EQ(slice_position(study, last, Plane::sagittal, 0).slice, 60);
  EXPECT_EQ(slice_position(study, last, Plane::sagittal, 0).slices, 60);
}

TEST(SliceGeometry, AStudyWithoutImagesStillHasAGeometry) {
  const SliceGeometry geometry = slice_geometry(Study{}, Scene{}, Plane::axial, 100, 100);
  EXPECT_GT(geometry.mm_per_pixel, 0);
}

}  // namespace
}  // namespace longview

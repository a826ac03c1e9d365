#include "imaging/preparation/recipe.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/overlap.h"
#include "imaging/preparation/lesion_mask.h"
#include "tests/imaging/preparation/phantom.h"

namespace longview {
namespace {

TEST(WorkingGrid, HoldsTheBrainWithItsMarginAndNoMore) {
  const PhantomHead head = phantom_head();
  const Grid grid = working_grid(head.brain, rigid({0, 0, 0}, {5, -3, 2}));
  // The brain's ellipsoid reaches 68, 84 and 71 mm from its middle, which study space has at (-5, 3, -2).
  const double reach[]{68, 84, 71}, middle[]{-5, 3, -2};
  for (int c = 0; c < 3; ++c) {
    EXPECT_EQ(grid.spacing[c], 1);
    EXPECT_NEAR(grid.origin[c], middle[c] - reach[c] - 8, 3);
    EXPECT_NEAR(grid.origin[c] + grid.size[c] - 1, middle[c] + reach[c] + 8, 3);
  }
}

TEST(WorkingGrid, AnEmptyMaskIsASentence) {
  EXPECT_THROW(working_grid(make_volume(Grid{}, std::vector<std::uint8_t>{0})), Failure);
}

TEST(PrepareBrain, GivesEveryVolumeOnTheGridAndTheSameVoxelsTwice) {
  const PhantomHead head = phantom_head({.spacing_mm = 3, .slice_mm = 3, .lesion = true});
  const LabelMap lesion = label_map_of(head.lesion, {});
  const Grid grid = working_grid(head.brain, {}, 3);
  const PreparedScan a = prepare_brain(head.scan, lesion, grid), b = prepare_brain(head.scan, lesion, grid);
  const Volume* first[]{&a.image, &a.brain, &a.white, &a.grey, &a.csf, &a.lesion};
  const Volume* second[]{&b.image, &b.brain, &b.white, &b.grey, &b.csf, &b.lesion};
  for (std::size_t n = 0; n < 6; ++n) {
    EXPECT_TRUE(same_grid(first[n]->grid, grid));
    EXPECT_EQ(content_hash(*first[n]), content_hash(*second[n]));
  }
  const auto brain = voxels_of<std::uint8_t>(a.brain);
  for (std::size_t n = 0; n < brain.size(); ++n) {
    const float image = voxels_of<float>(a.image)[n];
    ASSERT_TRUE(image >= -1 && image <= 1);
    ASSERT_TRUE(brain[n] || image == -1);
    ASSERT_NEAR(voxels_of<float>(a.white)[n] + voxels_of<float>(a.grey)[n] + voxels_of<float>(a.csf)[n],
                brain[n] ? 1 : 0, 1e-4);
  }
}

TEST(PrepareBrain, TheLesionKeepsItsVolumeAndWithoutOneItIsEmpty) {
  const PhantomHead head = phantom_head({.spacing_mm = 3, .slice_mm = 3, .lesion = true});
  const Grid grid = working_grid(head.brain, {}, 2);
  double with = 0, without = 0, truth = 0;
  for (const auto v : voxels_of<std::uint8_t>(head.lesion)) truth += v * 27.0;
  const Volume kept = prepare_brain(head.scan, label_map_of(head.lesion, {}), grid).lesion;
  const Volume none = prepare_brain(head.scan, std::nullopt, grid).lesion;
  for (const float v : voxels_of<float>(kept)) with += v * 8;
  for (const float v : voxels_of<float>(none)) without += v;
  EXPECT_NEAR(with / truth, 1, 0.1);  // a ball of four voxels' radius loses some of its edge
  EXPECT_EQ(without, 0);
}

TEST(PrepareBrain, TheLesionIsTheFollowedLabelWithoutItsCore) {
  const PhantomHead head = phantom_head({.spacing_mm = 3, .slice_mm = 3, .lesion = true});
  LabelMap both = label_map_of(head.lesion, {});
  std::vector<std::uint8_t> values(voxels_of<std::uint8_t>(both.voxels).begin(),
                                   voxels_of<std::uint8_t>(both.voxels).end());
  const std::size_t plane = static_cast<std::size_t>(head.scan.grid.size[0] * head.scan.grid.size[1]);
  std::size_t half = 0;
  for (std::size_t n = 0; n < values.size(); ++n)
    if (values[n] && n / plane % 2) values[n] = 2, ++half;
  ASSERT_GT(half, 0u);
  both.voxels = make_volume(head.scan.grid, values);
  both.labels.push_back(both.labels.front());
  both.labels.back().value = 2;
  const Volume rim = prepare_brain(head.scan, both, head.scan.grid).lesion;
  for (std::size_t n = 0; n < values.size(); ++n) ASSERT_EQ(voxels_of<float>(rim)[n] > 0.5F, values[n] == 1);
}

TEST(PrepareBrain, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const PhantomHead head = phantom_head({.spacing_mm = 4, .slice_mm = 4});
  EXPECT_THROW(prepare_brain(head.scan, std::nullopt, head.scan.grid, {}, {nullptr, stop.get_token()}), Stopped);
}

TEST(LesionMask, OutlinesABrightBallFromAClickInIt) {
  const PhantomHead head = phantom_head({.lesion = true});
  const LabelMap found = propose_lesion(head.scan, {35, 25, 15});
  EXPECT_GT(dice(mask_of(found), head.lesion), 0.9);
  ASSERT_EQ(found.labels.size(), 1u);
  EXPECT_EQ(found.labels[0].algorithm_type, AlgorithmType::semiautomatic);
}

TEST(LesionMask, SaysWhereNothingStandsOut) {
  const PhantomHead head = phantom_head();
  EXPECT_THROW(propose_lesion(head.scan, {35, 25, 15}), Failure);
}

TEST(LesionMask, AClickBesideTheScanIsASentence) {
  const PhantomHead head = phantom_head({.spacing_mm = 4, .slice_mm = 4});
  EXPECT_THROW(propose_lesion(head.scan, {5000, 0, 0}), Failure);
}

}  // namespace
}  // namespace longview

#include "imaging/registration/rigid_affine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "imaging/measurement/overlap.h"
#include "imaging/reading/read.h"
#include "imaging/registration/resample.h"
#include "tests/imaging/registration/phantom.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

double corner_error(const Grid& grid, const Affine& a, const Affine& b) {
  double worst = 0;
  for (int n = 0; n < 8; ++n) {
    Vec3 index{};
    for (int c = 0; c < 3; ++c) index[c] = (n >> c & 1) ? grid.size[c] - 1 : 0;
    const Vec3 p = map_point(a, point_at(grid, index)), q = map_point(b, point_at(grid, index));
    worst = std::max(worst, std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  }
  return worst;
}

// `truth` takes points of the fixed scan to points of the moving one.
Transform recovered(const Affine& truth, const Grid& moving_grid) {
  return register_rigid_affine(phantom_scan(phantom_grid(4)), phantom_scan(moving_grid, inverse(truth)));
}

TEST(RigidAffine, RecoversASmallMove) {
  const Affine truth = rigid({0.05, -0.08, 0.1}, {4, -6, 3});
  const Transform found = recovered(truth, phantom_grid(4));
  EXPECT_LT(corner_error(phantom_grid(4), found.from_study, truth), 1.0);  // a quarter of a voxel, at the corners
  EXPECT_TRUE(found.quality.trusted) << found.quality.verdict;
  EXPECT_GT(found.quality.similarity_after, found.quality.similarity_before);
}

TEST(RigidAffine, RecoversThirtyMillimetresAndTwentyDegrees) {
  const Affine truth = rigid({0.349, 0, 0}, {0, 0, 30});
  const Transform found = recovered(truth, phantom_grid(4));
  EXPECT_LT(corner_error(phantom_grid(4), found.from_study, truth), 1.3) << found.quality.verdict;
}

TEST(RigidAffine, RecoversThickSlicesWithAnArbitraryOrigin) {
  Grid thick = phantom_grid(4);
  thick.size[2] = 29;
  thick.spacing[2] = 6.5;
  const Affine truth = rigid({0.06, 0, -0.1}, {400, -250, 90});
  thick.origin = {310, -355, -5};
  const Transform found = recovered(truth, thick);
  EXPECT_LT(corner_error(phantom_grid(4), found.from_study, truth), 2.5) << found.quality.verdict;
  EXPECT_TRUE(found.quality.trusted) << found.quality.verdict;
}

TEST(RigidAffine, LeavesAScanOnItselfWhereItIs) {
  const Volume scan = phantom_scan(phantom_grid(4));
  const Transform found = register_rigid_affine(scan, scan);
  EXPECT_LT(corner_error(scan.grid, found.from_study, {}), 0.1);
  EXPECT_TRUE(found.quality.trusted) << found.quality.verdict;
}

TEST(RigidAffine, DoesNotTrustWhatHasNothingInCommon) {
  const Grid grid = phantom_grid(5);
  std::vector<float> noise(voxel_count(grid));
  std::uint32_t state = 1;
  for (float& v : noise) v = static_cast<float>((state = state * 1664525u + 1013904223u) >> 16);
  const Transform found = register_rigid_affine(phantom_scan(grid), make_volume(grid, std::move(noise)));
  EXPECT_FALSE(found.quality.trusted);
  EXPECT_NE(found.quality.verdict.find("Check by eye"), std::string::npos);
}

TEST(RigidAffine, StopsWhenAsked) {
  std::stop_source stop;
  const Progress progress(
      [&](double fraction, const std::string&) {
        if (fraction > 0.1) stop.request_stop();
      },
      stop.get_token());
  const Volume scan = phantom_scan(phantom_grid(4));
  EXPECT_THROW(register_rigid_affine(scan, phantom_scan(phantom_grid(4), rigid({0, 0, 0.1}, {})), {}, progress),
               Stopped);
}

TEST(RigidAffine, AScanWithoutVoxelsIsASentence) { EXPECT_THROW(register_rigid_affine(Volume{}, Volume{}), Failure); }

// Table of shared/data/README.md, column persist: what another registration scored.
TEST(RigidAffine, BringsRealGliomaMasksOverEachOtherAsWellAsTheTable) {
  NEEDS_SHARED_DATA();
  const std::pair<const char*, double> patients[]{{"PGBM017", 0.81}};
  for (const auto& [id, persistence] : patients) {
    const auto file = [&, name = std::string(id)](const char* session, const char* kind) {
      return shared_data() / "glioma-btp" / ("sub-" + name) / session / "anat" /
             ("sub-" + name + "_" + session + "_ce-gadolinium_" + kind + ".nii.gz");
    };
    const Transform found = register_rigid_affine(read_image(file("ses-01", "T1w")), read_image(file("ses-02", "T1w")));
    const Volume before = read_image(file("ses-01", "desc-tumor_mask")),
                 after = read_image(file("ses-02", "desc-tumor_mask"));
    EXPECT_GT(dice(resample_mask(after, before.grid, found.from_study), before), persistence - 0.03) << id;
    EXPECT_TRUE(found.quality.trusted) << found.quality.verdict;
  }
}

}  // namespace
}  // namespace longview

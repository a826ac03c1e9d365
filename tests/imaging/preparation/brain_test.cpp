#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "imaging/core/failure.h"
#include "imaging/measurement/overlap.h"
#include "imaging/preparation/bias_field.h"
#include "imaging/preparation/brain_mask.h"
#include "imaging/preparation/tissue_maps.h"
#include "imaging/reading/read.h"
#include "tests/imaging/preparation/phantom.h"
#include "tests/shared_data.h"

namespace longview {
namespace {

TEST(BrainMask, FindsTheBrainOfAPhantomHead) {
  const PhantomHead head = phantom_head();
  // An ellipsoid without a face is less like the atlas than any patient is.
  EXPECT_GT(dice(brain_mask(head.scan), head.brain), 0.85);
}

TEST(BrainMask, FindsItInThickSlices) {
  const PhantomHead head = phantom_head({.spacing_mm = 2, .slice_mm = 6});
  EXPECT_GT(dice(brain_mask(head.scan), head.brain), 0.83);
}

TEST(BrainMask, TakesAStrippedBrainAsItIs) {
  const PhantomHead head = phantom_head({.skull = false});
  EXPECT_GT(dice(brain_mask(head.scan), head.brain), 0.99);
}

TEST(BrainMask, SaysWhereThereIsNoHead) {
  Grid grid;
  grid.size = {30, 30, 30};
  EXPECT_THROW(brain_mask(make_volume(grid, std::vector<float>(voxel_count(grid), 0.0f))), Failure);
}

TEST(BiasField, TakesAKnownShadingOut) {
  const PhantomHead head = phantom_head({.spacing_mm = 3, .slice_mm = 3, .shading = 0.3});
  const auto slope = [&](const Volume& scan) {  // of white matter from left to right: mean right half over left half
    double sum[2]{}, n[2]{};
    const auto v = voxels_of<float>(scan);
    const auto w = voxels_of<std::uint8_t>(head.white);
    for (std::size_t i = 0; i < v.size(); ++i)
      if (w[i]) {
        const bool half = static_cast<int>(i % static_cast<std::size_t>(scan.grid.size[0])) * 2 > scan.grid.size[0];
        sum[half] += v[i];
        n[half] += 1;
      }
    return sum[1] / n[1] / (sum[0] / n[0]);
  };
  EXPECT_GT(slope(head.scan), 1.15);
  EXPECT_NEAR(slope(correct_bias_field(head.scan, head.brain)), 1, 0.05);
}

TEST(TissueMaps, TellThePhantomsTissuesApartAndSumToOne) {
  const PhantomHead head = phantom_head();
  const TissueMaps maps = tissue_maps(head.scan, head.brain);
  const auto binary = [](const Volume& map) {
    std::vector<std::uint8_t> inside;
    for (const float v : voxels_of<float>(map)) inside.push_back(v > 0.5f);
    return make_volume(map.grid, std::move(inside));
  };
  EXPECT_GT(dice(binary(maps.white), head.white), 0.97);
  EXPECT_GT(dice(binary(maps.grey), head.grey), 0.95);
  EXPECT_GT(dice(binary(maps.csf), head.csf), 0.95);
  const auto brain = voxels_of<std::uint8_t>(head.brain);
  for (std::size_t n = 0; n < brain.size(); ++n)
    ASSERT_NEAR(voxels_of<float>(maps.white)[n] + voxels_of<float>(maps.grey)[n] + voxels_of<float>(maps.csf)[n],
                brain[n] ? 1 : 0, 1e-4);
}

TEST(TissueMaps, ALesionTakesTheTissueAroundIt) {
  const PhantomHead head = phantom_head({.lesion = true});
  const TissueMaps maps = tissue_maps(head.scan, head.brain, head.lesion);
  double white = 0, voxels = 0;  // the lesion lies deep in white matter
  const auto lesion = voxels_of<std::uint8_t>(head.lesion);
  for (std::size_t n = 0; n < lesion.size(); ++n)
    if (lesion[n]) {
      white += voxels_of<float>(maps.white)[n];
      ++voxels;
    }
  EXPECT_GT(white / voxels, 0.75);
}

double correlation(const Volume& a, const Volume& b, const Volume& mask) {
  const auto x = voxels_of<float>(a), y = voxels_of<float>(b);
  const auto m = voxels_of<std::uint8_t>(mask);
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!m[i]) continue;
    const double p = x[i], q = y[i];
    n += 1;
    sx += p;
    sy += q;
    sxx += p * p;
    syy += q * q;
    sxy += p * q;
  }
  return (sxy - sx * sy / n) / std::sqrt((sxx - sx * sx / n) * (syy - sy * sy / n));
}

TEST(TissueMaps, FollowTheTemplatesOwnMaps) {
  NEEDS_SHARED_DATA();
  const auto file = [](const std::string& kind) {
    return shared_data() / "mni152" / ("tpl-MNI152NLin2009aSym_res-2_" + kind + ".nii.gz");
  };
  const Volume scan = as_float(read_image(file("T1w")));
  std::vector<std::uint8_t> brain;
  for (const float v : voxels_of<float>(scan)) brain.push_back(v > 0);
  const Volume mask = make_volume(scan.grid, std::move(brain));
  const TissueMaps maps = tissue_maps(scan, mask);
  const double white = correlation(maps.white, as_float(read_image(file("label-WM_probseg"))), mask);
  const double grey = correlation(maps.grey, as_float(read_image(file("label-GM_probseg"))), mask);
  std::printf("correlation with the template: white %.3f, grey %.3f\n", white, grey);
  EXPECT_GT(white, 0.9);
  EXPECT_GT(grey, 0.8);
}

// Labels of a network (DLMUSE), all of them being brain or the fluid around it.
TEST(BrainMask, AgreesWithTheLabelledHeadsOfIxi) {
  NEEDS_SHARED_DATA();
  double sum = 0;
  const char* subjects[]{"IXI096", "IXI212"};
  for (const std::string id : subjects) {
    const auto file = [&](const char* kind) {
      return shared_data() / "ixi" / ("sub-" + id) / "anat" / ("sub-" + id + kind);
    };
    const Volume labels = read_image(file("_desc-dlmuse_dseg.nii.gz"));
    std::vector<std::uint8_t> truth;
    visit_voxels(labels, [&](auto v) {
      for (const auto x : v) truth.push_back(x > 0);
    });
    const double agreement =
        dice(brain_mask(read_image(file("_T1w.nii.gz"))), make_volume(labels.grid, std::move(truth)));
    std::printf("%s: Dice %.3f\n", id.c_str(), agreement);
    EXPECT_GT(agreement, 0.9) << id;
    sum += agreement;
  }
  EXPECT_GT(sum / 2, 0.93);
}

}  // namespace
}  // namespace longview

// The back-test on studies whose truth is known by construction: who is hidden, what is scored, who is refused.
#include "app/pipeline/backtest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/pipeline/align.h"
#include "imaging/core/failure.h"
#include "tests/imaging/simulation/phantom_brain.h"

namespace longview {
namespace {

using testing::HasSubstr;

Volume bright_ball(const Volume& scan, double radius, const Affine& to_anatomy, Volume& mask) {
  std::vector<float> image;
  std::vector<std::uint8_t> inside;
  for (int k = 0; k < scan.grid.size[2]; ++k)
    for (int j = 0; j < scan.grid.size[1]; ++j)
      for (int i = 0; i < scan.grid.size[0]; ++i) {
        const Vec3 here = point_at(scan.grid, {double(i), double(j), double(k)});
        const Vec3 p = map_point(to_anatomy, here);
        const bool ball = std::hypot(p[0] + 25, p[1] - 5, p[2] - 8) <= radius;
        inside.push_back(ball);
        image.push_back(ball ? 160 : static_cast<float>(interpolate(scan, index_at(scan.grid, p))));
      }
  mask = make_volume(scan.grid, std::move(inside));
  return make_volume(scan.grid, std::move(image));
}

// A ball of 8, 10 and 12 mm in the phantom's white matter; each date lies `shift` mm further along L.
Study balls(const std::vector<double>& radii, double shift) {
  const PhantomBrain phantom = phantom_brain(2);
  Study study;
  study.patient.id = "phantom";
  study.simulated = true;
  for (std::size_t n = 0; n < radii.size(); ++n) {
    const double moved = shift * double(n);
    Timepoint date;
    date.session = "ses-0" + std::to_string(n + 1);
    date.day = 40.0 * double(n);
    Volume mask;
    Series series;
    series.id = date.session;
    series.modality = "MR";
    series.sequence = "ce-T1w";
    series.volume = bright_ball(phantom.scan, radii[n], {{1, 0, 0, 0, 1, 0, 0, 0, 1}, {-moved, 0, 0}}, mask);
    series.grid = series.volume->grid;
    date.series.push_back(series);
    date.masks.push_back({"Tumour", {}, "memory", series.id, label_map_of(mask, Label{})});
    date.from_study = Transform{};
    date.from_study->from_study.offset = {moved, 0, 0};
    study.timepoints.push_back(date);
  }
  return study;
}

const std::vector<std::string> cheap{"nothing-changes", "distance-extrapolation"};

TEST(Backtest, HidesTheLastDateWithALesionAndScoresOnItsGrid) {
  const Backtest result = backtest(balls({8, 10, 12}, 4), cheap);
  EXPECT_EQ(result.target, "ses-03");
  EXPECT_EQ(result.last_input, "ses-02");
  EXPECT_EQ(result.interval_days, 40);
  const BacktestScore& still = result.methods.at("nothing-changes");
  const double v10 = 1000, v12 = 1728;  // cubes of the radii
  EXPECT_NEAR(still.dice, 2 * v10 / (v10 + v12), 0.03);
  EXPECT_EQ(still.growth_dice, 0);
  EXPECT_NEAR(still.volume_error, v10 / v12 - 1, 0.04);
  EXPECT_NEAR(still.hd95_mm, 2, 1.2);
  EXPECT_TRUE(std::isnan(still.growth_precision));
  const BacktestScore& moved = result.methods.at("distance-extrapolation");
  EXPECT_GT(moved.dice, 0.87);  // voxels of 2 mm
  EXPECT_GT(moved.growth_dice, 0.7);
  EXPECT_EQ(result.predictions.at("distance-extrapolation").provenance.inputs,
            (std::vector<std::string>{"ses-01", "ses-02"}));
}

TEST(Backtest, NeverShowsTheHiddenDateToAModel) {
  Study study = balls({8, 10, 12}, 0);
  const auto before = backtest(study, cheap);
  Volume mask;  // another end of the story
  study.timepoints[2].series[0].volume = bright_ball(phantom_brain(2).scan, 20, {}, mask);
  study.timepoints[2].masks[0].labels = label_map_of(mask, Label{});
  const auto after = backtest(study, cheap);
  for (const std::string& model : cheap)
    EXPECT_EQ(content_hash(before.predictions.at(model).labels->voxels),
              content_hash(after.predictions.at(model).labels->voxels));
}

TEST(Backtest, TellsWhyAModelDidNotRunAndGoesOnWithTheOthers) {
  const Backtest result = backtest(balls({8, 10}, 0), cheap);
  EXPECT_THAT(result.methods.at("distance-extrapolation").refused, HasSubstr("needs a lesion at the last two dates"));
  EXPECT_TRUE(result.methods.at("nothing-changes").refused.empty());
}

TEST(Backtest, RefusesStudiesWithNothingToHideOrNoDays) {
  EXPECT_THROW(backtest(balls({8}, 0), cheap), Failure);
  Study no_mask = balls({8, 10}, 0);
  no_mask.timepoints[1].masks.clear();
  EXPECT_THROW(backtest(no_mask, cheap), Failure);
  Study no_days = balls({8, 10}, 0);
  no_days.timepoints[1].day.reset();
  EXPECT_THROW(backtest(no_days, cheap), Failure);
}

}  // namespace
}  // namespace longview

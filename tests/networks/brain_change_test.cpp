#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/structure_volumes.h"
#include "networks/brain_change/judge.h"
#include "networks/brain_change/rates.h"
#include "networks/core/registry.h"

namespace longview {
namespace {

using namespace brain_change;

constexpr std::size_t kHippocampus = 6;

TEST(BrainRates, AreThePublishedOnesAndNoneForFluid) {
  const Rates rates = population_rates();
  EXPECT_DOUBLE_EQ(rates[kHippocampus], -0.0085);  // Fraser 2015
  EXPECT_DOUBLE_EQ(rates[1], 0);
  EXPECT_EQ(brain_structures()[kHippocampus - 1].name, "Hippocampus");
}

TEST(BrainRates, OfAPersonAreLogarithmsAYear) {
  std::vector<double> before(1 + kBrainStructures, 4), after = before;
  after[kHippocampus] = 3.6;
  after[7] = 0;
  const Rates own = own_rates(before, after, 2);
  EXPECT_NEAR(own[kHippocampus], std::log(0.9) / 2, 1e-12);
  EXPECT_TRUE(std::isnan(own[7]));
  EXPECT_DOUBLE_EQ(own[8], 0);
}

TEST(BrainRates, TrustAPersonMoreTheLongerTheInterval) {
  Rates own(1 + kBrainStructures, -0.05);
  const Rates population = population_rates();
  const std::vector<double> volumes(1 + kBrainStructures, 4);
  const double soon = continued(own, population, volumes, 0.5)[kHippocampus];
  const double late = continued(own, population, volumes, 10)[kHippocampus];
  EXPECT_LT(late, soon);
  EXPECT_GT(soon, -0.05);
  EXPECT_LT(soon, population[kHippocampus]);
  own[kHippocampus] = std::nan("");
  EXPECT_DOUBLE_EQ(continued(own, population, volumes, 1)[kHippocampus], population[kHippocampus]);
  EXPECT_NEAR(factors(population, 10)[kHippocampus], std::exp(-0.085), 1e-12);
  EXPECT_DOUBLE_EQ(factors(population, 10)[1], 0);
}

// Fluid around white matter with two hippocampi; `percent` of their voxels' edge lengths.
LabelMap brain(double radius) {
  Grid grid;
  grid.size = {48, 48, 48};
  grid.spacing = {2, 2, 2};
  std::vector<std::uint8_t> labels(voxel_count(grid), 0);
  std::size_t n = 0;
  for (int k = 0; k < 48; ++k)
    for (int j = 0; j < 48; ++j)
      for (int i = 0; i < 48; ++i, ++n) {
        const double r = std::hypot(i - 23.5, j - 23.5, k - 23.5);
        if (r < 21) labels[n] = 1;
        if (r < 17) labels[n] = 28;
        if (std::hypot(i - 15.5, j - 23.5, k - 23.5) < radius) labels[n] = 6;
        if (std::hypot(i - 31.5, j - 23.5, k - 23.5) < radius) labels[n] = 7;
      }
  return {make_volume(grid, std::move(labels)), structure_labels("test")};
}

History patient(const std::vector<double>& radii, double days) {
  History history;
  history.patient = "made-up";
  for (std::size_t n = 0; n < radii.size(); ++n) {
    PreparedTimepoint date;
    date.session = "ses-0" + std::to_string(n + 1);
    date.modality = "MR";
    date.sequence = "T1w";
    date.day = days * static_cast<double>(n);
    date.labels = brain(radii[n]);
    std::vector<float> image;
    for (const std::uint8_t v : voxels_of<std::uint8_t>(date.labels.voxels))
      image.push_back(v == 0 ? 0.0F : v == 1 ? 20.0F : v == 28 ? 110.0F : 70.0F);
    date.scan = make_volume(date.labels.grid(), image);
    history.timepoints.push_back(date);
    history.last_scan = date.scan;
  }
  return history;
}

TEST(BrainChange, GivesTheScanAndLabelsBackAtZeroDays) {
  const History history = patient({5.2}, 0);
  const Prediction same = model_named("brain-change").predict(history, {0}, {}, {});
  EXPECT_EQ(content_hash(*same.image), content_hash(history.last_scan));
  EXPECT_EQ(content_hash(same.labels->voxels), content_hash(history.timepoints[0].labels.voxels));
}

TEST(BrainChange, ShrinksAPersonWhoShrinksMoreThanOneOfWhomOneScanIsKnown) {
  const Model& model = model_named("brain-change");
  const History known = patient({6.0, 5.2}, 1461), unknown = patient({5.2}, 0);
  const auto hippocampi = [](const Prediction& prediction) {
    for (const NamedNumber& number : prediction.numbers)
      if (number.name == "Hippocampi") return number.value;
    return 0.0;
  };
  const Prediction own = model.predict(known, {1461}, {}, {}), population = model.predict(unknown, {1461}, {}, {});
  EXPECT_LT(hippocampi(own), hippocampi(population));
  ASSERT_EQ(own.findings.tables.at(0).name, "change");
  const NamedMap& map = own.findings.maps.at(0);
  EXPECT_EQ(map.below, "shrinks");
  const auto percent = voxels_of<float>(map.volume);
  EXPECT_LT(*std::min_element(percent.begin(), percent.end()), -1);  // percent, 0 where nothing changes
  EXPECT_EQ(percent[0], 0);
  EXPECT_EQ(own.provenance.inputs.size(), 2u);
  EXPECT_EQ(own.provenance.horizon_days, 1461);
  EXPECT_TRUE(refused(model.applicable(known, {-1})));
  EXPECT_TRUE(refused(model.applicable(known, {4000})));
}

TEST(BrainChange, IsJudgedOnTheLastOfThreeDates) {
  const Judgement judgement = judge({patient({6.4, 6.0, 5.6}, 730)}, {});
  EXPECT_NE(judgement.json.find("\"own-rate\""), std::string::npos);
  EXPECT_NE(judgement.text.find("nothing-changes"), std::string::npos);
  EXPECT_THROW(judge({patient({6, 5}, 730)}, {}), Failure);
}

}  // namespace
}  // namespace longview

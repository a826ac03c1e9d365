// What the brain models share: warps, norms, simulated atrophy, areas under curves.
#include <filesystem>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "networks/evaluation/discrimination.h"
#include "networks/layers/diffeomorphic.h"
#include "networks/layers/normative.h"
#include "networks/layers/similarity.h"
#include "networks/training/atrophied.h"
#include "tests/networks/gradients.h"

namespace longview {
namespace {

constexpr std::int64_t depth = 76, height = 94, width = 76;

// Distance of each voxel of the standard brain from a place, in voxels.
at::Tensor distance_from(double z, double y, double x) {
  const at::Tensor dz = (at::arange(depth, at::kFloat) - z).view({-1, 1, 1}),
                   dy = (at::arange(height, at::kFloat) - y).view({1, -1, 1}), dx = at::arange(width, at::kFloat) - x;
  return (dz.square() + dy.square() + dx.square()).sqrt();
}

int value_of(const std::string& name, Side side) {
  for (const BrainStructure& structure : brain_structures())
    if (structure.name == name && structure.side == side) return structure.value;
  throw Failure("no " + name);
}

// A ball of fluid with a ball of white matter in it and two hippocampi in that.
TrainingBrain round_brain() {
  TrainingBrain brain;
  brain.patient = "round";
  const at::Tensor r = distance_from(38, 47, 38);
  brain.mask = (r < 34).to(at::kByte);
  brain.labels = brain.mask * value_of("Sulcal fluid", Side::middle);
  brain.labels.masked_fill_(r < 28, value_of("Corpus callosum", Side::middle));
  brain.labels.masked_fill_(distance_from(30, 47, 26) < 5, value_of("Hippocampus", Side::right));
  brain.labels.masked_fill_(distance_from(30, 47, 50) < 5, value_of("Hippocampus", Side::left));
  brain.image = brain.mask * 40 + (r < 28).to(at::kByte) * 150;
  brain.grey = (distance_from(30, 47, 26) < 5).to(at::kByte) * 255;
  brain.white = (r < 28).to(at::kByte) * 255;
  return brain;
}

TEST(Diffeomorphic, KnowsTheDeterminantOfALinearMap) {
  at::Tensor u = at::zeros({1, 3, 12, 14, 16});
  u.select(1, 0).copy_((at::arange(16, at::kFloat) * 0.1).view({1, 1, 1, 16}).expand({1, 12, 14, 16}));
  u.select(1, 2).copy_((at::arange(12, at::kFloat) * -0.2).view({1, 12, 1, 1}).expand({1, 12, 14, 16}));
  EXPECT_NEAR(jacobian(u)[0][0][6][7][8].item<double>(), 1.1 * 0.8, 1e-5);
}

TEST(Diffeomorphic, LooksWhereTheDisplacementSays) {
  const at::Tensor image = random({1, 1, 8, 9, 10});
  at::Tensor u = at::zeros({1, 3, 8, 9, 10});
  u.select(1, 0).fill_(2);  // x
  u.select(1, 2).fill_(1);  // z
  EXPECT_NEAR(warped(image, u)[0][0][3][4][5].item<double>(), image[0][0][4][4][7].item<double>(), 1e-4);
  EXPECT_TRUE(at::allclose(warped(image, at::zeros_like(u)), image, 1e-4, 1e-4));
}

TEST(Diffeomorphic, InvertsWhatItComposes) {
  const at::Tensor u = gaussian_blur(random({1, 3, 20, 20, 20}) * 20, 3);
  EXPECT_GT(u.abs().max().item<double>(), 0.5);
  EXPECT_LT(composed(u, inverted(u)).narrow(2, 4, 12).narrow(3, 4, 12).narrow(4, 4, 12).abs().max().item<double>(),
            0.05);
}

TEST(Diffeomorphic, FindsHowABallGrew) {
  const auto ball = [](double radius) {
    return gaussian_blur((distance_from(38, 47, 38) < radius).to(at::kFloat).unsqueeze(0).unsqueeze(0), 1.5);
  };
  const at::Tensor u = demons(ball(16), ball(20), {60, 0});
  EXPECT_LT((ball(16) - warped(ball(20), u)).square().sum().item<double>(),
            0.1 * (ball(16) - ball(20)).square().sum().item<double>());
  EXPECT_GT(jacobian(u).min().item<double>(), 0);
}

TEST(Normative, FindsWhatAgeAndSexExplain) {
  const at::Tensor mask = at::ones({4, 5, 6}), noise = random({40, 4, 5, 6}) * 0.1;
  std::vector<HealthyResidual> healthy;
  for (int i = 0; i < 40; ++i) {
    const double age = 20 + 1.5 * i;
    const bool female = i % 3 == 0;
    healthy.push_back({age, female, 0.3 + 0.02 * (age - 50) + (female ? 0.1 : -0.1) + noise[i]});
  }
  const Normative usual = fit_normative(healthy, mask);
  EXPECT_NEAR(usual.coefficients[0].mean().item<double>(), 0.3, 0.01);
  EXPECT_NEAR(usual.coefficients[1].mean().item<double>(), 0.4, 0.01);
  EXPECT_NEAR(usual.coefficients[2].mean().item<double>(), 0.2, 0.02);
  EXPECT_NEAR(usual.deviation.mean().item<double>(), 0.1, 0.01);
  const at::Tensor z = z_map(usual, at::full({4, 5, 6}, 0.3 + 0.02 * 10 + 0.1 + 0.3), 60, true);
  EXPECT_NEAR(z.mean().item<double>(), 3, 0.3);
  StoredWeights file;
  store(usual, "u.", file);
  EXPECT_TRUE(at::allclose(z_map(normative_from(file, "u."), at::ones({4, 5, 6}), 40, false),
                           z_map(usual, at::ones({4, 5, 6}), 40, false), 0.01, 0.05));
  EXPECT_EQ(usual.reference, "40 healthy, 20 to 78 y");
  EXPECT_EQ(normative_from(file, "u.").reference, usual.reference);
  healthy.resize(4);
  EXPECT_THROW(fit_normative(healthy, mask), Failure);
}

TEST(AtrophyField, TakesFromTheHippocampiWhatWasAskedAndKeepsTheRest) {
  const TrainingBrain brain = round_brain();
  const AtrophyField field = atrophy_field(brain, -10);
  const double before = hippocampal_share(brain), after = hippocampal_share(brain, &field);
  EXPECT_NEAR(after / before, 0.9, 0.1 * 0.03);
  EXPECT_GT(field.log_jacobian.min().item<double>(), std::log(0.2));
  const at::Tensor everything = field.log_jacobian.exp().sum();
  EXPECT_NEAR(everything.item<double>() / static_cast<double>(depth * height * width), 1, 1e-3);
}

TEST(AtrophyField, GoesInStepsWhereMoreIsLost) {
  const TrainingBrain brain = round_brain();
  const double before = hippocampal_share(brain);
  const Atrophied sick = atrophied(brain, -20);
  EXPECT_NEAR(hippocampal_share(brain, &sick.field) / before, 0.8, 0.2 * 0.03);
  EXPECT_NEAR(hippocampal_share(sick.brain) / before, 0.8, 0.04);  // its labels, counted
  // The patient's image seen through the way back is the healthy one, and each place came from where it says.
  EXPECT_GT(jacobian(sick.field.to_healthy).min().item<double>(), 0.2);
  const at::Tensor pulled = warped(brain.scaled(brain.image), sick.field.to_healthy);
  EXPECT_LT((pulled - sick.brain.scaled(sick.brain.image)).abs().mean().item<double>(), 0.01);
}

TEST(AtrophyField, IsRepeatedByGoingItsWayAgain) {
  const at::Tensor far = at::full({1, 3, 20, 20, 20}, 0.6);
  EXPECT_NEAR(repeated(far, 2.5)[0][0][10][10][10].item<double>(), 1.5, 1e-5);
  EXPECT_NEAR(repeated(far, 0.5)[0][0][10][10][10].item<double>(), 0.3, 1e-5);
  EXPECT_EQ(repeated(far, 0).abs().max().item<double>(), 0);
  // Twice 1.1 times as far from the middle is 1.21 times.
  at::Tensor wide = at::zeros({1, 3, 20, 20, 20});
  wide.select(1, 0).copy_(((at::arange(20, at::kFloat) - 10) * 0.1).view({1, 1, 1, 20}).expand({1, 20, 20, 20}));
  EXPECT_NEAR(repeated(wide, 2)[0][0][10][10][14].item<double>(), 4 * 0.21, 1e-5);
}

TEST(AtrophyField, NeedsLabels) {
  TrainingBrain brain = round_brain();
  brain.labels = at::zeros_like(brain.labels);
  EXPECT_THROW(atrophy_field(brain, -10), Failure);
}

TEST(TrainingBrains, AreKeptAsTheyWere) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "longview_brain_test.safetensors";
  TrainingBrain brain = round_brain();
  brain.age_years = 61.5;
  brain.female = true;
  write_brain(file, brain);
  const TrainingBrain read = read_brain(file);
  std::filesystem::remove(file);
  EXPECT_TRUE(at::equal(read.image, brain.image) && at::equal(read.labels, brain.labels));
  EXPECT_EQ(read.age_years, 61.5);
  EXPECT_TRUE(read.female);
}

TEST(TrainingBrains, AreOnlyMovedWhereJitterOrAFieldSaysSo) {
  const TrainingBrain brain = round_brain();
  Draw draw(1, "test");
  const at::Tensor image = brain.scaled(brain.image);
  EXPECT_TRUE(at::allclose(jittered({image}, {0, 0, 0, false}, draw).front(), image, 1e-3, 1e-3));
  at::Tensor u = at::zeros({1, 3, depth, height, width});
  u.select(1, 1).fill_(3);
  EXPECT_TRUE(at::allclose(jittered({image}, {0, 0, 0, false}, draw, u).front().narrow(3, 0, 80),
                           image.narrow(3, 3, 80), 1e-2, 1e-2));
}

TEST(Discrimination, IsMannAndWhitneys) {
  EXPECT_NEAR(area_under_curve({3, 2}, {1, 2}), (1 + 1 + 1 + 0.5) / 4, 1e-12);
  EXPECT_TRUE(std::isnan(area_under_curve({}, {1})));
  std::vector<double> healthy, sick, useless;
  for (int i = 0; i < 30; ++i) {
    healthy.push_back(i);
    sick.push_back(i + 10);
    useless.push_back(29 - i);
  }
  const Interval area = bootstrap_area(sick, healthy, true);
  EXPECT_NEAR(area.mean, area_under_curve(sick, healthy), 1e-12);
  EXPECT_LT(area.low, area.mean);
  EXPECT_GT(area.high, area.mean);
  EXPECT_GT(bootstrap_area_difference(sick, healthy, useless, healthy, true).low, 0);
  EXPECT_THROW(bootstrap_area({1}, {1, 2}, true), Failure);
}

}  // namespace
}  // namespace longview

#include <map>

#include "imaging/core/failure.h"
#include "networks/brain_stat_trans_gan/discriminator.h"
#include "networks/brain_stat_trans_gan/generator.h"
#include "networks/brain_stat_trans_gan/objective.h"
#include "networks/brain_stat_trans_gan/rmfn.h"
#include "networks/brain_stat_trans_gan/schedule.h"
#include "networks/brain_stat_trans_gan/training.h"
#include "networks/layers/similarity.h"
#include "tests/networks/gradients.h"

namespace longview::brain_stat_trans_gan {
namespace {

using Sizes = std::map<std::string, std::vector<std::int64_t>>;

at::Tensor brain(std::uint64_t seed = 1) { return random({1, 1, 76, 94, 76}, seed).sigmoid(); }

void expect_sizes(const Trace& trace, const Sizes& wanted) {
  EXPECT_EQ(trace.size(), wanted.size());
  for (const auto& [name, sizes] : trace) {
    ASSERT_TRUE(wanted.contains(name)) << name;
    EXPECT_EQ(sizes, wanted.at(name)) << name;
  }
}

// Parameters whose names start so.
std::int64_t count(const Parameters& parameters, const std::string& start) {
  std::int64_t sum = 0;
  for (const auto& [name, tensor] : parameters.items)
    if (name.rfind(start, 0) == 0) sum += tensor.numel();
  return sum;
}

TEST(BrainStatTransGanGenerator, HasTheParametersOfTheTable) {
  const Generator generator(1);
  const Parameters& p = generator.parameters();
  const std::map<std::string, std::int64_t> table{
      {"conv1.", 224},    {"conv2.", 1736},   {"conv3.", 3472},   {"conv4.", 6928},    {"conv5.", 13856},
      {"conv6.", 27680},  {"conv7.", 55360},  {"conv8.", 110656}, {"attention", 5201}, {"up9.", 55328},
      {"conv10.", 55328}, {"conv11.", 27680}, {"up12.", 13840},   {"conv13.", 13840},  {"conv14.", 6928},
      {"up15.", 3464},    {"conv16.", 3464},  {"conv17.", 1736},  {"conv18.", 217}};
  for (const auto& [name, number] : table) EXPECT_EQ(count(p, name), number) << name;
  EXPECT_EQ(count(p, "conv_pa") + count(p, "norm_pa"), 110720);
  EXPECT_EQ(p.count(), 517658);
}

TEST(BrainStatTransGanGenerator, HasTheSizesOfTheTable) {
  at::NoGradGuard no_gradient;
  Trace trace;
  const at::Tensor y = Generator(1)(brain(), {true, false}, &trace);
  EXPECT_EQ(y.sizes(), (std::vector<std::int64_t>{1, 1, 76, 94, 76}));
  expect_sizes(trace, {{"down0", {1, 8, 76, 94, 76}},
                       {"down1", {1, 16, 37, 46, 37}},
                       {"down2", {1, 32, 18, 22, 18}},
                       {"down3", {1, 64, 8, 10, 8}},
                       {"attention", {1, 64, 8, 10, 8}},
                       {"up0", {1, 32, 18, 22, 18}},
                       {"joined0", {1, 32, 18, 22, 18}},
                       {"up1", {1, 16, 37, 46, 37}},
                       {"joined1", {1, 16, 37, 46, 37}},
                       {"up2", {1, 8, 76, 94, 76}},
                       {"joined2", {1, 8, 76, 94, 76}}});
}

TEST(BrainStatTransGanGenerator, SendsGradientsToEveryParameter) {
  const Generator generator(1);
  at::Tensor gamma;
  for (const auto& [name, tensor] : generator.parameters().items)
    if (name == "attention.gamma") gamma = tensor;
  {
    at::NoGradGuard no_gradient;  // it starts at 0, and what lies behind it learns from the second step on
    gamma.fill_(0.1);
  }
  torch::autograd::backward({(generator(brain(), {true, true}) - brain(2)).square().mean()}, {});
  for (const auto& [name, tensor] : generator.parameters().items) {
    ASSERT_TRUE(tensor.grad().defined()) << name;
    // A softmax over keys does not see what all keys share.
    if (name != "attention.key.bias") {
      EXPECT_GT(tensor.grad().abs().max().item<float>(), 0) << name;
    }
  }
}

TEST(BrainStatTransGanDiscriminator, HasTheParametersAndSizesOfTheTable) {
  const Discriminator discriminator(1);
  const Parameters& p = discriminator.parameters();
  const std::int64_t table[] = {960, 55488, 221568, 885504, 3540480, 13825};
  for (int i = 0; i < 6; ++i) {
    const std::string number = std::to_string(i + 1) + ".";
    EXPECT_EQ(count(p, "conv" + number) + count(p, "norm" + number), table[i]);
  }
  EXPECT_EQ(p.count(), 4717825);
  at::NoGradGuard no_gradient;
  Trace trace;
  EXPECT_EQ(discriminator(brain(), {true, false}, &trace).sizes(), (std::vector<std::int64_t>{1}));
  expect_sizes(trace, {{"layer1", {1, 32, 38, 47, 38}},
                       {"layer2", {1, 64, 19, 24, 19}},
                       {"layer3", {1, 128, 10, 12, 10}},
                       {"layer4", {1, 256, 5, 6, 5}},
                       {"layer5", {1, 512, 3, 3, 3}},
                       {"layer6", {1, 1, 1, 1, 1}}});
}

TEST(StatusNetwork, HasTheParametersAndSizesOfDenseNet21) {
  const StatusNetwork network(1);
  EXPECT_EQ(network.parameters().count(), 244930);
  at::NoGradGuard no_gradient;
  Trace trace;
  EXPECT_EQ(network(brain(), {true, false}, &trace).sizes(), (std::vector<std::int64_t>{1, 2}));
  expect_sizes(trace, {{"stem", {1, 16, 38, 47, 38}},
                       {"block1", {1, 48, 38, 47, 38}},
                       {"transition1", {1, 24, 19, 23, 19}},
                       {"block2", {1, 56, 19, 23, 19}},
                       {"transition2", {1, 28, 9, 11, 9}},
                       {"block3", {1, 60, 9, 11, 9}},
                       {"transition3", {1, 30, 4, 5, 4}},
                       {"block4", {1, 62, 4, 5, 4}}});
  EXPECT_EQ(network.features(brain(), {true, false}).a4.sizes(), (std::vector<std::int64_t>{1, 62}));
}

TEST(Rmfn, HasTheParametersAndSizesOfTheTable) {
  const StatusNetwork path_a(1);
  const Rmfn rmfn(2);
  EXPECT_EQ(rmfn.parameters().count(), 265262);
  at::NoGradGuard no_gradient;
  Trace trace;
  const auto features = path_a.features(brain(), {true, false});
  EXPECT_EQ(rmfn(brain(2) - brain(), features, {true, false}, &trace).sizes(), (std::vector<std::int64_t>{1, 2}));
  expect_sizes(trace, {{"stem", {1, 16, 38, 47, 38}},
                       {"block1", {1, 48, 38, 47, 38}},
                       {"transition1", {1, 24, 19, 23, 19}},
                       {"block2", {1, 80, 19, 23, 19}},
                       {"transition2", {1, 40, 9, 11, 9}},
                       {"block3", {1, 100, 9, 11, 9}},
                       {"transition3", {1, 50, 4, 5, 4}},
                       {"block4", {1, 112, 4, 5, 4}},
                       {"joined", {1, 174}}});
}

TEST(Rmfn, LearnsOnlyOnTheResidualsPath) {
  const StatusNetwork path_a(1);
  const Rmfn rmfn(2);
  const at::Tensor mean_before = path_a.statistics().items.front().second.clone();
  StatusNetwork::Features features;
  {
    at::NoGradGuard frozen;
    features = path_a.features(brain(), {true, false});
  }
  torch::autograd::backward({rmfn(brain(2) - brain(), features, {true, true}).square().sum()}, {});
  for (const auto& [name, tensor] : path_a.parameters().items) EXPECT_FALSE(tensor.grad().defined()) << name;
  for (const auto& [name, tensor] : rmfn.parameters().items) EXPECT_TRUE(tensor.grad().defined()) << name;
  EXPECT_TRUE(at::equal(path_a.statistics().items.front().second, mean_before));
}

TEST(BrainStatTransGanObjective, WeighsTheSimilarityByTheReleasesRule) {
  EXPECT_EQ(ssim_factor(3, 20, 0.1), 100);  // 10^floor(log10(200))
  EXPECT_EQ(ssim_factor(0.5, 0.2, 0.1), 1);
  EXPECT_EQ(ssim_factor(0.1, 1.1, 0.1), 10);
  EXPECT_EQ(ssim_factor(3, 20, 0), 1);
}

TEST(BrainStatTransGanObjective, HasTheGradientsOfFiniteDifferences) {
  const at::Tensor truth = random({2, 1, 5, 6, 7}, 3).sigmoid().to(at::kDouble), mask = at::ones_like(truth);
  const at::Tensor x = random({2, 1, 5, 6, 7});
  // Without SSIM the loss is smooth where no difference is 0; with it the factor is a constant of the batch.
  expect_gradient([&](const at::Tensor& v) { return reconstruction_loss(v, truth, mask, false).total; }, x, 1e-7);
  const auto similarity = [&](const at::Tensor& v) {
    const Reconstruction with = reconstruction_loss(v, truth, mask, true),
                         without = reconstruction_loss(v, truth, mask, false);
    return with.total - without.total;
  };
  expect_gradient(similarity, x);
  expect_gradient([&](const at::Tensor& v) { return judged_as(v.flatten(), 1); }, x);
  const at::Tensor wished = at::tensor({0, 1}, at::kLong);
  expect_gradient([&](const at::Tensor& v) { return status_loss({v, 2 * v}, wished); }, random({2, 2}));
}

TEST(BrainStatTransGanObjective, CountsInGreyValuesAndForEachStatusAlike) {
  const at::Tensor a = at::zeros({1, 1, 4, 4, 4});
  const Reconstruction loss = reconstruction_loss(a + 2.0 / 255, a, at::ones_like(a), false);
  EXPECT_NEAR(loss.l1, 2, 1e-4);
  EXPECT_NEAR(loss.mse, 4, 1e-4);
  EXPECT_NEAR(loss.total.item<double>(), 6, 1e-4);
  const at::Tensor level = at::zeros({2, 2}), wished = at::tensor({0, 1}, at::kLong);
  EXPECT_NEAR(status_loss({level, level, level}, wished).item<double>(), 30 * std::log(2.0), 1e-4);
}

TEST(BrainStatTransGanSchedule, IsThatOfTheRelease) {
  const auto at = [](int epoch) { return plan(Schedule::released, epoch); };
  EXPECT_EQ(epochs(Schedule::released), 200);
  EXPECT_TRUE(at(0).ssim && !at(0).adversarial && !at(0).status);
  EXPECT_FALSE(at(39).adversarial);
  EXPECT_TRUE(at(40).adversarial && at(80).adversarial && at(80).ssim);
  EXPECT_FALSE(at(81).adversarial || at(149).status);
  EXPECT_TRUE(at(150).status && !at(150).ssim && !at(199).adversarial && at(199).status);
  EXPECT_TRUE(plan_at(Schedule::released, 0.75).status && !plan_at(Schedule::released, 0.7499).status);
}

TEST(BrainStatTransGanSchedule, ThePapersReturnsToHealthyBrainsFifteenTimes) {
  int status = 0, reminded = 0;
  for (int epoch = 150; epoch < epochs(Schedule::paper); ++epoch)
    (plan(Schedule::paper, epoch).status ? status : reminded)++;
  EXPECT_EQ(status, 150);
  EXPECT_EQ(reminded, 15);
  EXPECT_TRUE(plan(Schedule::paper, 159).status);
  EXPECT_FALSE(plan(Schedule::paper, 160).status);
  EXPECT_TRUE(plan(Schedule::paper, 161).status);
  EXPECT_THROW(schedule_named("both"), Failure);
}

TEST(BrainStatTransGan, CalibratesTheLogitsOfOneNumber) {
  // Logistic data by construction: at each x the share of patients is 1 / (1 + exp(-(2 x - 1))).
  std::vector<double> patients, healthy;
  for (int i = -20; i <= 20; ++i)
    for (int k = 0; k < 200; ++k) {
      const double x = i / 10.0, share = 1 / (1 + std::exp(-(2 * x - 1)));
      (k < std::lround(200 * share) ? patients : healthy).push_back(x);
    }
  const auto [slope, offset] = calibrated(patients, healthy);
  EXPECT_NEAR(slope, 2, 0.03);
  EXPECT_NEAR(offset, -1, 0.03);
}

TEST(BrainStatTransGan, KeepsItsWeights) {
  Shipped shipped;
  shipped.slope = 1.5;
  shipped.atlas.fill_(7);
  const Shipped read = shipped_from(stored(shipped));
  EXPECT_EQ(read.slope, 1.5);
  EXPECT_EQ(read.atlas[3][4][5].item<int>(), 7);
  EXPECT_NEAR(rmfn_difference(read, brain()), rmfn_difference(shipped, brain()), 0.05);
  StoredWeights cut = stored(shipped);
  cut.tensors.pop_back();
  EXPECT_THROW(shipped_from(cut), Failure);
}

TEST(BrainStatTransGan, LeavesThePathOfTheBrainAloneWhileRmfnLearns) {
  Recipe recipe;
  Trainer trainer(1, recipe, true);
  const at::Tensor mask = at::ones({2, 1, 76, 94, 76});
  const Batch batch{at::cat({brain(1), brain(2)}), mask, at::tensor({0, 1}, at::kLong)};
  const at::Tensor weight = trainer.status().front().parameters().items.front().second.detach().clone();
  const Told told = trainer.learn_rmfn(batch, 0);
  EXPECT_EQ(told.front().first, "rmfn");
  EXPECT_TRUE(at::equal(trainer.status().front().parameters().items.front().second, weight));
  const Told generator = trainer.learn_generator(batch, {true, true, true}, 0.5);
  EXPECT_TRUE(at::equal(trainer.status().front().parameters().items.front().second, weight));
  EXPECT_GE(generator.size(), 6u);
}

}  // namespace
}  // namespace longview::brain_stat_trans_gan

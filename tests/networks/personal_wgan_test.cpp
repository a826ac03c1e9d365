#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "networks/core/registry.h"
#include "networks/layers/twice_differentiable.h"
#include "networks/personal_wgan/learned.h"
#include "networks/personal_wgan/networks.h"
#include "networks/personal_wgan/objective.h"
#include "networks/personal_wgan/trainer.h"
#include "tests/networks/changed_head.h"
#include "tests/networks/gradients.h"

namespace longview::personal_wgan {
namespace {

// Small and quick: a ball of brain of 20 mm at 2 mm, patches of 16.
ChangedHeadOptions small() { return {.brain_mm = 36, .first_mm = 0, .second_mm = 10, .noise = 2, .spacing = 2}; }

Recipe quick() {
  Recipe recipe;
  recipe.patch = {16, 16, 16};
  recipe.critic_steps = 1;
  recipe.first_critic_steps = 1;
  return recipe;
}

LearnOptions quick_options() {
  LearnOptions options;
  options.seeds = 2;
  options.nulls = 1;
  options.steps = 3;
  options.recipe = quick();
  return options;
}

Learned learned_from(const ChangedHeadOptions& head, const LearnOptions& options, const Progress& progress = {}) {
  const PairedScan before = paired(head_date(head, head.first_mm, 1), head),
                   after = paired(head_date(head, head.second_mm, 2), head);
  return learn(scan_pair(before, after, head.spacing), before, after, options, progress);
}

TEST(PersonalWgan, HasTheParametersOfTheTable) {
  EXPECT_EQ(MapNetwork(1).parameters().count(), 361281);
  EXPECT_EQ(Critic(1).parameters().count(), 1317681);
}

TEST(PersonalWgan, ConvolvesAndDifferentiatesTwiceAsTorchDoes) {
  const at::Tensor x = random({2, 3, 8, 9, 10}, 1).set_requires_grad(true), bias = random({4}, 3);
  const at::Tensor weight = random({4, 3, 3, 3, 3}, 2).set_requires_grad(true);
  const auto derived = [&](const std::function<at::Tensor()>& convolved) {
    const at::Tensor y = convolved();
    const at::Tensor first = torch::autograd::grad({leaky(y).square().sum()}, {x}, {}, true, true)[0];
    return torch::autograd::grad({first.square().sum().sqrt()}, {weight})[0];
  };
  const at::Tensor ours = derived([&] { return convolve_twice_differentiable(x, weight, bias, {1, 1, 1}); });
  const at::Tensor torchs = derived([&] { return at::conv3d(x, weight, bias, {1, 1, 1}, {1, 1, 1}); });
  EXPECT_LT(((ours - torchs).norm() / torchs.norm()).item<float>(), 1e-4);
}

TEST(PersonalWganObjective, HasAPenaltyOfTheFullNormOfEachSample) {
  // D(x) = sum(a x): the gradient is a everywhere, of norm |a|, whatever the sample.
  const at::Tensor a = random({1, 1, 3, 4, 5}, 5), made = random({2, 1, 3, 4, 5}, 1), real = random({2, 1, 3, 4, 5}, 2);
  const CriticFunction critic = [&](const at::Tensor& x) { return (x * a).flatten(1).sum(1); };
  const double norm = a.norm().item<double>();
  EXPECT_NEAR(gradient_penalty(critic, made, real, at::rand({2})).item<double>(), (norm - 1) * (norm - 1), 1e-3);
}

TEST(PersonalWganObjective, HasTheGradientsOfFiniteDifferences) {
  const at::Tensor made = random({2, 1, 4, 4, 4}, 1).to(at::kDouble), real = random({2, 1, 4, 4, 4}, 2).to(at::kDouble);
  const at::Tensor where = at::rand({2}, at::kDouble), last = random({1, 3, 1, 1, 1}, 9).to(at::kDouble);
  const auto loss = [&](const at::Tensor& weight) {
    const CriticFunction critic = [&](const at::Tensor& x) {
      const at::Tensor bias = at::zeros({3}, at::kDouble), none = at::zeros({1}, at::kDouble);
      const at::Tensor h = leaky(convolve_twice_differentiable(x, weight, bias, {1, 1, 1}));
      return convolve_twice_differentiable(at::max_pool3d(h, {2, 2, 2}, {2, 2, 2}), last, none, {0, 0, 0})
          .flatten(1)
          .mean(1);
    };
    return critic_loss(critic, made, real, where, 10);
  };
  const at::Tensor weight = random({3, 1, 3, 3, 3}, 4).to(at::kDouble);
  at::Tensor leaf = weight.clone().set_requires_grad(true);
  const at::Tensor gradient = torch::autograd::grad({loss(leaf)}, {leaf})[0],
                   along = random(weight.sizes(), 77).to(at::kDouble);
  const double step = 1e-5,
               difference = (loss(weight + step * along).item<double>() - loss(weight - step * along).item<double>()) /
                            (2 * step);
  EXPECT_NEAR((gradient * along).sum().item<double>(), difference, 1e-5 * std::max(1.0, std::abs(difference)));
  EXPECT_GT(std::abs(difference), 1e-3);
}

TEST(PersonalWgan, GivesAMapOfZerosForIdenticalScans) {
  const PairedScan scan = paired(head_date(small(), 10, 1), small());
  const ScanPair pair = scan_pair(scan, scan, 2);
  const Learned learned = learn(pair, scan, scan, quick_options(), {});
  EXPECT_LT(learned.found.map.abs().max().item<float>(), 1e-4);
  EXPECT_EQ(marked_change(learned.found.map, pair.brain, learned.found.threshold).abs().sum().item<int>(), 0);
}

TEST(PersonalWgan, ChangesItsSignWithTheDirection) {
  ChangedHeadOptions back = small();
  std::swap(back.first_mm, back.second_mm);
  const Learned there = learned_from(small(), quick_options()), again = learned_from(back, quick_options());
  const at::Tensor strong = there.found.map.abs() > 0.5 * there.found.map.abs().max();
  EXPECT_GT(there.found.map.masked_select(strong).min().item<float>(), 0);
  EXPECT_LT(again.found.map.masked_select(strong).max().item<float>(), 0);
}

TEST(PersonalWgan, GivesTheSameMapForTheSameSeed) {
  LearnOptions options = quick_options();
  options.threads = 2;
  const Learned one = learned_from(small(), options), two = learned_from(small(), options);
  EXPECT_TRUE(one.found.map.equal(two.found.map));
  EXPECT_TRUE(one.spread.equal(two.spread));
  EXPECT_EQ(one.found.threshold, two.found.threshold);
  options.seed = 2;
  EXPECT_FALSE(one.found.map.equal(learned_from(small(), options).found.map));
}

TEST(PersonalWgan, LeavesAPreviewOrNothingWhenStopped) {
  LearnOptions options = quick_options();
  options.steps = 1000;
  std::stop_source source;
  int previews = 0;
  const auto stop_late = [&](double, const std::string&) {
    if (previews > 0) source.request_stop();
  };
  options.preview = [&](const FoundChange& found) {
    EXPECT_TRUE(found.map.isfinite().all().item<bool>());
    EXPECT_GT(found.threshold, 0);
    ++previews;
  };
  options.steps = 8;
  EXPECT_THROW(learned_from(small(), options, Progress(stop_late, source.get_token())), Stopped);
  EXPECT_EQ(previews, 1);
  source = {};
  source.request_stop();
  EXPECT_THROW(learned_from(small(), options, Progress({}, source.get_token())), Stopped);
  EXPECT_EQ(previews, 1);
}

TEST(PersonalWgan, PredictsAMapASpreadAndItsFactsAndSaysHowLongItTrained) {
  ChangedHeadOptions head = small();
  head.brain_mm = 40;
  const History history = changed_head(head);
  const Prediction made = model_named("personal-wgan").predict(history, {0}, {.seeds = 1, .steps = 1}, Progress());
  EXPECT_TRUE(same_grid(made.findings.maps.at(0).volume.grid, history.last_scan.grid));
  EXPECT_TRUE(same_grid(made.spread->grid, history.last_scan.grid));
  const nlohmann::json facts = nlohmann::json::parse(made.findings.facts.at(0).json);
  EXPECT_EQ(facts.at("dates"), nlohmann::json({"ses-01", "ses-02"}));
  EXPECT_TRUE(facts.at("false_alarm_ml").is_number());
  EXPECT_EQ(made.numbers.back().name, "training steps");
  EXPECT_EQ(made.numbers.back().value, 1);
}

TEST(PersonalWgan, SetsItsThresholdByWhatNullRunsShow) {
  const ScanPair pair = head_pair(small());
  const at::Tensor map = pair.after - pair.before;
  const FoundChange alone = with_threshold(map, pair, {});
  at::Tensor null = at::zeros_like(map);
  null.masked_fill_(pair.brain, 0.01f);
  const FoundChange quiet = with_threshold(map, pair, {null});
  EXPECT_EQ(quiet.threshold, alone.threshold);
  EXPECT_EQ(*quiet.false_alarm_ml, 0);
  const FoundChange loud = with_threshold(map, pair, {null * 1000});
  EXPECT_NEAR(loud.threshold, 10, 1e-4);
}

}  // namespace
}  // namespace longview::personal_wgan

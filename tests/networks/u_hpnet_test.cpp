// The hierarchical probabilistic U-Net: the table's numbers, what its latents do, and the forecaster around it.
#include "networks/u_hpnet/forecaster.h"

#include "networks/u_hpnet/objective.h"
#include "tests/networks/gradients.h"

namespace longview::u_hpnet {
namespace {

using Sizes = std::vector<std::int64_t>;

Architecture tiny(int dimensions) { return {dimensions, 2, {4, 6, 8, 8}, 1, 2, 2}; }

at::Tensor boxes(int dimensions, std::int64_t channels, std::uint64_t seed = 1) {
  return random({1, channels, dimensions == 3 ? 8 : 1, 8, 8}, seed);
}

Known known(int dimensions, std::int64_t count = 1, double days = 300) {
  Known known;
  const std::int64_t deep = dimensions == 3 ? 8 : 1;
  known.image = random({count, 1, deep, 8, 8}).sigmoid();
  known.distance = random({count, 1, deep, 8, 8}, 5) + 1;
  known.days = at::full({count}, days);
  known.diameter_mm = at::full({count}, 6.0);
  return known;
}

std::int64_t counted(const Parameters& parameters, const std::string& start) {
  std::int64_t sum = 0;
  for (const auto& [name, tensor] : parameters.items)
    if (name.starts_with(start)) sum += tensor.numel();
  return sum;
}

TEST(UHpnetHierarchy, HasTheParametersAndSizesThatArePublished) {
  at::NoGradGuard no_gradient;
  const Hierarchy network(published(), 1);
  EXPECT_EQ(counted(network.parameters(), "prior."), 10692800);
  EXPECT_EQ(counted(network.parameters(), "posterior."), 10693064);
  EXPECT_EQ(counted(network.parameters(), "stitching."), 491366);
  EXPECT_EQ(network.parameters().count(), 21877230);

  const auto encoded = network.prior().encode(random({1, 1, 1, 128, 128}));
  const Sizes widths{24, 48, 96, 192, 192, 192, 192, 192};
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(encoded.at(i).sizes(), (Sizes{1, widths[i], 1, 128 >> i, 128 >> i}));
  Draw noise(1, "test");
  Decoded decoded = network.prior().decode(encoded, {}, noise);
  ASSERT_EQ(decoded.latents.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(decoded.latents[i].sizes(), (Sizes{1, 1, 1, 1 << i, 1 << i}));
  EXPECT_EQ(decoded.stages.back().sizes(), (Sizes{1, 192, 1, 16, 16}));
  EXPECT_EQ(network.stitching()(encoded, decoded).sizes(), (Sizes{1, 2, 1, 128, 128}));
}

TEST(UHpnetForecaster, HasTheParametersOfTheTableIn3D) {
  const Forecaster network(of_nodules(3), 1);
  auto counts = network.counts();
  EXPECT_EQ(counts["prior"], 992614);
  EXPECT_EQ(counts["posterior"], 993078);
  EXPECT_EQ(counts["stitching"], 13074);
  EXPECT_EQ(counts["interval"], 6272);
  EXPECT_EQ(counts["film"], 27040);
  EXPECT_EQ(counts["posterior_film"], 20800);  // 27,040 less the levels after the finest latents
  EXPECT_EQ(counts["heads"], 50309);
}

TEST(UHpnetForecaster, HasLatentsOf3And6And12VoxelsIn3D) {
  at::NoGradGuard no_gradient;
  const Hierarchy network(of_nodules(3), 1);
  Draw noise(1, "test");
  const auto encoded = network.prior().encode(random({1, 2, 48, 48, 48}));
  Decoded decoded = network.prior().decode(encoded, {}, noise);
  ASSERT_EQ(decoded.latents.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(decoded.latents[i].sizes(), (Sizes{1, 1, 3 << i, 3 << i, 3 << i}));
  EXPECT_EQ(decoded.stages.back().sizes(), (Sizes{1, 32, 24, 24, 24}));
  EXPECT_EQ(network.stitching()(encoded, decoded).sizes(), (Sizes{1, 2, 48, 48, 48}));
}

TEST(UHpnetHierarchy, StartsWithOrthogonalWeights) {
  Draw draw(1, "test");
  const at::Tensor wide = orthogonal_weights({4, 3, 1, 3, 3}, draw).view({4, 27});
  EXPECT_TRUE(at::allclose(at::matmul(wide, wide.t()), at::eye(4), 1e-5, 1e-5));
  const at::Tensor tall = orthogonal_weights({9, 4, 1, 1, 1}, draw).view({9, 4});
  EXPECT_TRUE(at::allclose(at::matmul(tall.t(), tall), at::eye(4), 1e-5, 1e-5));
}

TEST(UHpnetHierarchy, RepeatsAndAverages) {
  const at::Tensor x = at::arange(8, at::kFloat).view({1, 1, 2, 2, 2});
  const at::Tensor solid = repeated(x, 3), flat = repeated(x, 2);
  EXPECT_EQ(solid.sizes(), (Sizes{1, 1, 4, 4, 4}));
  EXPECT_EQ(flat.sizes(), (Sizes{1, 1, 2, 4, 4}));
  EXPECT_EQ(solid[0][0][3][1][2].item<float>(), 5);  // from (1, 0, 1)
  EXPECT_TRUE(at::equal(averaged(solid, 3), x));
  EXPECT_TRUE(at::equal(averaged(flat, 2), x));
}

TEST(UHpnetHierarchy, DrawsTheSameForOneSeedAndOtherwiseForAnother) {
  at::NoGradGuard no_gradient;
  const Hierarchy network(tiny(3), 1);
  const auto encoded = network.prior().encode(boxes(3, 2));
  const auto drawn = [&](std::uint64_t seed, double temperature) {
    Draw noise(seed, "test");
    Decoded decoded = network.prior().decode(encoded, {{{}, temperature}, {{}, temperature}}, noise);
    return network.stitching()(encoded, decoded);
  };
  EXPECT_TRUE(at::equal(drawn(1, 1), drawn(1, 1)));
  EXPECT_GT((drawn(1, 1) - drawn(2, 1)).abs().max().item<float>(), 1e-3);
  EXPECT_TRUE(at::equal(drawn(1, 0), drawn(2, 0)));
  EXPECT_LT((drawn(1, 1e-4) - drawn(2, 1e-4)).abs().max().item<float>(), 1e-2);
}

TEST(UHpnetHierarchy, TakesGivenLatentsAsTheyAre) {
  at::NoGradGuard no_gradient;
  const Hierarchy network(tiny(2), 1);
  const auto encoded = network.prior().encode(boxes(2, 2));
  Draw one(1, "test"), other(2, "test");
  const Decoded sampled = network.prior().decode(encoded, {}, one);
  const Decoded given = network.prior().decode(encoded, sampled.as_given(), other);
  EXPECT_TRUE(at::equal(sampled.stages.back(), given.stages.back()));
  const Decoded mixed = network.prior().decode(encoded, {{sampled.latents[0]}, {{}, 0}}, other);
  EXPECT_TRUE(at::equal(mixed.latents[1], mixed.distributions[1].mean));
  EXPECT_TRUE(at::equal(mixed.distributions[1].mean, sampled.distributions[1].mean));  // hangs on the coarser one alone
}

TEST(UHpnetHierarchy, HasReparameterisedGradients) {
  const DefaultOperations as_double;
  for (int dimensions : {2, 3}) {
    const Hierarchy network(tiny(dimensions), 1);
    const auto sampled = [&](const at::Tensor& x) {
      Draw noise(3, "test");
      const auto encoded = network.prior().encode(x);
      Decoded decoded = network.prior().decode(encoded, {}, noise);
      return network.stitching()(encoded, decoded).square().mean() + decoded.latents[1].sum();
    };
    expect_gradient(sampled, boxes(dimensions, 2), 1e-6);
  }
}

TEST(UHpnetForecaster, KeepsTheNoduleBitForBitAtZeroDays) {
  at::NoGradGuard no_gradient;
  const Forecaster network(tiny(3), 1);
  const Known now = known(3, 1, 0), later = known(3, 1, 400);
  Draw noise(1, "test");
  const Sampled same = network.sample(network.read(now), now, {}, noise);
  EXPECT_TRUE(at::equal(same.logits, Forecaster::border_logits(now.distance)));
  const Sampled other = network.sample(network.read(later), later, {}, noise);
  EXPECT_GT((other.logits - same.logits).abs().max().item<float>(), 1e-3);
}

TEST(UHpnetForecaster, SamplesManyFromOneReading) {
  at::NoGradGuard no_gradient;
  const Forecaster network(tiny(3), 1);
  const Known one = known(3);
  const Read read = network.read(one);
  Draw noise(1, "test"), again(9, "test");
  const Sampled three = network.sample(read, one, {}, noise, 3);
  EXPECT_EQ(three.logits.sizes(), (Sizes{3, 1, 8, 8, 8}));
  EXPECT_EQ(network.heads(three.features).classes.sizes(), (Sizes{3, 3}));
  EXPECT_GT((three.logits[0] - three.logits[1]).abs().max().item<float>(), 1e-3);
  const Sampled mean = network.sample(read, one, {{{}, 0}, {{}, 0}}, again, 3);
  EXPECT_LT((mean.logits[0] - mean.logits[2]).abs().max().item<float>(), 1e-5);
}

TEST(UHpnetObjective, MeasuresTheDivergenceOfNormalDistributions) {
  const Gaussian p{random({2, 1, 3, 3, 3}, 1), random({2, 1, 3, 3, 3}, 2)};
  const Gaussian q{random({2, 1, 3, 3, 3}, 3), random({2, 1, 3, 3, 3}, 4)};
  EXPECT_NEAR(divergence(p, p).item<double>(), 0, 1e-5);
  EXPECT_GT(divergence(q, p).item<double>(), 0.1);
  EXPECT_GT(divergence(p, q).item<double>(), 0.1);
  // N(1, 1) from N(0, 2): ln 2 + (1 + 1) / 8 - 1/2, twice (two places).
  const Gaussian a{at::ones({1, 1, 1, 1, 2}), at::zeros({1, 1, 1, 1, 2})};
  const Gaussian b{at::zeros({1, 1, 1, 1, 2}), at::full({1, 1, 1, 1, 2}, std::log(2.0))};
  EXPECT_NEAR(divergence(a, b).item<double>(), 2 * (std::log(2.0) + 0.25 - 0.5), 1e-6);
  const at::Tensor other = random({1, 1, 2, 2, 2}, 8).to(at::kDouble);
  expect_gradient(
      [&](const at::Tensor& v) {
        return divergence(Gaussian{v, 0.3 * v}, Gaussian{other, -0.2 * other});
      },
      random({1, 1, 2, 2, 2}));
}

TEST(UHpnetObjective, DrawsPlacesWithoutReplacementInProportion) {
  const at::Tensor weights = at::tensor({1.F, 2.F, 5.F, 2.F});
  const double w[] = {0.1, 0.2, 0.5, 0.2};
  constexpr int trials = 20000;
  Draw draw(1, "test");
  double counts[4] = {};
  for (int t = 0; t < trials; ++t) {
    const at::Tensor drawn = drawn_places(weights, 2, draw);
    ASSERT_EQ(drawn.sum().item<float>(), 2);
    for (int i = 0; i < 4; ++i) counts[i] += drawn.data_ptr<float>()[i];
  }
  for (int i = 0; i < 4; ++i) {
    double expected = w[i];  // drawn first, or second after each other
    for (int j = 0; j < 4; ++j)
      if (j != i) expected += w[j] * w[i] / (1 - w[j]);
    EXPECT_NEAR(counts[i] / trials, expected, 4 * std::sqrt(expected * (1 - expected) / trials)) << i;
  }
  EXPECT_TRUE(at::equal(drawn_places(at::tensor({0.F, 3.F, 0.F}), 1, draw), at::tensor({0.F, 1.F, 0.F})));
}

TEST(UHpnetObjective, RaisesTheMultiplierWhileTheConstraintIsBroken) {
  Geco geco;
  EXPECT_NEAR(geco.multiplier(), 1, 1e-9);
  double before = geco.multiplier();
  for (int i = 0; i < 20; ++i) {
    geco.constrained(at::full({}, 40.0), 10, 100);
    EXPECT_GT(geco.constraint(), 0);
    EXPECT_GT(geco.multiplier(), before);
    before = geco.multiplier();
  }
  Geco kept;
  for (int i = 0; i < 20; ++i) {
    before = kept.multiplier();
    kept.constrained(at::full({}, 1.0), 10, 100);
    EXPECT_LT(kept.multiplier(), before);
  }
  Geco copy;
  copy.read(geco.text());
  EXPECT_EQ(copy.multiplier(), geco.multiplier());
}

TEST(UHpnetObjective, TakesTheValueFromTheMovingMeanAndTheGradientFromTheBatch) {
  Geco geco(0.01, 0.5);
  geco.constrained(at::full({}, 40.0), 10, 100);
  const double multiplier = geco.multiplier();
  const at::Tensor x = at::full({}, 20.0).set_requires_grad(true);
  const at::Tensor term = geco.constrained(x, 10, 100);
  EXPECT_NEAR(term.item<double>(), multiplier * (30 - 10), 1e-3);  // the mean of 40 and 20
  torch::autograd::backward({term}, {});
  EXPECT_NEAR(x.grad().item<double>(), multiplier, 1e-6);
}

TEST(UHpnetObjective, KnowsTheDiameterOfABall) {
  at::Tensor mask = at::zeros({1, 1, 1, 10, 10});
  mask.view(-1).narrow(0, 0, 50).fill_(1);
  EXPECT_NEAR(diameter_of(mask, 0.5, 2).item<double>(), 2 * std::sqrt(50 * 0.25 / M_PI), 1e-4);
  EXPECT_NEAR(diameter_of(mask, 2, 3).item<double>(), std::cbrt(6 / M_PI * 50 * 8), 1e-4);
}

Target target(const Known& known) {
  return {(known.distance < 0.5).to(at::kFloat), at::full({known.days.size(0)}, 1.5),
          at::full({known.days.size(0)}, 2, at::kLong)};
}

TEST(UHpnetObjective, ReachesEveryParameter) {
  for (int latents : {2, 1, 0}) {
    Architecture architecture = tiny(3);
    architecture.latents = latents;
    const Forecaster network(architecture, 1);
    const Known now = known(3, 2);
    Draw noise(1, "test");
    Geco geco;
    const auto trained = network.train(now, target(now).mask, false, noise);
    const Losses losses = loss_of(trained, now, target(now), at::ones({3}), {}, geco, 0, 1, 3, noise);
    torch::autograd::backward({losses.total}, {});
    // The posterior's level after its finest latents is published, and without effect.
    const std::string idle = latents ? "posterior.up" + std::to_string(latents - 1) : "posterior.";
    for (const auto& [name, tensor] : network.parameters().items)
      EXPECT_EQ(tensor.grad().defined(), !name.starts_with(idle)) << name;
    EXPECT_EQ(losses.divergence > 0, latents > 0);
  }
}

TEST(UHpnetObjective, HasTheGradientsOfFiniteDifferences) {
  const at::Tensor mask = (random({2, 1, 3, 4, 4}, 2) > 0).to(at::kDouble);
  expect_gradient([&](const at::Tensor& v) { return cross_entropy(v, mask).sum(); }, random({2, 1, 3, 4, 4}));
  const at::Tensor value = random({5}, 6).to(at::kDouble);
  expect_gradient([&](const at::Tensor& v) { return normal_nll(v, 0.5 * v, value); }, random({5}));
  // N(x; 1, e^0.5) at 3: 0.5 + 4 / (2 e)
  EXPECT_NEAR(normal_nll(at::ones({1}), at::full({1}, 0.5), at::full({1}, 3.0)).item<double>(),
              0.5 + 4 / (2 * std::exp(1.0)), 1e-6);
}

}  // namespace
}  // namespace longview::u_hpnet

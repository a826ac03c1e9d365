// Layers with weights against Torch's own and closed formulas.
#include "networks/layers/blocks.h"

#include "networks/layers/similarity.h"
#include "networks/training/adam.h"
#include "tests/networks/gradients.h"

namespace longview {
namespace {

TEST(Blocks, ConvolveTransposedAsTorchDoes) {
  struct Case {
    std::int64_t kernel;
    Steps padding, more;
  };
  for (const Case& c : {Case{3, {0, 0, 0}, {1, 1, 1}}, Case{3, {0, 0, 0}, {0, 1, 0}}, Case{4, {1, 1, 1}, {0, 0, 0}}}) {
    at::Tensor x = random({2, 8, 5, 6, 7}), w = random({8, 4, c.kernel, c.kernel, c.kernel}, 2), b = random({4}, 3);
    for (at::Tensor* each : {&x, &w, &b}) each->set_requires_grad(true);
    const auto run = [&](bool own) {
      const at::Tensor y = own ? convolve_transposed(x, w, b, {2, 2, 2}, c.padding, c.more)
                               : at::conv_transpose3d(x, w, b, {2, 2, 2}, c.padding, c.more);
      for (at::Tensor* each : {&x, &w, &b}) each->mutable_grad() = at::Tensor();
      torch::autograd::backward({(y * random(y.sizes(), 9)).sum()}, {});
      return std::array<at::Tensor, 4>{y.detach(), x.grad(), w.grad(), b.grad()};
    };
    const auto ours = run(true), theirs = run(false);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(at::allclose(ours[i], theirs[i], 1e-3, 1e-3)) << i;
  }
}

TEST(Blocks, ConvolveTransposedInBothFormats) {
  const at::Tensor x = random({1, 8, 5, 6, 7}), w = random({8, 4, 3, 3, 3}, 2), b = random({4}, 3);
  const at::Tensor expected = convolve_transposed(x, w, b, {2, 2, 2}, {0, 0, 0}, {1, 1, 1});
  const at::Tensor half =
      convolve_transposed(x.to(at::kBFloat16), w, b, {2, 2, 2}, {0, 0, 0}, {1, 1, 1}).to(at::kFloat);
  EXPECT_LT((half - expected).abs().max().item<float>(), 0.02f * expected.abs().max().item<float>());
}

TEST(Blocks, AttendToPlacesByTheFormula) {
  Parameters parameters;
  Draw draw(1, "test");
  const PositionAttention attention = make_position_attention(parameters, "pa", 16, draw);
  const at::Tensor x = random({2, 16, 2, 3, 2});
  EXPECT_TRUE(at::equal(attention(x), x));  // gamma is 0 at the start
  {
    at::NoGradGuard no_gradient;
    at::Tensor gamma = attention.gamma;
    gamma.fill_(0.5);
  }
  const at::Tensor q = at::conv3d(x, attention.query.weight, attention.query.bias).flatten(2),
                   k = at::conv3d(x, attention.key.weight, attention.key.bias).flatten(2),
                   v = at::conv3d(x, attention.value.weight, attention.value.bias).flatten(2);
  at::Tensor expected = x.clone();
  for (int place = 0; place < 12; ++place) {
    const at::Tensor likeness = at::softmax((q[1].select(1, place).unsqueeze(1) * k[1]).sum(0), 0);
    const at::Tensor taken = (v[1] * likeness).sum(1);
    EXPECT_TRUE(at::allclose(attention(x)[1].flatten(1).select(1, place),
                             x[1].flatten(1).select(1, place) + 0.5 * taken, 1e-4, 1e-4));
  }
}

TEST(Blocks, PositionAttentionOf64ChannelsHasTheParametersOfTheTable) {
  Parameters parameters;
  Draw draw(1, "test");
  make_position_attention(parameters, "pa", 64, draw);
  EXPECT_EQ(parameters.count(), 5201);
}

TEST(Blocks, BatchNormFollowsTheBatchesAndIsStillInUse) {
  Parameters learns, follows;
  const BatchNorm norm = make_batch_norm(learns, follows, "n", 3);
  const at::Tensor x = random({4, 3, 4, 4, 4}) * 2 + 5;
  const at::Tensor y = norm(x, true);
  EXPECT_NEAR(y.mean().item<double>(), 0, 1e-4);
  EXPECT_NEAR(norm.mean[0].item<double>(), 0.1 * x.select(1, 0).mean().item<double>(), 1e-3);
  const at::Tensor before = norm.mean.clone();
  const at::Tensor used = norm(x, false);
  EXPECT_TRUE(at::equal(norm.mean, before));
  EXPECT_GT((used - y).abs().max().item<double>(), 1);
  EXPECT_EQ(learns.count(), 6);
  EXPECT_EQ(follows.count(), 6);
}

TEST(Similarity, BlursAsAGaussianDoes) {
  at::Tensor x = at::zeros({1, 1, 21, 21, 21});
  x[0][0][10][10][10] = 1;
  const at::Tensor y = gaussian_blur(x, 1.5);
  EXPECT_NEAR(y.sum().item<double>(), 1, 1e-5);
  EXPECT_NEAR(y[0][0][12][10][10].item<double>() / y[0][0][10][10][10].item<double>(), std::exp(-0.5 * 4 / 2.25), 1e-4);
  EXPECT_NEAR(y[0][0][10][13][11].item<double>() / y[0][0][10][10][10].item<double>(), std::exp(-0.5 * 10 / 2.25),
              1e-4);
}

// The window's sums over every voxel, as the definition has them.
double plain_ssim_at(const at::Tensor& x, const at::Tensor& y, const at::Tensor& mask, int cz, int cy, int cx) {
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (int z = 0; z < x.size(0); ++z)
    for (int r = 0; r < x.size(1); ++r)
      for (int c = 0; c < x.size(2); ++c) {
        if (std::abs(z - cz) > 5 || std::abs(r - cy) > 5 || std::abs(c - cx) > 5) continue;
        const double d = (z - cz) * (z - cz) + (r - cy) * (r - cy) + (c - cx) * (c - cx);
        const double w = std::exp(-0.5 * d / 2.25) * mask[z][r][c].item<double>();
        const double a = x[z][r][c].item<double>(), b = y[z][r][c].item<double>();
        n += w, sx += w * a, sy += w * b, sxx += w * a * a, syy += w * b * b, sxy += w * a * b;
      }
  const double mx = sx / n, my = sy / n, c1 = 1e-4, c2 = 9e-4;
  return (2 * mx * my + c1) * (2 * (sxy / n - mx * my) + c2) /
         ((mx * mx + my * my + c1) * (sxx / n - mx * mx + syy / n - my * my + c2));
}

TEST(Similarity, IsSsimByItsDefinitionWithinTheMask) {
  const at::Tensor x = random({1, 1, 8, 9, 10}).sigmoid(), y = (x + 0.1 * random(x.sizes(), 2)).clamp(0, 1);
  at::Tensor mask = at::ones_like(x);
  mask.narrow(4, 0, 3).zero_();
  const at::Tensor map = ssim_map(x, y, mask);
  for (const auto& [z, r, c] : {std::tuple{4, 4, 5}, std::tuple{0, 8, 9}, std::tuple{7, 0, 3}})
    EXPECT_NEAR(map[0][0][z][r][c].item<double>(), plain_ssim_at(x[0][0], y[0][0], mask[0][0], z, r, c), 1e-3);
  EXPECT_NEAR(masked_ssim(x, x, mask).item<double>(), 1, 1e-5);
}

TEST(Similarity, HasTheGradientOfFiniteDifferences) {
  const at::Tensor y = random({1, 1, 6, 7, 8}, 2).sigmoid().to(at::kDouble), mask = at::ones_like(y);
  expect_gradient([&](const at::Tensor& v) { return masked_ssim(v.sigmoid(), y, mask).sum(); },
                  random({1, 1, 6, 7, 8}));
  expect_gradient([&](const at::Tensor& v) { return masked_psnr(v, y, mask).sum(); }, random({1, 1, 6, 7, 8}));
}

TEST(Similarity, PsnrIsThatOfTheMeanSquaredDifferenceInTheMask) {
  at::Tensor x = at::zeros({1, 1, 2, 2, 2}), mask = at::zeros_like(x);
  mask[0][0][0].fill_(1);
  EXPECT_NEAR(masked_psnr(x + 0.1, x, mask).item<double>(), 20, 1e-4);
}

TEST(Adam, DecaysWeightsWhereAsked) {
  Parameters parameters;
  at::Tensor w = parameters.add("w", at::full({1}, 2.f));
  Adam adam(parameters, {.largest_norm = 1e9, .weight_decay = 0.5});
  torch::autograd::backward({(0 * w).sum()}, {});
  EXPECT_TRUE(adam.step(0.1));
  EXPECT_NEAR(w.item<float>(), 1.9f, 1e-5);  // the gradient is the decay alone
}

TEST(Adam, GoesMoreSlowlyWhereToldSo) {
  Parameters parameters;
  const at::Tensor wide = parameters.add("first.linear.weight", at::zeros({1})),
                   other = parameters.add("linear.weights", at::zeros({1}));
  Adam adam(parameters);
  adam.scale_rate("linear.weight", 0.1);
  torch::autograd::backward({(wide + other).sum()}, {});
  EXPECT_TRUE(adam.step(0.2));
  EXPECT_NEAR(wide.item<float>(), -0.02f, 1e-5);
  EXPECT_NEAR(other.item<float>(), -0.2f, 1e-5);
}

}  // namespace
}  // namespace longview

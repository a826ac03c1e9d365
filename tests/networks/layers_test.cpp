// Own layers and losses against closed formulas and finite differences.
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "imaging/core/failure.h"
#include "networks/core/private/samples.h"
#include "networks/core/private/side_by_side.h"
#include "networks/core/private/tensor.h"
#include "networks/layers/interval.h"
#include "networks/layers/losses.h"
#include "networks/layers/operations.h"
#include "networks/layers/sliding_window.h"
#include "networks/training/adam.h"
#include "tests/networks/gradients.h"

namespace longview {
namespace {

TEST(Losses, HaveTheGradientsOfFiniteDifferences) {
  const at::Tensor truth = (random({2, 1, 3, 4, 5}, 2) > 0.3).to(at::kDouble);
  const at::Tensor where = (random({2, 1, 3, 4, 5}, 3) > -1).to(at::kDouble);
  const at::Tensor x = random({2, 1, 3, 4, 5});
  expect_gradient([&](const at::Tensor& v) { return dice_loss(v.sigmoid(), truth, where); }, x);
  expect_gradient([&](const at::Tensor& v) { return band_loss(v, truth, where); }, x);
  expect_gradient([&](const at::Tensor& v) { return weighted_l1(v, 3 * truth, where); }, x);
  expect_gradient([&](const at::Tensor& v) { return least_squares(v, 0.9); }, x);
}

TEST(Layers, HaveTheGradientsOfFiniteDifferences) {
  const at::Tensor x = random({2, 3, 4, 4, 4});
  const at::Tensor scale = random({2, 3}, 5).to(at::kDouble), shift = random({2, 3}, 6).to(at::kDouble);
  const at::Tensor mixed = random({2, 3, 4, 4, 4}, 9).to(at::kDouble);
  expect_gradient([&](const at::Tensor& v) { return (instance_norm(v, scale, shift) * mixed).sum(); }, x);
  expect_gradient([&](const at::Tensor& v) { return (leaky(v) * mixed).sum(); }, x);
}

TEST(Layers, ConvolveAsTorchDoesInBothFormats) {
  const at::Tensor x = random({1, 4, 6, 8, 10}), w = random({5, 4, 3, 3, 3}, 2), b = random({5}, 3);
  const at::Tensor expected = at::conv3d(x, w, b, {2, 1, 2}, {1, 1, 1});
  EXPECT_TRUE(at::allclose(convolve(x, w, b, {2, 1, 2}, {1, 1, 1}), expected, 1e-4, 1e-4));
  const at::Tensor half = convolve(x.to(at::kBFloat16), w, b, {2, 1, 2}, {1, 1, 1}).to(at::kFloat);
  EXPECT_LT((half - expected).abs().max().item<float>(), 0.02f * expected.abs().max().item<float>());
}

TEST(Layers, NormaliseEachSampleAndChannel) {
  const at::Tensor y = instance_norm(random({2, 3, 4, 5, 6}) * 7 + 3, at::ones({3}), at::full({3}, 2.f));
  EXPECT_TRUE(at::allclose(y.flatten(2).mean(2), at::full({2, 3}, 2.f), 1e-4, 1e-4));
  EXPECT_TRUE(at::allclose(y.flatten(2).std(2, false), at::ones({2, 3}), 1e-3, 1e-3));
}

TEST(Losses, KnowTheirExtremes) {
  const at::Tensor y = (random({1, 1, 4, 4, 4}) > 0).to(at::kFloat), all = at::ones_like(y);
  EXPECT_NEAR(dice_loss(y, y, all).item<double>(), 0, 1e-6);
  EXPECT_GT(dice_loss(1 - y, y, all).item<double>(), 0.9);
  EXPECT_NEAR(dice_loss(0 * y, 0 * y, all).item<double>(), 0, 1e-6);
  EXPECT_LT(band_loss((y * 2 - 1) * 30, y, all).item<double>(), 1e-6);
  EXPECT_NEAR(band_loss(0 * y, y, all).item<double>(), std::log(2.0), 1e-6);
}

TEST(Interval, EmbedsDaysByTheFormula) {
  const at::Tensor e = interval_embedding(at::full({1}, 90.f));
  ASSERT_EQ(e.size(1), 32);
  EXPECT_NEAR(e[0][0].item<double>(), std::sin(2 * M_PI * 90 / 60), 1e-5);
  EXPECT_NEAR(e[0][5].item<double>(), std::cos(2 * M_PI * 90 / 120), 1e-5);
  EXPECT_NEAR(e[0][30].item<double>(), std::log(1 + 90 / 30.4375) / std::log(61), 1e-5);
  EXPECT_NEAR(e[0][31].item<double>(), 90 / 365.25, 1e-6);
}

TEST(SlidingWindow, CoversEveryVoxelAndEndsFlush) {
  EXPECT_EQ(window_starts(64, 64), (std::vector<std::int64_t>{0}));
  EXPECT_EQ(window_starts(40, 64), (std::vector<std::int64_t>{0}));
  EXPECT_EQ(window_starts(70, 32), (std::vector<std::int64_t>{0, 19, 38}));
  for (std::int64_t size = 64; size < 400; ++size) {
    const auto starts = window_starts(size, 64);
    EXPECT_EQ(starts.back(), size - 64);
    for (std::size_t i = 1; i < starts.size(); ++i) EXPECT_LE(starts[i] - starts[i - 1], 40);
  }
}

TEST(SlidingWindow, GivesAnIdentityBackForOddSizes) {
  for (const std::array<std::int64_t, 3> size : {std::array<std::int64_t, 3>{5, 7, 9}, {16, 16, 16}, {23, 17, 40}}) {
    const at::Tensor x = random({1, size[0], size[1], size[2]});
    const at::Tensor y = slide(
        x, at::ones(size), {8, 16, 16}, 1, [](const at::Tensor& patch, std::size_t) { return patch; }, Progress());
    EXPECT_TRUE(at::allclose(x, y, 1e-4, 1e-5));
  }
}

TEST(SlidingWindow, RunsOnlyWhereSomethingIs) {
  at::Tensor where = at::zeros({32, 64, 64});
  where[3][3][3] = 1;
  std::atomic<int> runs = 0;
  const at::Tensor y = slide(
      at::ones({1, 32, 64, 64}), where, {16, 32, 32}, 1,
      [&](const at::Tensor& patch, std::size_t) {
        ++runs;
        return patch;
      },
      Progress());
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(y[0][31][63][63].item<float>(), 0);
}

TEST(SlidingWindow, CoversEveryWantedVoxelByACore) {
  for (const std::int64_t spot : {0, 5, 17, 40}) {
    at::Tensor where = at::zeros({41, 41, 41});
    where[spot][40 - spot][spot / 2] = 1;
    const at::Tensor y = slide(
        at::ones({1, 41, 41, 41}), where, {8, 16, 16}, 1, [](const at::Tensor& patch, std::size_t) { return patch; },
        Progress());
    EXPECT_NEAR(y[0][spot][40 - spot][spot / 2].item<float>(), 1, 1e-5);
  }
}

TEST(SlidingWindow, GivesTheSameForAnyNumberOfThreads) {
  const at::Tensor x = random({1, 23, 30, 40});
  const auto with = [&](int threads) {
    return slide(
        x, at::ones({23, 30, 40}), {8, 16, 16}, 1,
        [](const at::Tensor& patch, std::size_t number) { return patch * static_cast<double>(1 + number); }, Progress(),
        threads);
  };
  EXPECT_TRUE(at::equal(with(1), with(2)));
  EXPECT_TRUE(at::equal(with(3), with(2)));
}

TEST(SideBySide, TakesInOrderWhatItMakesAndPassesFailuresOn) {
  std::vector<std::size_t> taken;
  side_by_side(
      50, 3, [](std::size_t i) { return at::full({1}, static_cast<double>(i)); },
      [&](std::size_t i, const at::Tensor& made) {
        EXPECT_EQ(made.item<float>(), static_cast<float>(i));
        taken.push_back(i);
      });
  EXPECT_EQ(taken.size(), 50u);
  EXPECT_TRUE(std::is_sorted(taken.begin(), taken.end()));
  const auto nothing = [](std::size_t, const at::Tensor&) {};
  EXPECT_THROW(side_by_side(
                   9, 2, [](std::size_t) -> at::Tensor { throw Failure("no"); }, nothing),
               Failure);
}

TEST(SlidingWindow, StopsBetweenWindows) {
  std::stop_source source;
  std::atomic<int> runs = 0;
  const auto network = [&](const at::Tensor& patch, std::size_t) {
    ++runs;
    source.request_stop();
    return patch;
  };
  EXPECT_THROW(slide(at::ones({1, 32, 64, 64}), at::ones({32, 64, 64}), {16, 32, 32}, 1, network,
                     Progress({}, source.get_token())),
               Stopped);
  EXPECT_EQ(runs, 1);
}

TEST(Samples, DependOnTheirKeyAlone) {
  Draw a(1, "x", 2, 3), b(1, "x", 2, 3), other(1, "y", 2, 3);
  const double first = a.uniform();
  EXPECT_EQ(first, b.uniform());
  EXPECT_NE(first, other.uniform());
  double sum = 0, squares = 0;
  for (int i = 0; i < 20000; ++i) {
    const double n = a.normal();
    sum += n;
    squares += n * n;
  }
  EXPECT_NEAR(sum / 20000, 0, 0.03);
  EXPECT_NEAR(squares / 20000, 1, 0.05);
}

TEST(Tensors, LookAtTheVolumesOwnVoxels) {
  Grid grid;
  grid.size = {4, 3, 2};
  std::vector<float> values(24);
  for (std::size_t i = 0; i < 24; ++i) values[i] = static_cast<float>(i);
  const Volume volume = make_volume(grid, values);
  at::Tensor view = tensor_of(volume);
  EXPECT_EQ(view.data_ptr<float>(), voxels_of<float>(volume).data());
  EXPECT_EQ(view[1][2][3].item<float>(), 23);  // z, y, x
  EXPECT_EQ(value_at(volume_of(view, grid), {3, 2, 1}), 23);
}

TEST(Adam, FollowsItsFormulaAndSkipsWhatIsNoNumber) {
  Parameters parameters;
  at::Tensor w = parameters.add("w", at::full({1}, 1.f));
  Adam adam(parameters, {.largest_norm = 1e9});
  torch::autograd::backward({(3 * w).sum()}, {});
  EXPECT_TRUE(adam.step(0.1));
  EXPECT_NEAR(w.item<float>(), 0.9f, 1e-5);  // the first step is the rate itself, whatever the gradient
  torch::autograd::backward({(w * std::nan("")).sum()}, {});
  EXPECT_FALSE(adam.step(0.1));
  EXPECT_NEAR(w.item<float>(), 0.9f, 1e-5);
}

}  // namespace
}  // namespace longview

// What U-HPNet learns from and is measured by: cases, batches, baselines, scores, uncertainty.
#include "networks/u_hpnet/judge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

#include "imaging/core/failure.h"
#include "networks/core/private/tensor.h"
#include "networks/u_hpnet/training.h"
#include "tests/networks/small_history.h"

namespace longview::u_hpnet {
namespace {

// Lung with a wall of soft tissue around it.
Volume lung() {
  Grid grid{{112, 112, 112}, {1, 1, 1}, {-50, 20, 7}};
  std::vector<float> hu;
  hu.reserve(voxel_count(grid));
  Draw draw(1, "test lung");
  for (int z = 0; z < 112; ++z)
    for (int y = 0; y < 112; ++y)
      for (int x = 0; x < 112; ++x) {
        const bool wall = std::min({x, y, z, 111 - x, 111 - y, 111 - z}) < 12;
        hu.push_back(static_cast<float>((wall ? 40 : -860) + 10 * draw.normal()));
      }
  return make_volume(grid, std::move(hu), "HU");
}

const NoduleCase& simulated() {
  static const NoduleCase one = simulated_case(lung(), "made-up", 5, {});
  return one;
}

double voxels(const std::vector<std::uint8_t>& bits) { return tensor_of(unpacked_bits(bits)).sum().item<double>(); }

TEST(UHpnetCases, HaveTheirNoduleInTheMiddleOnEveryDateWithItsVolume) {
  const NoduleCase& one = simulated();
  ASSERT_EQ(one.days.size(), 3u);
  EXPECT_EQ(one.days[0], 0);
  EXPECT_LT(one.days[1], one.days[2]);
  for (std::size_t i = 0; i < 3; ++i) {
    double mean = 0;
    for (const auto& outline : one.outlines[i]) mean += voxels(outline) / readers;
    EXPECT_NEAR(ball_diameter(mean), ball_diameter(one.volumes_mm3[i]), 1.5) << i;
    const Vec3 middle = middle_of(unpacked_bits(one.outlines[i][0]));
    EXPECT_LT(std::hypot(middle[0], middle[1], middle[2]), 6) << i;  // jitter of 2 mm an axis, and growth to one side
    // Denser inside the first reader's outline than in the lung around.
    double inside = 0, n = 0;
    const Volume mask = unpacked_bits(one.outlines[i][0]);
    const auto drawn = voxels_of<std::uint8_t>(mask);
    for (std::size_t v = 0; v < drawn.size(); ++v)
      if (drawn[v]) inside += one.ct[i][v], n += 1;
    double all = 0;
    for (const std::uint8_t value : one.ct[i]) all += value;
    EXPECT_GT(inside / n, all / static_cast<double>(one.ct[i].size()) + 10) << i;
  }
}

TEST(UHpnetCases, AreTheSameForTheSameSeedAndKeptWhole) {
  const auto file = std::filesystem::temp_directory_path() / "longview_u_hpnet_case.safetensors";
  write_case(file, simulated());
  const NoduleCase read = read_case(file);
  EXPECT_EQ(read.anatomy, "made-up");
  EXPECT_EQ(read.days, simulated().days);
  EXPECT_EQ(read.volumes_mm3, simulated().volumes_mm3);
  EXPECT_EQ(read.ct, simulated().ct);
  EXPECT_EQ(read.outlines, simulated().outlines);
  std::ofstream(file, std::ios::trunc) << "nothing";
  EXPECT_THROW(read_case(file), Failure);
  std::filesystem::remove(file);
}

TEST(UHpnetCases, ContinueANarrowScanByItsMirrorImage) {
  std::vector<float> values;
  for (int n = 0; n < 5 * 2 * 200; ++n) values.push_back(static_cast<float>(n % 5));
  const Volume wide = continued(make_volume(Grid{{5, 2, 200}, {10, 100, 1}, {3, 0, 0}}, values));
  EXPECT_EQ(wide.grid.size, (Size3{11, 2, 200}));
  EXPECT_NEAR(wide.grid.origin[0], 3 - 30, 1e-9);
  const double row[] = {3, 2, 1, 0, 1, 2, 3, 4, 3, 2, 1};
  for (int x = 0; x < 11; ++x) EXPECT_EQ(value_at(wide, {x, 1, 3}), row[x]) << x;
}

TEST(UHpnetBatches, HoldWhatACaseHolds) {
  const NoduleCase& one = simulated();
  const Pair pair{&one, 0, 2, 1};
  const Batch batch = batch_of(pair, 3);
  EXPECT_EQ((batch.known.distance < 0).sum().item<double>(), voxels(one.outlines[0][1]));
  EXPECT_EQ(batch.target.mask.sum().item<double>(), voxels(one.outlines[2][1]));
  EXPECT_NEAR(batch.known.diameter_mm.item<double>(), ball_diameter(voxels(one.outlines[0][1])), 1e-3);
  EXPECT_NEAR(batch.known.days.item<double>(), one.days[2], 1e-3);
  EXPECT_NEAR(batch.target.change_mm.item<double>(),
              ball_diameter(one.volumes_mm3[2]) - ball_diameter(one.volumes_mm3[0]), 1e-4);
  EXPECT_NEAR(batch.known.image[0][0][3][4][5].item<double>(), one.ct[0][(3 * 48 + 4) * 48 + 5] / 255.0, 1e-6);
  const Batch flat = batch_of(pair, 2);
  EXPECT_EQ(flat.known.image.sizes(), (std::vector<std::int64_t>{1, 1, 1, 128, 128}));
  EXPECT_GT(flat.target.mask.sum().item<double>(), 0);
}

TEST(UHpnetBatches, AreLearnedFromIn2DToo) {
  Trainer trainer({2, 2, {4, 6, 8, 8}, 1, 2, 2}, 1, {}, false);
  const Batch flat = batch_of({&simulated(), 0, 1, 0}, 2);
  const double first = trainer.learn(flat, at::ones({3}), 3e-3).reconstruction;
  double last = first;
  for (int i = 0; i < 10; ++i) last = trainer.learn(flat, at::ones({3}), 3e-3).reconstruction;
  EXPECT_LT(last, first);
}

TEST(UHpnetBatches, DrawTheSameForTheSameSeed) {
  const Cases cases{std::make_shared<const NoduleCase>(simulated())};
  Draw one(3, "test"), same(3, "test");
  const Batch a = drawn_batch(cases, 2, 3, one), b = drawn_batch(cases, 2, 3, same);
  EXPECT_EQ(a.known.image.size(0), 2);
  EXPECT_TRUE(at::equal(a.known.image, b.known.image));
  EXPECT_TRUE(at::equal(a.target.mask, b.target.mask));
  EXPECT_EQ(class_of(2), 2);
  EXPECT_EQ(class_of(1.99), 1);
  EXPECT_EQ(class_of(-2), 0);
  const at::Tensor weights = balancing(at::tensor({0.05F, 0.5F, 0.45F}));
  EXPECT_NEAR(weights[0].item<double>(), 5, 1e-6);  // 6.7, but at most 5
  EXPECT_NEAR(weights[1].item<double>(), 1 / 1.5, 1e-5);
}

TEST(UHpnetCases, AreMadeOnceAndOfCtsAlone) {
  const auto folder = std::filesystem::temp_directory_path() / "longview_u_hpnet_cases";
  std::filesystem::remove_all(folder);
  History history;
  history.patient = "P1";
  history.timepoints.emplace_back();
  history.timepoints.back().modality = "MR";
  history.last_scan = lung();
  EXPECT_THROW(KeptCases({history}, folder, 1, 1), Failure);
  history.timepoints.back().modality = "CT";
  KeptCases made({history}, folder, 1, 1);
  made.make(5, {});
  ASSERT_EQ(made.cases().size(), 1u);
  const auto written = std::filesystem::last_write_time(folder / "case0.safetensors");
  KeptCases again({history}, folder, 1, 1);
  again.make(1, {});
  EXPECT_EQ(again.cases().at(0)->ct, made.cases().at(0)->ct);
  EXPECT_EQ(std::filesystem::last_write_time(folder / "case0.safetensors"), written);
  EXPECT_EQ(again.anatomies(), std::vector<std::string>{"P1"});
  std::filesystem::remove_all(folder);
}

TEST(UHpnetBaselines, FindTheRuleThatPairsFollow) {
  // Growth where ln(days) + ln(d) > 8: separable, so the sign is what counts.
  std::vector<PairFacts> facts;
  Draw draw(1, "test");
  for (int i = 0; i < 400; ++i) {
    const double d = draw.uniform(4, 20), days = draw.uniform(60, 900);
    facts.push_back({d, days, std::log(days * d) + 0.3 * draw.normal() > 8 ? 3.0 : 0.0, i % 3});
  }
  const Logistic logistic = fit_logistic(facts);
  EXPECT_GT(logistic.probability({18, 800, 0, 0}), 0.9);
  EXPECT_LT(logistic.probability({5, 100, 0, 0}), 0.1);
  EXPECT_NEAR(logistic.weights[1] / logistic.weights[2], 1, 0.35);
}

TEST(UHpnetBaselines, FindThePopulationsDoublingTime) {
  std::vector<PairFacts> facts;
  for (double days : {100.0, 200.0, 400.0}) facts.push_back({8, days, 8 * (std::exp2(days / 300 / 3) - 1), 0});
  const Population population = fit_population(facts);
  EXPECT_NEAR(1 / population.doublings_a_day, 300, 1e-6);
  EXPECT_NEAR(population.change_mm(8, 900), 8, 1e-6);  // three doublings of the volume, one of the diameter
  EXPECT_LT(population.deviation_mm, 0.01);
  StoredWeights file;
  store(fit_logistic({{5, 100, 0, 0}, {9, 700, 3, 1}}), population, file);
  Logistic logistic;
  Population read_back;
  read(logistic, read_back, file);
  EXPECT_NEAR(1 / read_back.doublings_a_day, 300, 1e-3);
}

TEST(UHpnetJudge, PutsEveryMethodBesideTheNetwork) {
  const auto folder = std::filesystem::temp_directory_path() / "longview_u_hpnet_judged";
  std::filesystem::remove_all(folder);
  History history;
  history.patient = "P1";
  history.timepoints.emplace_back();
  history.timepoints.back().modality = "CT";
  history.last_scan = lung();
  const Shipped shipped{Forecaster(of_nodules(3), 1), at::full({3}, 1 / 3.0)};
  Population population;
  const Baselines baselines{Forecaster(one_scale(3), 1), Forecaster(deterministic(3), 1), {}, population};
  JudgeOptions judging;
  judging.cases = 2;
  judging.samples = 2;
  judging.kept = folder;
  const Judgement judgement = judge_on(shipped, baselines, {history}, {}, {}, judging);
  std::filesystem::remove_all(folder);
  const auto json = nlohmann::json::parse(judgement.json);
  EXPECT_EQ(json.at("n"), 2);
  const auto& methods = json.at("scores").at("methods");
  for (const char* method : {"u-hpnet", "one-scale", "deterministic", "always-stable", "population-doubling"})
    for (const char* metric : {"dice", "ged2", "size_error_mm", "crps_mm", "within_90", "width_90_mm"})
      EXPECT_TRUE(methods.at(method).at(metric).at("mean").is_number()) << method << ' ' << metric;
  EXPECT_EQ(json.at("growth").at("methods").size(), 6u);
  EXPECT_NE(judgement.text.find("| logistic-regression |"), std::string::npos);
}

at::Tensor bits(std::vector<int> values) { return at::tensor(values, at::kInt).view({1, 1, -1}) > 0; }

TEST(UHpnetScores, AreThoseOfTheFormulas) {
  const at::Tensor a = bits({1, 1, 0, 0}), b = bits({0, 1, 1, 0}), none = bits({0, 0, 0, 0});
  // d(a, b) = 1 - 1/3. One sample, one reader: 2 d. Two equal to the two readers: 0.
  EXPECT_NEAR(energy_distance({a}, {b}), 4 / 3.0, 1e-9);
  EXPECT_NEAR(energy_distance({a, b}, {a, b}), 0, 1e-9);
  EXPECT_NEAR(energy_distance({a}, {a, b}), 2 / 3.0 - 1 / 3.0, 1e-9);
  EXPECT_NEAR(energy_distance({none}, {none}), 0, 1e-9);
  EXPECT_NEAR(crps_of({6, 1, 2}, 3), 2 - 20 / 12.0, 1e-9);  // (3 + 2 + 1) / 3; pairs: 2 (1 + 5 + 4) / (2 * 3 * 2)
  EXPECT_NEAR(crps_of({5}, 2), 3, 1e-9);
  EXPECT_NEAR(balanced_accuracy({0.9, 0.4, 0.1, 0.6}, {true, true, false, false}), 0.5, 1e-9);
  EXPECT_NEAR(balanced_accuracy({0.9, 0.8, 0.1, 0.6}, {true, true, false, false}), 0.75, 1e-9);
}

TEST(UHpnetScores, AgreeWithTheClosedFormOfANormalDistribution) {
  Draw draw(1, "test");
  std::vector<double> values;
  for (int i = 0; i < 4000; ++i) values.push_back(1 + 2 * draw.normal());
  const double z = (2.5 - 1) / 2, density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  const double below = std::erfc(-z / std::numbers::sqrt2) / 2;
  EXPECT_NEAR(crps_of(values, 2.5), 2 * (z * (2 * below - 1) + 2 * density - 1 / std::sqrt(std::numbers::pi)), 0.05);
  Forecast forecast;
  forecast.changes_mm = values;
  const auto scores = scores_of(forecast, 2.5, {});
  EXPECT_FALSE(scores.contains("dice"));
  EXPECT_EQ(scores.at("within_90"), 1);
  EXPECT_NEAR(scores.at("width_90_mm"), 2 * 2 * 1.645, 0.25);
  EXPECT_NEAR(scores.at("size_error_mm"), 1.5, 0.1);
}

TEST(UHpnetScores, GrowAMaskToADiameter) {
  const Volume mask = ball(crop_grid({0, 0, 0}), {0.5, 0.5, 0.5}, 5);
  const Known known = known_of(make_volume(mask.grid, std::vector<float>(voxel_count(mask.grid), 0)), mask, 100, 3);
  const at::Tensor later = grown_mask(known.distance[0][0], 4), same = grown_mask(known.distance[0][0], 0);
  EXPECT_NEAR(ball_diameter(later.sum().item<double>()), known.diameter_mm.item<double>() + 4, 0.4);
  EXPECT_NEAR(same.sum().item<double>(), (known.distance < 0).sum().item<double>(), 1);
  EXPECT_TRUE(later.logical_or(known.distance[0][0] >= 0).all().item<bool>());
}

TEST(UHpnetUncertainty, PartsWhatDiffersFromWhatIsNotKnown) {
  // Members agree, samples differ: nothing epistemic.
  const at::Tensor sure = at::tensor({1.F, 0.F, 0.F}), other = at::tensor({0.F, 1.F, 0.F});
  Members agreeing{at::stack({at::stack({sure, other}), at::stack({sure, other})}),
                   at::tensor({1.F, 3.F, 1.F, 3.F}).view({2, 2}), at::zeros({2, 2})};
  EXPECT_NEAR(class_shares_of(agreeing).epistemic, 0, 1e-6);
  EXPECT_NEAR(class_shares_of(agreeing).total, std::log(2.0), 1e-6);
  EXPECT_NEAR(size_shares_of(agreeing).aleatoric, 1, 1e-6);
  EXPECT_NEAR(size_shares_of(agreeing).epistemic, 0, 1e-6);
  // Members differ, samples do not: all of it epistemic but the deviations.
  Members differing{at::stack({at::stack({sure, sure}), at::stack({other, other})}),
                    at::tensor({1.F, 1.F, 5.F, 5.F}).view({2, 2}), at::full({2, 2}, 0.5)};
  EXPECT_NEAR(class_shares_of(differing).epistemic, std::log(2.0), 1e-6);
  EXPECT_NEAR(class_shares_of(differing).aleatoric, 0, 1e-6);
  EXPECT_NEAR(size_shares_of(differing).aleatoric, 0.25, 1e-6);
  EXPECT_NEAR(size_shares_of(differing).epistemic, 4, 1e-6);
}

}  // namespace
}  // namespace longview::u_hpnet

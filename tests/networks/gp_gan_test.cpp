#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "imaging/core/failure.h"
#include "imaging/measurement/overlap.h"
#include "networks/core/model.h"
#include "networks/gp_gan/applicability.h"
#include "networks/gp_gan/calibration.h"
#include "networks/gp_gan/card.h"
#include "networks/gp_gan/discriminator.h"
#include "networks/gp_gan/predict.h"
#include "networks/gp_gan/shipped.h"
#include "networks/gp_gan/trainer.h"
#include "networks/gp_gan/training.h"
#include "networks/layers/operations.h"
#include "networks/training/course_pool.h"
#include "tests/networks/small_history.h"

namespace longview::gp_gan {
namespace {

// Random weights whose heads are large enough that a forecast differs from its baseline.
const Shipped& loud_weights() {
  static const Shipped shipped = [] {
    Shipped made{Stage(1, 5), Stage(2, 5), {}};
    at::NoGradGuard no_gradient;
    for (const Stage* stage : {&made.first, &made.second})
      for (const auto& [name, tensor] : stage->parameters().items) {
        at::Tensor weights = tensor;
        if (name == "tumour.weight" || name == "image.weight") weights.mul_(5);
        if (name == "tumour.bias") weights.fill_(0.3);
      }
    return made;
  }();
  return shipped;
}

Prediction predicted(const History& history, double days, PredictOptions options = {}) {
  return predict_with(loud_weights(), installed_card(), history, {days}, options, Progress());
}

Recipe quick_recipe() {
  Recipe recipe;
  recipe.sampler.patch = {8, 32, 32};
  recipe.batch = 1;
  return recipe;
}

Course small_course() {
  SmallHistoryOptions options;
  options.radii = {4, 6, 8};
  return course_of(small_history(options));
}

TEST(Generator, HasTheParametersOfTheTable) {
  EXPECT_EQ(Generator(6, 1).parameters().count(), 1660690);
  EXPECT_EQ(Generator(8, 1).parameters().count(), 1660690 + 2 * 27 * 16);
}

TEST(Discriminator, HasTheParametersAndShapesOfTheTable) {
  const Discriminator discriminator(1);
  EXPECT_EQ(discriminator.parameters().count(), 547425);
  EXPECT_EQ(discriminator(at::zeros({1, 8, 16, 64, 64}), false).sizes(), (std::vector<std::int64_t>{1, 1, 4, 7, 7}));
}

TEST(Generator, KeepsThePatchsShape) {
  const Change change = Generator(6, 1)(at::zeros({2, 6, 8, 16, 24}), at::full({2}, 90.f), false);
  EXPECT_EQ(change.image.sizes(), (std::vector<std::int64_t>{2, 1, 8, 16, 24}));
  EXPECT_EQ(change.tumour.sizes(), change.image.sizes());
}

TEST(Generator, SendsGradientsToEveryParameter) {
  Draw draw(1, "test");
  const Stage stage(2, 1);
  const Batch batch = sample_patch(small_course(), {0, 1, 2}, quick_recipe().sampler, draw);
  const State state{batch.image,      batch.white, batch.grey, batch.csf, batch.distance, batch.earlier_distance,
                    batch.days_before};
  const at::Tensor condition = stage.condition(state, batch.days);
  // The conditioned blocks' last layers start at zero, so what lies before them learns from the second step on.
  for (const auto& [name, tensor] : stage.parameters().items)
    if (name.rfind("film.", 0) == 0) {
      at::NoGradGuard no_gradient;
      at::Tensor weights = tensor;
      weights.normal_(0, 0.05);
    }
  const Forecast forecast = stage.forecast(state, batch.days, stage.change(condition, batch.days, false));
  torch::autograd::backward({generator_loss(forecast, condition, batch, {}, nullptr, false).total}, {});
  for (const auto& [name, tensor] : stage.parameters().items) {
    ASSERT_TRUE(tensor.grad().defined()) << name;
    // An instance norm takes a convolution's bias out again: its gradient is 0 but for rounding.
    if (name.find("conv.bias") == std::string::npos) {
      EXPECT_GT(tensor.grad().abs().max().item<float>(), 0) << name;
    }
  }
}

TEST(Stage, GivesTheBaselineExactlyAtZeroDays) {
  for (const int number : {1, 2}) {
    const Stage stage(number, 3);
    const at::Tensor distance = at::linspace(-9.7, 60, 8 * 8 * 8).view({1, 1, 8, 8, 8});
    const at::Tensor image = at::linspace(-1, 1, 512).view({1, 1, 8, 8, 8}), none = at::zeros_like(image);
    const State state{image, none, none, none, distance, distance + 1.3, at::full({1}, 50.f)};
    const at::Tensor days = at::zeros({1});
    const Forecast forecast = stage.forecast(state, days, {at::ones_like(image), at::full_like(image, 50)});
    EXPECT_TRUE(at::equal(forecast.image, image));
    EXPECT_TRUE(at::equal(forecast.tumour, border_logits(distance)));
  }
}

TEST(Stage, ExtrapolatesTheBordersOwnSpeed) {
  const at::Tensor now = at::full({1, 1, 1, 1, 1}, 4.f);
  const State state{now, now, now, now, now, now + 3, at::full({1}, 60.f)};
  EXPECT_NEAR(Stage(2, 1).extrapolated(state, at::full({1}, 120.f)).item<float>(), 4 - 3 * 2, 1e-5);
  EXPECT_NEAR(Stage(1, 1).extrapolated(state, at::full({1}, 100.f)).item<float>(), 4 - 100 * 0.05, 1e-4);
}

TEST(Stage, TwoStartsAsOneWithMoreToSee) {
  const Stage first(1, 1);
  Stage second(2, 9);
  second.start_from(first);
  const at::Tensor x = at::randn({1, 6, 8, 16, 16}), more = at::randn({1, 2, 8, 16, 16}), days = at::full({1}, 80.f);
  const at::Tensor a = first.change(x, days, false).tumour,
                   b = second.change(at::cat({x, more}, 1), days, false).tumour;
  EXPECT_TRUE(at::allclose(a, b, 1e-3, 1e-3));
}

TEST(Prediction, GivesTheScanAndMaskBackAtZeroDays) {
  for (const std::vector<double>& radii : {std::vector<double>{7}, std::vector<double>{5, 7}}) {
    SmallHistoryOptions options;
    options.radii = radii;
    const History history = small_history(options);
    const Prediction prediction = predicted(history, 0);
    const auto image = voxels_of<float>(*prediction.image);
    const auto scan = voxels_of<std::int16_t>(history.last_scan);
    EXPECT_TRUE(std::equal(image.begin(), image.end(), scan.begin()));
    const Volume now = mask_of(history.last_lesion), then = mask_of(*prediction.labels);
    EXPECT_TRUE(std::ranges::equal(voxels_of<std::uint8_t>(now), voxels_of<std::uint8_t>(then)));
  }
}

TEST(Prediction, FollowsTheRimAndLeavesTheCoreOut) {
  History history = small_history();
  const Volume whole = mask_of(history.last_lesion);
  std::vector<std::uint8_t> values(voxels_of<std::uint8_t>(whole).begin(), voxels_of<std::uint8_t>(whole).end());
  for (std::size_t i = 0; i < values.size(); i += 2) values[i] = values[i] ? 2 : 0;
  history.last_lesion.voxels = make_volume(whole.grid, values);
  history.last_lesion.labels.push_back(Label{});
  history.last_lesion.labels.back().value = 2;
  const Volume rim = followed_mask(history.last_lesion), then = mask_of(*predicted(history, 0).labels);
  EXPECT_TRUE(std::ranges::equal(voxels_of<std::uint8_t>(rim), voxels_of<std::uint8_t>(then)));
}

TEST(Prediction, LiesOnTheLastScansGridAndChangesSomething) {
  const History history = small_history();
  const Prediction prediction = predicted(history, 90);
  EXPECT_TRUE(same_grid(prediction.image->grid, history.last_scan.grid));
  EXPECT_TRUE(same_grid(prediction.labels->grid(), history.last_scan.grid));
  EXPECT_NE(content_hash(*prediction.image), content_hash(predicted(history, 0).image.value()));
  EXPECT_LT(dice(mask_of(*prediction.labels), mask_of(history.last_lesion)), 1);
  ASSERT_EQ(prediction.numbers.size(), 1u);
  EXPECT_LE(prediction.numbers[0].low, prediction.numbers[0].value);
  EXPECT_GE(prediction.numbers[0].high, prediction.numbers[0].value);
}

TEST(Prediction, IsTheSameForTheSameSeedAndLeavesItsInputAlone) {
  const History history = small_history();
  const std::uint64_t before = hash_of(history);
  const PredictOptions options{.seed = 7, .samples = 2, .threads = 1};
  const Prediction a = predicted(history, 90, options), b = predicted(history, 90, options);
  EXPECT_EQ(content_hash(*a.probability), content_hash(*b.probability));
  EXPECT_EQ(content_hash(*a.image), content_hash(*b.image));
  EXPECT_EQ(hash_of(history), before);
  ASSERT_TRUE(a.spread.has_value());
  const auto spread = voxels_of<float>(*a.spread);
  EXPECT_GT(*std::max_element(spread.begin(), spread.end()), 0);
  EXPECT_NE(content_hash(*a.probability), content_hash(*predicted(history, 90, {8, 2, "cpu", 1}).probability));
}

TEST(Prediction, TakesVolumesSmallerThanItsWindow) {
  SmallHistoryOptions options;
  options.size = {33, 29, 13};
  options.radii = {4};
  EXPECT_NO_THROW(predicted(small_history(options), 90));
}

TEST(Prediction, StopsWhenAsked) {
  std::stop_source source;
  const Progress progress([&](double, const std::string&) { source.request_stop(); }, source.get_token());
  EXPECT_THROW(predict_with(loud_weights(), installed_card(), small_history(), {90}, {}, progress), Stopped);
}

TEST(Weights, AreTheSameAfterSavingAndLoading) {
  Shipped shipped{Stage(1, 5), Stage(2, 6), {}};
  shipped.calibrations["all"] = {0.125, 3, 0.5};
  const StoredWeights once = stored(shipped);
  const StoredWeights twice = stored(shipped_from(from_safetensors(to_safetensors(once), "test")));
  EXPECT_EQ(to_safetensors(once), to_safetensors(twice));
  EXPECT_LT(to_safetensors(once).size(), 20u << 20);
}

TEST(Weights, OfAnotherNetworkAreRefused) {
  StoredWeights weights = stored(Shipped{});
  StoredWeights more = weights;
  more.tensors.push_back(more.tensors.front());
  more.tensors.back().name = "stage3.E0a.conv.weight";
  EXPECT_THROW(shipped_from(more), Failure);
  weights.tensors.pop_back();
  EXPECT_THROW(shipped_from(weights), Failure);
}

TEST(Weights, OfAFoldNeverSawItsPatient) {
  Shipped shipped{Stage(1, 5), Stage(2, 5), {}};
  shipped.calibrations["all"] = {0.1, 2, 0};
  shipped.calibrations[patient_key("sub-A")] = {0.1, 5, 0};
  const State state = {{}, {}, {}, {}, at::zeros({1, 1, 1, 1, 1}), {}, {}};
  const auto reach_mm = [&](const char* patient, bool simulated) {  // after a very long time
    const Stage stage = first_stage_for(shipped_from(stored(shipped)), patient, simulated);
    return -stage.extrapolated(state, at::full({1}, 1e5f)).item<float>();
  };
  EXPECT_FLOAT_EQ(reach_mm("sub-A", false), 5);
  EXPECT_FLOAT_EQ(reach_mm("sub-B", false), 2);
  EXPECT_GT(reach_mm("sub-A", true), 1000);
}

TEST(Training, OverfitsOneBatchInBothStages) {
  for (const int stage : {1, 2}) {
    Recipe recipe = quick_recipe();
    recipe.learning_rate = 2e-3;
    recipe.chained_at_end = 0;
    Trainer trainer(1, recipe, bfloat16_is_fast());
    Draw draw(1, "test");
    SamplerOptions centred = recipe.sampler;
    centred.augment = false;
    centred.on_rim = 1;
    const Batch batch = sample_patch(small_course(), {stage == 1 ? -1 : 0, 1, 2}, centred, draw);
    const double first = trainer.learn(stage, batch, 0, draw).generator.growth_dice;
    double last = first;
    for (int i = 0; i < 30; ++i) last = trainer.learn(stage, batch, 0, draw).generator.growth_dice;
    EXPECT_LT(last, 0.5 * first) << "stage " << stage;
  }
}

TEST(Training, TeachesTheDiscriminatorToo) {
  Trainer trainer(1, quick_recipe(), bfloat16_is_fast());
  Draw draw(1, "test");
  const Batch batch = sample_patch(small_course(), {-1, 1, 2}, quick_recipe().sampler, draw);
  const double first = trainer.learn(1, batch, 0.3, draw).discriminator;
  double last = first;
  for (int i = 0; i < 10; ++i) last = trainer.learn(1, batch, 0.3, draw).discriminator;
  EXPECT_LT(last, first);
}

TEST(Training, GoesOnFromItsStateAsIfItHadNotStopped) {
  const auto file = std::filesystem::temp_directory_path() / "longview-trainer-test.safetensors";
  const auto course = std::make_shared<const Course>(small_course());
  const auto always = [&](Draw&) { return course; };
  Trainer straight(1, quick_recipe(), false);
  straight.step(1, 0.9, always);
  straight.start_second();
  straight.step(2, 0.9, always);
  straight.save(file);
  Trainer resumed(1, quick_recipe(), false);
  resumed.load(file);
  for (const int stage : {1, 2}) {
    EXPECT_EQ(resumed.steps(stage), 1);
    const StepLosses a = straight.step(stage, 0.95, always), b = resumed.step(stage, 0.95, always);
    EXPECT_NEAR(a.generator.total.item<double>(), b.generator.total.item<double>(), 1e-3);
    EXPECT_GT(a.generator.total.item<double>(), 0);
  }
  std::filesystem::remove(file);
}

TEST(Training, FeedsStageTwoWithWhatStageOneSays) {
  Recipe recipe = quick_recipe();
  recipe.sampler.augment = false;
  Draw draw(1, "test");
  const Batch batch = sample_patch(small_course(), {0, 1, 2}, recipe.sampler, draw);
  const auto l1 = [&](double chained) {
    recipe.chained_at_end = chained;
    Draw same(2, "test");
    return Trainer(1, recipe, false).learn(2, batch, 1, same).generator.l1;
  };
  EXPECT_EQ(l1(0), l1(0));
  EXPECT_NE(l1(0), l1(1));  // another image of the second date, so another third one
}

// Two dates, and the border 2 mm further at the second one.
Course course_grown_by_2_mm(const std::string& patient) {
  Course course = small_course();
  course.patient = patient;
  course.dates.resize(2);
  course.dates[1] = course.dates[0];
  course.dates[1].day = course.dates[0].day + 90;
  for (std::int16_t& distance : course.dates[1].distance) distance = static_cast<std::int16_t>(distance - 2 * 64);
  return course;
}

TEST(Calibration, FindsHowFarTheBorderMovesWithoutTheOneLeftOut) {
  const Stage first(1, 1);
  Course a = course_grown_by_2_mm("a");
  const Course b = course_grown_by_2_mm("b"), c = course_grown_by_2_mm("c");
  const auto moved_mm = [](const Calibration& found) {
    return -found.limit_mm * std::expm1(-found.speed * 90 / found.limit_mm);
  };
  a.dates[1].distance = a.dates[0].distance;  // does not grow: must not matter where it is left out
  const auto found = calibrate(first, {a, b, c}, false, Progress());
  ASSERT_EQ(found.size(), 4u);
  EXPECT_NEAR(moved_mm(found.at("a")), 2, 0.4);
  EXPECT_TRUE(calibrate(first, {b}, false, Progress()).empty());
}

TEST(Calibration, KeepsTheScanAtZeroDaysAndSlowsDown) {
  Stage stage(1, 1);
  stage.calibrate(Calibration{0.1, 4, 0.5});
  const State state = {{}, {}, {}, {}, at::full({1, 1, 1, 1, 1}, 3.f), {}, {}};
  EXPECT_FLOAT_EQ(stage.extrapolated(state, at::zeros({1})).item<float>(), 3);
  EXPECT_NEAR(stage.extrapolated(state, at::full({1}, 1.f)).item<float>(), 3 - 0.1, 0.002);
  EXPECT_NEAR(stage.extrapolated(state, at::full({1}, 40.f)).item<float>(), 3 - 4 * (1 - std::exp(-1.0)), 1e-5);
}

TEST(Training, RefusesACohortWithoutAHealthyBrain) {
  const auto folder = std::filesystem::temp_directory_path() / "longview-training-test";
  EXPECT_THROW(train({small_history()}, {folder, false, 0, 0, {}}, Recipe{}, Progress()), Failure);
  std::filesystem::remove_all(folder);
}

TEST(Course, KeepsDatesDistancesAndSurvivesItsFile) {
  const Course course = small_course();
  ASSERT_EQ(course.dates.size(), 3u);
  EXPECT_EQ(course.dates[2].day, 180);
  const auto inside = std::count_if(course.dates[0].distance.begin(), course.dates[0].distance.end(),
                                    [](std::int16_t d) { return d < 0; });
  EXPECT_NEAR(static_cast<double>(inside), 4 / 3.0 * M_PI * 64, 25);
  const auto file = std::filesystem::temp_directory_path() / "longview-course-test.safetensors";
  write_course(file, course);
  const Course back = read_course(file);
  EXPECT_EQ(back.dates[1].distance, course.dates[1].distance);
  EXPECT_EQ(back.rim, course.rim);
  EXPECT_EQ(back.size, course.size);
  std::filesystem::remove(file);
}

TEST(CoursePool, MakesWhatIsMissingAndSaysWhyItCannot) {
  const auto folder = std::filesystem::temp_directory_path() / "longview-pool-test";
  std::filesystem::remove_all(folder);
  {
    CoursePool pool(folder, 3, [](std::uint64_t, const Progress&) { return small_course(); });
    pool.wait_for(3, Progress());
    EXPECT_EQ(pool.size(), 3u);
  }
  CoursePool again(folder, 3, [](std::uint64_t, const Progress&) -> Course { throw Failure("not asked for"); });
  EXPECT_EQ(again.size(), 3u);
  CoursePool failing(folder / "other", 30, [](std::uint64_t, const Progress&) -> Course { throw Failure("no brain"); });
  EXPECT_THROW(failing.wait_for(1, Progress()), Failure);
  std::filesystem::remove_all(folder);
}

TEST(PatchSampler, MeasuresDistancesInThePatchsOwnVoxels) {
  Draw draw(3, "test");
  SamplerOptions options;
  options.on_rim = 1;
  for (int i = 0; i < 5; ++i) {
    const Batch batch = sample_patch(small_course(), {0, 1, 2}, options, draw);
    EXPECT_EQ(batch.image.sizes(), (std::vector<std::int64_t>{1, 1, 16, 64, 64}));
    EXPECT_GT((batch.distance < 0).sum().item<int>(), 0);
    EXPECT_TRUE((batch.earlier_distance > batch.target_distance).any().item<bool>());
    EXPECT_EQ(batch.days.item<float>(), 90);
    const at::Tensor steps = (batch.distance.narrow(4, 1, 63) - batch.distance.narrow(4, 0, 63)).abs();
    EXPECT_LT(steps.max().item<float>(), 1.75f);  // no more than a voxel's diagonal a voxel
  }
}

// Every check of networks.md 10.2 that the data can answer, each with its reason.
TEST(Applicability, RefusesWithAReason) {
  ModelCard card = installed_card();
  card.weights_installed = true;
  card.applicability["brain_ml"] = {1, 2200};
  SmallHistoryOptions options;
  options.radii = {6, 7};
  const History good = small_history(options);
  EXPECT_FALSE(refused(applicability(card, good, {90})));
  const auto refuses = [&](auto change, double days, const std::string& word) {
    History history = small_history(options);
    change(history);
    const auto checks = applicability(card, history, {days});
    EXPECT_TRUE(refused(checks)) << word;
    EXPECT_NE(refusal_text(card, checks).find(word), std::string::npos) << refusal_text(card, checks);
  };
  refuses([](History&) {}, 500, "Horizon 500 d is outside");
  refuses([](History&) {}, -5, "Horizon -5 d");
  refuses([](History&) {}, 10, "at least 20 d");
  refuses([](History& h) { h.timepoints[1].sequence = "FLAIR"; }, 90, "No T1 with contrast at ses-02");
  refuses([](History& h) { h.timepoints[1].modality = "CT"; }, 90, "No T1 with contrast at ses-02");
  refuses([](History& h) { h.timepoints[1].lesion_ml = 0; }, 90, "No lesion is drawn");
  refuses([](History& h) { h.timepoints[1].lesion_ml = 0.02; }, 90, "0.02 mL");
  refuses([](History& h) { h.last_lesion = label_map_of(ball(h.last_scan.grid, h.last_scan.grid.origin, 5), {}); }, 90,
          "touches the scan's border");
  refuses([](History& h) { h.timepoints[1].native_grid.spacing[2] = 8; }, 90, "8.0 mm thick");
  refuses([](History& h) { h.timepoints[1].native_grid.spacing = {0.5, 0.5, 6}; }, 90, "12.0 times longer");
  refuses([](History& h) { h.timepoints[1].day.reset(); }, 90, "day of ses-02 is not known");
  refuses([](History& h) { h.timepoints[1].day = 5; }, 90, "lie 5 d");
  refuses([](History& h) { h.timepoints[1].registration.trusted = false; }, 90, "not trusted");
  refuses([](History& h) { h.timepoints[1].registration.residual_mm = 3; }, 90, "not trusted");
  refuses([](History& h) { h.timepoints.clear(); }, 90, "no date");
  card.applicability["brain_ml"] = {800, 2200};
  refuses([](History&) {}, 90, "Choose a scan that shows the whole brain");
  card.weights_installed = false;
  refuses([](History&) {}, 90, "No weights installed");
}

TEST(Card, IsWrittenWithTheHashOfItsWeightsAndReadBack) {
  const auto folder = std::filesystem::temp_directory_path() / "longview-card-test";
  std::filesystem::create_directories(folder);
  write_weights(folder / "weights.safetensors", stored(Shipped{}));
  TrainingFacts facts;
  facts.anatomies = {patient_key("sub-1")};
  facts.courses = 3;
  write_card(folder / "card.json", folder / "weights.safetensors", Recipe{}, facts);
  const ModelCard card = read_card(folder / "card.json");
  EXPECT_EQ(card.name, "gp-gan");
  EXPECT_TRUE(card.weights_installed);
  EXPECT_NO_THROW(read_weights(folder / card.weights_file, card.weights_sha256));
  EXPECT_EQ(card.interval_days.high, 400);
  std::ifstream file(folder / "card.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  for (const std::string& broken : {text.substr(0, text.size() / 2), std::string("{}"), std::string()}) {
    std::ofstream(folder / "broken.json") << broken;
    EXPECT_THROW(read_card(folder / "broken.json"), Failure);
  }
  EXPECT_THROW(read_card(folder / "none.json"), Failure);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace longview::gp_gan

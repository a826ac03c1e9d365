#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/structure_volumes.h"
#include "networks/brain_labels/objective.h"
#include "networks/brain_labels/samples.h"
#include "networks/brain_labels/trainer.h"
#include "networks/core/registry.h"
#include "networks/layers/label_network.h"

namespace longview {
namespace {

using namespace brain_labels;

at::Tensor random(at::IntArrayRef shape, std::uint64_t seed) {
  Draw draw(seed, "test");
  at::Tensor tensor = at::empty(shape, at::kFloat);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<float>()[i] = static_cast<float>(draw.normal());
  return tensor;
}

TEST(LabelLoss, IsTorchsOwnCrossEntropyAndDiceWithTheirGradient) {
  const at::Tensor logits = random({1, 5, 4, 6, 30}, 1).set_requires_grad(true);
  at::Tensor labels = at::zeros({4, 6, 30}, at::kByte);
  Draw draw(2, "labels");
  for (std::int64_t n = 0; n < labels.numel(); ++n)
    labels.data_ptr<std::uint8_t>()[n] = static_cast<std::uint8_t>(draw.whole(4));  // class 4 is not there
  const LabelLoss own = label_loss(logits.detach(), labels);

  const at::Tensor p = logits.softmax(1)[0].reshape({5, -1}), y = labels.flatten().to(at::kLong);
  const at::Tensor entropy = -p.gather(0, y.unsqueeze(0)).log().mean();
  at::Tensor dice = at::zeros({});
  for (int k = 1; k < 4; ++k) {
    const at::Tensor there = (y == k).to(at::kFloat);
    dice = dice + (1 - 2 * (p[k] * there).sum() / (p[k].sum() + there.sum())) / 3;
  }
  EXPECT_NEAR(own.cross_entropy, entropy.item<double>(), 1e-5);
  EXPECT_NEAR(own.dice, dice.item<double>(), 1e-5);
  torch::autograd::backward({entropy + dice}, {});
  EXPECT_LT((own.gradient - logits.grad()).abs().max().item<double>(), 1e-7);
}

TEST(LabelsNetwork, HasTheParametersThatItsLayersCount) {
  const auto block = [](int in, int out, int size) { return in * out * size * size * size + 3 * out; };
  std::int64_t count = block(4, 16, 3);
  for (const auto& [in, out] : {std::pair{16, 32}, {32, 64}, {64, 128}})
    count += block(in, out, 3) + block(out, out, 3);
  for (const auto& [in, out] : {std::pair{128, 64}, {64, 32}, {32, 16}})
    count += block(in, out, 1) + block(2 * out, out, 3);
  count += block(64, 64, 3) + block(32, 32, 3);
  count += 32 * 47 + 47;
  EXPECT_EQ(LabelNetwork(0).parameters().count(), count);
}

TEST(LabelsNetwork, GivesALogitForEachStructureAndVoxel) {
  const at::NoGradGuard no_gradient;
  const at::Tensor x = with_places(random({16, 24, 16}, 3), 8, 8, 8);
  EXPECT_EQ(x.sizes(), (at::IntArrayRef{1, kLabelChannels, 16, 24, 16}));
  EXPECT_EQ(LabelNetwork(0)(x, false).sizes(), (at::IntArrayRef{1, 1 + kBrainStructures, 16, 24, 16}));
}

TEST(LabelsNetwork, SeesWhereInTheBoxAVoxelIs) {
  const at::Tensor x = with_places(at::zeros({88, 104, 88}), 0, 0, 0)[0];
  EXPECT_NEAR(x[1][0][5][5].item<double>(), 0.5 / 44 - 1, 1e-6);    // z
  EXPECT_NEAR(x[2][5][103][5].item<double>(), 1 - 0.5 / 52, 1e-6);  // y
  EXPECT_NEAR(x[3][5][5][44].item<double>(), 0.5 / 44, 1e-6);       // x
}

// Two heads of three structures each.
std::vector<LabelledHead> made_up_heads() {
  std::vector<LabelledHead> heads;
  for (int n = 0; n < 2; ++n) {
    LabelledHead head;
    head.patient = "made-up-" + std::to_string(n);
    head.image = at::zeros({88, 104, 88}, at::kByte);
    head.labels = at::zeros_like(head.image);
    const auto fill = [&](at::Tensor& volume, int low, int high, int value) {
      volume.narrow(0, low, high - low).narrow(1, low, high - low + 10).narrow(2, low, high - low).fill_(value);
    };
    fill(head.labels, 20, 66, 1);
    fill(head.image, 20, 66, 30);
    fill(head.labels, 26, 60, 28);
    fill(head.image, 26, 60, 110);
    fill(head.labels, 36 + n, 46 + n, 6);
    fill(head.image, 36 + n, 46 + n, 70);
    head.white = 110;
    heads.push_back(head);
  }
  return heads;
}

TEST(LabelSamples, AreTheSameForTheSameDrawAndMirrorTheSides) {
  const std::vector<LabelledHead> heads = made_up_heads();
  std::set<int> seen;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    Draw one(seed, "sample"), two(seed, "sample");
    const LabelSample a = sample(heads[0], &heads[1], {80, 96, 80}, one),
                      b = sample(heads[0], &heads[1], {80, 96, 80}, two);
    EXPECT_TRUE(a.input.equal(b.input));
    EXPECT_TRUE(a.labels.equal(b.labels));
    EXPECT_TRUE(a.input.isfinite().all().item<bool>());
    for (const int value : {6, 7})
      if ((a.labels == value).any().item<bool>()) seen.insert(value);
    EXPECT_FALSE((a.labels == 6).any().item<bool>() && (a.labels == 7).any().item<bool>());
  }
  EXPECT_EQ(seen, (std::set<int>{6, 7}));  // right hippocampus, and left where it was mirrored
  const at::Tensor mirrored = mirrored_structures().to(at::kLong);
  EXPECT_TRUE(mirrored.index_select(0, mirrored).equal(at::arange(1 + kBrainStructures, at::kLong)));
}

TEST(LabelTraining, LearnsThreeStructuresAndGoesOnFromItsState) {
  Recipe recipe;
  recipe.size = {24, 24, 24};
  recipe.warm_steps = 5;
  const std::vector<LabelledHead> heads = made_up_heads();
  Trainer trainer(1, recipe, false);
  double first = 0, last = 0;
  for (int n = 0; n < 60; ++n) {
    const double loss = trainer.step(heads, 0).cross_entropy;
    if (n < 10) first += loss;
    if (n >= 50) last += loss;
  }
  EXPECT_LT(last, 0.6 * first);
  const auto file = std::filesystem::temp_directory_path() / ("longview-labels-" + std::to_string(getpid()));
  trainer.save(file);
  Trainer again(1, recipe, false);
  again.load(file);
  std::filesystem::remove(file);
  EXPECT_EQ(again.steps(), 60);
  EXPECT_NEAR(again.step(heads, 0.5).cross_entropy, trainer.step(heads, 0.5).cross_entropy, 1e-6);
}

TEST(BrainVolumes, AreCountedInMillilitresAndAddUp) {
  Grid grid;
  grid.size = {4, 1, 1};
  grid.spacing = {10, 10, 10};
  const std::vector<double> volumes = structure_volumes(make_volume(grid, std::vector<std::uint8_t>{0, 6, 6, 2}));
  EXPECT_DOUBLE_EQ(volumes[6], 2);
  EXPECT_DOUBLE_EQ(volumes[0], 3);
  for (const BrainRegion& region : brain_regions()) {
    if (region.name == "Hippocampi") {
      EXPECT_DOUBLE_EQ(region_volume(volumes, region.values), 2);
    }
    if (region.name == "Ventricles") {
      EXPECT_DOUBLE_EQ(region_volume(volumes, region.values), 1);
    }
  }
  const NamedTable table = volumes_table(volumes);
  EXPECT_EQ(table.rows.at(5).at(0), "Hippocampus");
  EXPECT_EQ(table.rows.at(5).at(1), "right");
  EXPECT_EQ(table.rows.at(5).at(4), "2.000");
  EXPECT_EQ(table.rows.back().at(4), "3.000");
}

TEST(BrainLabels, RefuseWhatIsNoT1) {
  const Model& model = model_named("brain-labels");
  EXPECT_EQ(model.card().preparation, Preparation::scan);
  EXPECT_TRUE(model.judges_itself());
  History history;
  history.last_scan.grid.size = {10, 10, 10};
  PreparedTimepoint date;
  date.modality = "CT";
  history.timepoints.push_back(date);
  EXPECT_TRUE(refused(model.applicable(history, {0})));
  history.timepoints[0].modality = "MR";
  history.timepoints[0].sequence = "FLAIR";
  EXPECT_TRUE(refused(model.applicable(history, {0})));
  EXPECT_THROW(model.predict(history, {0}, {}, {}), Failure);
}

}  // namespace
}  // namespace longview

#include "networks/gancmlae/networks.h"

#include <unistd.h>

#include "networks/gancmlae/morphometry.h"

#include "networks/gancmlae/objective.h"
#include "networks/gancmlae/trainer.h"
#include "tests/networks/gradients.h"

namespace longview::gancmlae {
namespace {

std::int64_t count(const Parameters& parameters, const std::string& start) {
  std::int64_t sum = 0;
  for (const auto& [name, tensor] : parameters.items)
    if (name.rfind(start, 0) == 0) sum += tensor.numel();
  return sum;
}

at::Tensor named(const Parameters& parameters, const std::string& wanted) {
  for (const auto& [name, tensor] : parameters.items)
    if (name == wanted) return tensor;
  throw std::out_of_range(wanted);
}

TEST(Gancmlae, HasTheParametersOfTheTable) {
  const Encoder encoder("encoder", code_size, 1), discriminator("discriminator", 1, 1);
  const Decoder decoder(1);
  const std::int64_t table[] = {1072, 32864, 131264, 524672};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(count(encoder.parameters(), "stage" + std::to_string(i + 1)), table[i]);
  EXPECT_EQ(count(encoder.parameters(), "linear"), 4128896);
  EXPECT_EQ(encoder.parameters().count(), 4818768);
  const std::int64_t up[] = {1025, 32816, 131168, 524480};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(count(decoder.parameters(), "stage" + std::to_string(i + 1)), up[i]);
  EXPECT_EQ(count(decoder.parameters(), "linear"), 4161024);
  EXPECT_EQ(decoder.parameters().count(), 4850513);
  EXPECT_EQ(discriminator.parameters().count(), 722129);
  EXPECT_EQ(2 * encoder.parameters().count() + decoder.parameters().count() + discriminator.parameters().count(),
            15210178);
}

TEST(Gancmlae, HasTheSizesOfTheTable) {
  at::NoGradGuard no_gradient;
  Trace encoded, decoded;
  const Encoder encoder("encoder", code_size, 1);
  const at::Tensor code = encoder.read(encoder.feature(random({1, 1, 96, 112, 96}), {}, &encoded));
  EXPECT_EQ(code.sizes(), (std::vector<std::int64_t>{1, 128}));
  const at::Tensor mean = random({1, 1, 96, 112, 96}).sigmoid();
  const Autoencoder network(1, mean_logits_of({mean}));
  EXPECT_TRUE(at::allclose(network.rebuilt(code), mean, 1e-3, 1e-3));  // untrained: the mean brain
  EXPECT_EQ(network.decoder(code, {}, &decoded).sizes(), (std::vector<std::int64_t>{1, 1, 96, 112, 96}));
  const std::vector<std::vector<std::int64_t>> down{
      {1, 16, 48, 56, 48}, {1, 32, 24, 28, 24}, {1, 64, 12, 14, 12}, {1, 128, 6, 7, 6}};
  const std::vector<std::vector<std::int64_t>> up{
      {1, 64, 12, 14, 12}, {1, 32, 24, 28, 24}, {1, 16, 48, 56, 48}, {1, 1, 96, 112, 96}};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(encoded.at(i).second, down[i]);
    EXPECT_EQ(decoded.at(i).second, up[i]);
  }
}

TEST(Gancmlae, GivesNearlyTheSameInBfloat16) {
  at::NoGradGuard no_gradient;
  const Encoder encoder("encoder", code_size, 1);
  const Decoder decoder(1);
  at::Tensor last = named(decoder.parameters(), "stage1.conv.weight");
  last.copy_(random(last.sizes()));
  const at::Tensor x = random({1, 1, 96, 112, 96}).sigmoid();
  const at::Tensor whole = decoder(encoder(x)), half = decoder(encoder(x, {true, false}), {true, false});
  EXPECT_LT((whole - half).abs().mean().item<float>(), 0.02 * whole.abs().mean().item<float>());
}

TEST(GancmlaeObjective, HasTheGradientsOfFiniteDifferences) {
  const at::Tensor map = random({2, 1, 4, 5, 6}, 2).sigmoid().to(at::kDouble), mask = (map > 0.3).to(at::kDouble);
  const at::Tensor code = random({2, 8}, 4).to(at::kDouble);
  expect_gradient([&](const at::Tensor& v) { return image_loss(v, map, mask); }, random({2, 1, 4, 5, 6}), 1e-7);
  expect_gradient([&](const at::Tensor& v) { return latent_loss(code, v); }, random({2, 8}));
  expect_gradient([&](const at::Tensor& v) { return feature_loss(v, code); }, random({2, 8}));
  expect_gradient([&](const at::Tensor& v) { return discriminator_loss(v, code); }, random({2, 8}));
  const auto all = [&](const at::Tensor& v) {
    Seen seen{map,
              mask,
              v.sigmoid(),
              code,
              v.flatten(1).narrow(1, 0, 8),
              code,
              v.flatten(1).narrow(1, 8, 8),
              v.flatten(1).narrow(1, 3, 1)};
    return generator_loss(seen, {0, 1, 1, 1, 1}).total;
  };
  expect_gradient(all, random({2, 1, 4, 5, 6}));
}

TEST(GancmlaeObjective, WeighsItsTermsAsTheReferenceDoes) {
  const at::Tensor map = at::zeros({1, 1, 4, 4, 4}), mask = at::ones_like(map), code = at::zeros({1, 128});
  const GeneratorLoss loss =
      generator_loss({map, mask, map + 0.5, code, code + 1, code, code + 2, at::zeros({1, 1})}, {});
  EXPECT_NEAR(loss.image, 0.5, 1e-6);
  EXPECT_NEAR(loss.latent, 1, 1e-6);  // 128 / 128
  EXPECT_NEAR(loss.feature, 4, 1e-6);
  EXPECT_NEAR(loss.adversarial, std::log(2.0), 1e-6);
  EXPECT_NEAR(loss.total.item<double>(), 25 + loss.similarity + 1 + 4 + std::log(2.0), 1e-4);
  const GeneratorLoss plain = generator_loss({map, mask, map + 0.5, code, {}, {}, {}, {}}, {50, 0, 0, 0, 0});
  EXPECT_NEAR(plain.total.item<double>(), 25, 1e-5);  // the plain autoencoder: the image alone
}

TEST(GancmlaeComponents, RebuildWhatTheySpan) {
  const at::Tensor mask = at::ones({2, 3, 4}), a = random({1, 1, 2, 3, 4}, 1), b = random({1, 1, 2, 3, 4}, 2),
                   c = random({1, 1, 2, 3, 4}, 3);
  const Components all = components_of({a, b, c}, mask);
  EXPECT_EQ(all.basis.size(0), 2);  // of three maps about their mean
  EXPECT_TRUE(at::allclose(all(0.2 * a + 0.3 * b + 0.5 * c), 0.2 * a + 0.3 * b + 0.5 * c, 1e-3, 1e-3));
  EXPECT_EQ(best_components(all, {a}).basis.size(0), 2);
}

TEST(GancmlaeMorphometry, FramesAndTakesBackTheStandardBrain) {
  const at::Tensor x = random({1, 1, 76, 94, 76});
  EXPECT_EQ(framed(x).sizes(), (std::vector<std::int64_t>{1, 1, 96, 112, 96}));
  EXPECT_TRUE(at::equal(standard_part(framed(x)), x));
}

class GancmlaeTrainer : public testing::Test {
 protected:
  GancmlaeTrainer() { recipe.batch = 1; }
  ~GancmlaeTrainer() override { std::filesystem::remove(file); }

  Trainer trainer(std::uint64_t seed) const { return Trainer(seed, recipe, mean_logits_of({0.5 * map + 0.25}), false); }
  std::vector<float> kept(const Trainer& trainer, const std::string& name) const {
    trainer.save(file);
    for (const StoredTensor& tensor : read_weights(file).tensors)
      if (tensor.name == name) return values_of(tensor);
    throw std::out_of_range(name);
  }

  Recipe recipe;
  const at::Tensor map = at::linspace(0.1, 0.9, 96).expand({1, 1, 96, 112, 96}).contiguous(), mask = at::ones_like(map);
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("longview-gancmlae-" + std::to_string(getpid()));
};

TEST_F(GancmlaeTrainer, LetsTheDiscriminatorJoinLateAndRestWhileItWins) {
  const std::string weights = "discriminator.stage1.conv.weight";
  Trainer one = trainer(1);
  const auto untrained = kept(one, weights);
  EXPECT_EQ(one.learn(map, mask, 0.4).discriminator, 0);
  EXPECT_EQ(kept(one, weights), untrained);
  EXPECT_GT(one.learn(map, mask, 0.5).discriminator, 0);
  EXPECT_NE(kept(one, weights), untrained);
  recipe.discriminator_rests_below = 1e9;
  Trainer resting = trainer(1);
  EXPECT_GT(resting.learn(map, mask, 0.5).discriminator, 0);
  EXPECT_EQ(kept(resting, weights), untrained);
}

TEST_F(GancmlaeTrainer, LearnsAndGoesOnWhereItStopped) {
  Trainer one = trainer(1);
  const double first = one.learn(map, mask, 0.4).generator.image;
  for (int step = 0; step < 3; ++step) one.learn(map, mask, 0.4);
  one.save(file);
  Trainer other = trainer(2);
  other.load(file);
  EXPECT_EQ(other.steps(), 4);
  const double next = other.learn(map, mask, 0.4).generator.image;
  EXPECT_LT(next, first);
  EXPECT_NEAR(next, one.learn(map, mask, 0.4).generator.image, 1e-4);
}

}  // namespace
}  // namespace longview::gancmlae

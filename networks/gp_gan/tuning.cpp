#include "networks/gp_gan/tuning.h"

#include <torch/autograd.h>

#include "imaging/core/failure.h"
#include "networks/training/adam.h"

namespace longview::gp_gan {

namespace {
Stage copy_of(const Stage& first) {
  Stage stage(1, 0);
  stage.start_from(first);
  for (const auto& [name, tensor] : stage.parameters().items) {
    at::Tensor weights = tensor;
    weights.set_requires_grad(is_tuned(name));
  }
  return stage;
}

Batch drawn_batch(const std::vector<const Course*>& courses, const Recipe& recipe, Draw& draw) {
  std::vector<Batch> patches;
  for (int i = 0; i < recipe.batch; ++i) {
    const Course& course = *courses[static_cast<std::size_t>(draw.whole(std::ssize(courses)))];
    const int now = static_cast<int>(draw.whole(std::ssize(course.dates) - 1));
    patches.push_back(sample_patch(course, {-1, now, now + 1}, recipe.sampler, draw));
  }
  return stack(patches);
}

void learn(const Stage& stage, Adam& adam, const Batch& batch, double rate, const Recipe& recipe, bool bfloat16,
           Draw& draw) {
  const State state{batch.image, batch.white, batch.grey, batch.csf, batch.distance, {}, {}};
  const at::Tensor condition = stage.condition(state, batch.days);
  const Forecast forecast = stage.forecast(state, batch.days, stage.change(condition, batch.days, bfloat16, &draw));
  const GeneratorLoss loss = generator_loss(forecast, condition, batch, recipe.weights, nullptr, bfloat16);
  torch::autograd::backward({loss.total}, {});
  adam.step(rate);
}
}  // namespace

StoredWeights tune(const Stage& first, const std::vector<Course>& real, const std::string& left_out,
                   const Recipe& recipe, std::uint64_t seed, bool bfloat16, const Progress& progress) {
  std::vector<const Course*> courses;
  for (const Course& course : real)
    if (course.patient != left_out) courses.push_back(&course);
  if (courses.empty()) throw Failure("No real patient is left to tune on.");
  const Stage stage = copy_of(first);
  Adam adam(stage.parameters(), {.beta1 = 0.9, .mean_decay = 0.98});
  for (int step = 0; step < recipe.tuning_steps; ++step) {
    progress.report(static_cast<double>(step) / recipe.tuning_steps, "Tuning on real patients");
    Draw draw(seed, "gp_gan tuning " + left_out, static_cast<std::uint64_t>(step));
    const double rate = recipe.tuning_rate * rate_share(static_cast<double>(step) / recipe.tuning_steps);
    learn(stage, adam, drawn_batch(courses, recipe, draw), rate, recipe, bfloat16, draw);
  }
  Stage mean(1, 0);
  mean.start_from(stage);
  StoredWeights means;
  store_parameters(adam.mean(), "", "F32", means);
  load_parameters(mean.parameters(), "", means);
  return tuned_part(mean);
}

}  // namespace longview::gp_gan

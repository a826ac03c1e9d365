#include "networks/gp_gan/trainer.h"

#include <torch/autograd.h>

#include "imaging/measurement/distances.h"
#include "networks/core/private/tensor.h"

namespace longview::gp_gan {

namespace {
constexpr std::int64_t feeder_steps = 20;

// Signed distances of what a forecast calls tumour, a sample at a time; the old ones where it calls nothing so.
at::Tensor distances_of(const at::Tensor& logits, const at::Tensor& otherwise) {
  std::vector<at::Tensor> parts;
  for (std::int64_t n = 0; n < logits.size(0); ++n) {
    const at::Tensor mask = (logits[n][0] > 0).to(at::kFloat);
    if (mask.sum().item<float>() < 1) {
      parts.push_back(otherwise[n][0]);
      continue;
    }
    Grid grid;
    grid.size = {static_cast<int>(mask.size(2)), static_cast<int>(mask.size(1)), static_cast<int>(mask.size(0))};
    parts.push_back(tensor_of(signed_distance(volume_of(mask, grid))).clone());
  }
  return at::stack(parts, 0).unsqueeze(1);
}

// Two (stage 1) or three (stage 2) dates of the course, in order.
Dates drawn_dates(const Course& course, int stage, Draw& draw) {
  const std::int64_t count = std::ssize(course.dates);
  std::vector<int> left;
  for (int i = 0; i < count; ++i) left.push_back(i);
  while (std::ssize(left) > stage + 1) left.erase(left.begin() + draw.whole(std::ssize(left)));
  return stage == 1 ? Dates{-1, left[0], left[1]} : Dates{left[0], left[1], left[2]};
}
}  // namespace

Trainer::Trainer(std::uint64_t seed, const Recipe& recipe, bool bfloat16)
    : seed_(seed), recipe_(recipe), bfloat16_(bfloat16) {
  for (int number : {1, 2}) players_.push_back(std::make_unique<Player>(number, seed));
}

void Trainer::start_second() {
  if (second_started_) return;
  const Stage first = mean_stage(1);
  const std::lock_guard lock(player(2).mutex);
  player(2).stage.start_from(first);
  player(2).stage_adam.restart_mean();
  second_started_ = true;
}

std::int64_t Trainer::steps(int stage) const {
  const std::lock_guard lock(player(stage).mutex);
  return player(stage).steps;
}

StepLosses Trainer::step(int stage, double fraction, const DrawCourse& draw_course) {
  Draw draw(seed_, "gp_gan step of stage " + std::to_string(stage), static_cast<std::uint64_t>(steps(stage)));
  std::vector<Batch> patches;
  while (std::ssize(patches) < recipe_.batch) {
    const std::shared_ptr<const Course> course = draw_course(draw);
    if (std::ssize(course->dates) > stage)
      patches.push_back(sample_patch(*course, drawn_dates(*course, stage, draw), recipe_.sampler, draw));
  }
  return learn(stage, stack(patches), fraction, draw);
}

State Trainer::state_of(int stage, const Batch& batch, bool chained) const {
  State state{batch.image, batch.white, batch.grey, batch.csf, batch.distance, {}, {}};
  if (stage == 1) return state;
  state.earlier_distance = batch.earlier_distance;
  state.days_before = batch.days_before;
  if (!chained) return state;
  at::NoGradGuard no_gradient;
  const Stage& first = *feeder_;
  const State earlier{batch.earlier_image, batch.white, batch.grey, batch.csf, batch.earlier_distance, {}, {}};
  const Change change = first.change(first.condition(earlier, batch.days_before), batch.days_before, bfloat16_);
  const Forecast forecast = first.forecast(earlier, batch.days_before, change);
  state.image = at::where(batch.brain > 0.5, forecast.image, batch.image);
  state.distance = distances_of(forecast.tumour, batch.earlier_distance);
  return state;
}

StepLosses Trainer::learn(int number, const Batch& batch, double fraction, Draw& draw) {
  Player& own = player(number);
  const bool chained = number == 2 && draw.chance(recipe_.chained_at_end * fraction);
  if (chained && (!feeder_ || own.steps % feeder_steps == 0)) feeder_ = std::make_unique<Stage>(mean_stage(1));
  const std::lock_guard lock(own.mutex);
  const State state = state_of(number, batch, chained);
  const at::Tensor condition = own.stage.condition(state, batch.days);
  const Forecast forecast =
      own.stage.forecast(state, batch.days, own.stage.change(condition, batch.days, bfloat16_, &draw));
  const bool taught = fraction >= recipe_.adversarial_from;
  StepLosses losses{
      number,
      generator_loss(forecast, condition, batch, recipe_.weights, taught ? &own.discriminator : nullptr, bfloat16_), 0};
  const double rate = recipe_.learning_rate * rate_share(fraction);
  torch::autograd::backward({losses.generator.total}, {});
  own.stage_adam.step(rate);
  own.discriminator.parameters().clear_gradients();
  if (fraction >= recipe_.judged_from) {
    const at::Tensor loss = discriminator_loss(forecast, condition.detach(), batch, own.discriminator, bfloat16_);
    losses.discriminator = loss.item<double>();
    torch::autograd::backward({loss}, {});
    own.discriminator_adam.step(rate);
  }
  ++own.steps;
  return losses;
}

Stage Trainer::mean_stage(int number) const {
  Stage stage(number, seed_);
  at::NoGradGuard no_gradient;
  const std::lock_guard lock(player(number).mutex);
  const Parameters& mean = player(number).stage_adam.mean();
  for (std::size_t i = 0; i < mean.items.size(); ++i) {
    at::Tensor target = stage.parameters().items[i].second;
    target.copy_(mean.items[i].second);
  }
  return stage;
}

void Trainer::save(const std::filesystem::path& path) const {
  StoredWeights state;
  for (int number : {1, 2}) {
    const std::string name = std::to_string(number) + ".";
    const std::lock_guard lock(player(number).mutex);
    state.metadata["steps" + name] = std::to_string(player(number).steps);
    store_parameters(player(number).stage.parameters(), "stage" + name, "F32", state);
    store_parameters(player(number).discriminator.parameters(), "discriminator" + name, "F32", state);
    player(number).stage_adam.store("stage_adam" + name, state);
    player(number).discriminator_adam.store("discriminator_adam" + name, state);
  }
  state.metadata["seconds"] = std::to_string(seconds);
  state.metadata["second_started"] = second_started_ ? "yes" : "no";
  write_weights(path, state);
}

void Trainer::load(const std::filesystem::path& path) {
  const StoredWeights state = read_weights(path);
  for (int number : {1, 2}) {
    const std::string name = std::to_string(number) + ".";
    const std::lock_guard lock(player(number).mutex);
    player(number).steps = std::stoll(state.metadata.at("steps" + name));
    load_parameters(player(number).stage.parameters(), "stage" + name, state);
    load_parameters(player(number).discriminator.parameters(), "discriminator" + name, state);
    player(number).stage_adam.load("stage_adam" + name, state);
    player(number).discriminator_adam.load("discriminator_adam" + name, state);
  }
  seconds = std::stod(state.metadata.at("seconds"));
  second_started_ = state.metadata.at("second_started") == "yes";
}

}  // namespace longview::gp_gan

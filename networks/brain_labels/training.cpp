#include "networks/brain_labels/training.h"

#include <ATen/Parallel.h>

#include <chrono>

#include "imaging/core/failure.h"
#include "networks/brain_labels/card.h"
#include "networks/brain_labels/trainer.h"
#include "networks/core/private/device.h"
#include "networks/training/training_log.h"

namespace longview::brain_labels {

namespace {
std::vector<LabelledHead> heads_of(const std::vector<History>& cohort, const TrainOptions& options, TrainingLog& log,
                                   const Progress& progress) {
  std::vector<LabelledHead> heads;
  double done = 0;
  for (const History& history : cohort) {
    progress.report(done++ / static_cast<double>(cohort.size()), "Reading " + history.patient);
    if (history.patient == options.hold_out) continue;
    try {
      heads.push_back(labelled_head(history));
    } catch (const Failure& failure) {
      log.note("left out: " + history.patient + ": " + failure.what());
    }
  }
  if (heads.size() < 2) throw Failure("Fewer than two scans of this cohort have labels of brain structures.");
  return heads;
}

void write_model(const Trainer& trainer, const std::vector<LabelledHead>& heads, const TrainOptions& options,
                 const Recipe& recipe) {
  StoredWeights weights;
  weights.metadata["net"] = "brain-labels";
  store_parameters(trainer.mean(), "", "F16", weights);
  write_weights(options.out / kWeightsFile, weights);
  write_card(options.out, recipe, heads, {trainer.steps(), trainer.seconds / 60, options.seed});
}
}  // namespace

void train(const std::vector<History>& cohort, const TrainOptions& options, const Recipe& recipe,
           const Progress& progress) {
  std::filesystem::create_directories(options.out);
  keep_freed_memory();
  const ComputePlan plan = compute_plan("cpu", 0);
  at::set_num_threads(plan.threads);
  TrainingLog log(options.out / "log.txt", 20);
  const std::vector<LabelledHead> heads = heads_of(cohort, options, log, progress.part(0, 0.02));
  log.note(std::to_string(heads.size()) + " heads, " + plan.words);
  Trainer trainer(options.seed, recipe, plan.bfloat16);
  const std::filesystem::path state = options.out / "state.safetensors";
  if (options.resume && std::filesystem::exists(state)) trainer.load(state);
  const auto now = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  double last = now(), saved = last;
  const auto fraction = [&] {
    return options.minutes > 0 ? trainer.seconds / (60 * options.minutes)
                               : static_cast<double>(trainer.steps()) / static_cast<double>(recipe.steps);
  };
  const Progress part = progress.part(0.02, 1);
  while (fraction() < 1) {
    try {
      part.report(fraction(), "Step " + std::to_string(trainer.steps()));
    } catch (const Stopped&) {
      trainer.save(state);
      throw;
    }
    const StepLoss loss = trainer.step(heads, fraction());
    const double moment = now();
    trainer.seconds += moment - last;
    last = moment;
    log.add(trainer.steps(), trainer.seconds, 1, {{"cross_entropy", loss.cross_entropy}, {"dice_loss", loss.dice}});
    if (moment - saved < recipe.save_every_seconds) continue;
    trainer.save(state);
    write_model(trainer, heads, options, recipe);
    saved = moment;
  }
  trainer.save(state);
  write_model(trainer, heads, options, recipe);
}

}  // namespace longview::brain_labels

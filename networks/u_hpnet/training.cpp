#include "networks/u_hpnet/training.h"

#include <chrono>
#include <functional>

#include "imaging/core/failure.h"
#include "networks/core/private/device.h"
#include "networks/training/training_log.h"
#include "networks/u_hpnet/card.h"
#include "networks/u_hpnet/shipped.h"

namespace longview::u_hpnet {

namespace {
double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

struct Learning {
  KeptCases& kept;
  const TrainOptions& options;
  const Recipe& recipe;
  int dimensions;
  bool bfloat16;
  TrainingLog& log;
};

// One network for its share of the minutes, or for the recipe's steps; `stage` numbers it in the log.
struct Run {
  std::string name;
  Architecture architecture;
  double elbo = 0, share = 1;
  int stage = 1;
};

void note(TrainingLog& log, const Trainer& trainer, const Losses& losses, const Run& run, std::size_t cases) {
  log.add(trainer.steps(), trainer.seconds, run.stage,
          {{"cross_entropy", losses.reconstruction},
           {"kl", losses.divergence},
           {"multiplier", trainer.geco().multiplier()},
           {"classes", losses.classes},
           {"size", losses.size},
           {"consistency", losses.consistency},
           {"cases", static_cast<double>(cases)}});
}

double fraction_of(const Trainer& trainer, const Learning& learning, const Run& run) {
  if (learning.options.minutes > 0) return trainer.seconds / (60 * learning.options.minutes * run.share);
  return static_cast<double>(trainer.steps()) / static_cast<double>(learning.recipe.steps);
}

void step(Trainer& trainer, const Learning& learning, const Run& run, double fraction) {
  learning.kept.make(learning.kept.cases().size() + 1, Progress());
  const Cases& cases = learning.kept.cases();
  Draw draw(learning.options.seed, "u_hpnet batch", static_cast<std::uint64_t>(trainer.steps()));
  const Batch batch = drawn_batch(cases, learning.recipe.batch, learning.dimensions, draw);
  const Losses losses = trainer.learn(batch, balancing(class_shares(cases)), rate_at(learning.recipe, fraction));
  note(learning.log, trainer, losses, run, cases.size());
}

Forecaster learned(const Learning& learning, const Run& run, const Progress& progress,
                   const std::function<void(const Trainer&)>& save) {
  Recipe recipe = learning.recipe;
  recipe.elbo = run.elbo;
  Trainer trainer(run.architecture, learning.options.seed, recipe, learning.bfloat16);
  const std::filesystem::path state = learning.options.out / ("state_" + run.name + ".safetensors");
  if (learning.options.resume && std::filesystem::exists(state)) trainer.load(state);
  const auto keep = [&] {
    trainer.save(state);
    save(trainer);
  };
  double last = now(), saved = last;
  for (double fraction = fraction_of(trainer, learning, run); fraction < 1;
       fraction = fraction_of(trainer, learning, run)) {
    try {
      progress.report(fraction, run.name + ", step " + std::to_string(trainer.steps()));
    } catch (const Stopped&) {
      keep();
      throw;
    }
    step(trainer, learning, run, fraction);
    const double moment = now();
    trainer.seconds += moment - last;
    last = moment;
    if (moment - saved > recipe.save_every_seconds) {
      keep();
      saved = moment;
    }
  }
  keep();
  return trainer.mean();
}

// Both files of the model, from what was learned so far.
void write_model(const Trainer& trainer, const Learning& learning) {
  const std::filesystem::path weights = learning.options.out / "weights.safetensors";
  const Shipped shipped{trainer.mean(), class_shares(learning.kept.cases())};
  write_weights(weights, stored(shipped));
  TrainingFacts facts;
  facts.anatomies = learning.kept.anatomies();
  facts.cases = learning.kept.cases().size();
  facts.steps = trainer.steps();
  facts.minutes = trainer.seconds / 60;
  facts.seed = learning.options.seed;
  facts.dimensions = learning.dimensions;
  write_card(weights, shipped.network.parameters().count(), learning.recipe, facts);
}
}  // namespace

void train(const std::vector<History>& cohort, const TrainOptions& options, int dimensions, const Recipe& recipe,
           const Progress& progress) {
  std::filesystem::create_directories(options.out);
  keep_freed_memory();
  const ComputePlan plan = compute_plan("cpu", 0);
  std::vector<History> others;
  for (const History& history : cohort)
    if (history.patient != options.hold_out) others.push_back(history);
  KeptCases kept(others, options.out / "cases", recipe.cases, options.seed);
  kept.make(recipe.cases_at_start, progress.part(0, 0.05));
  TrainingLog log(options.out / "log.txt");
  const Learning learning{kept, options, recipe, dimensions, plan.bfloat16, log};
  const double rest = (1 - recipe.network_share) / 2;
  const auto nothing = [](const Trainer&) {};
  learned(learning, {"u-hpnet", of_nodules(dimensions), 0, recipe.network_share, 1}, progress.part(0.05, 0.6),
          [&](const Trainer& trainer) { write_model(trainer, learning); });
  const Forecaster single =
      learned(learning, {"one-scale", one_scale(dimensions), 1, rest, 2}, progress.part(0.6, 0.8), nothing);
  const Forecaster plain =
      learned(learning, {"deterministic", deterministic(dimensions), 0, rest, 3}, progress.part(0.8, 1), nothing);
  for (const std::string& reason : kept.left_out()) log.note("left out: " + reason);
  const auto facts = pair_facts(kept.cases());
  write_weights(options.out / "baselines.safetensors",
                stored(Baselines{single, plain, fit_logistic(facts), fit_population(facts)}));
}

}  // namespace longview::u_hpnet

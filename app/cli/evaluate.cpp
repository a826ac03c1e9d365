#include "app/pipeline/evaluate.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/pipeline/card_figures.h"
#include "app/pipeline/cohort.h"
#include "app/pipeline/networks.h"
#include "imaging/core/failure.h"

namespace longview {

namespace {
Judgement judged(const Model& model, const std::filesystem::path& folder, const EvaluateOptions& options,
                 const CohortOptions& patients) {
  const Progress progress = console_progress();
  std::vector<Problem> problems;
  const auto cohort = load_cohort(folder, patients, problems, progress.part(0, 0.2));
  Judgement judgement = model.judge(cohort, options.predict, progress.part(0.2, 1));
  end_progress_line();
  for (const Problem& problem : problems) std::cerr << "left out: " << problem.where << ": " << problem.what << '\n';
  return judgement;
}
}  // namespace

void add_evaluate(CLI::App& app) {
  struct Arguments {
    std::filesystem::path cohort, card;
    EvaluateOptions options;
    std::string sequence;
    int only_every = 0;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("evaluate", "A model beside every baseline on a whole cohort");
  command->add_option("MODEL", arguments->options.model, "Which model")->required();
  command->add_option("--cohort", arguments->cohort, "Folder of patients with two or more dates and masks")->required();
  command->add_option("--patient", arguments->options.patients, "Only these patients");
  command->add_option("--split", arguments->options.split, "In words: how these patients stand to those learned from");
  command->add_option("--cache", arguments->options.cache,
                      "File that keeps one line a patient, so that a stopped run goes on");
  command->add_option("--seed", arguments->options.predict.seed, "Seed of what is drawn")->capture_default_str();
  command->add_flag("--json", arguments->json, "As JSON");
  command->add_option("--card", arguments->card, "The model's card.json, which gets the figures");
  command->add_option("--only-every", arguments->only_every,
                      "Every so many patients, in order: 4 are those that our own weights never saw");
  command->add_option("--sequence", arguments->sequence, "FLAIR, T1w, ...: which one, where dates have several");
  command->add_option("--seeds", arguments->options.predict.seeds, "As in predict")->check(CLI::NonNegativeNumber);
  command->add_option("--minutes", arguments->options.predict.minutes, "As in predict")->check(CLI::NonNegativeNumber);
  command->add_option("--steps", arguments->options.predict.steps, "As in predict")->check(CLI::NonNegativeNumber);
  command->callback([=] {
    const Model& model = networks().model_named(arguments->options.model);
    if (model.judges_itself()) {
      if (!arguments->options.cache.empty() || !arguments->options.split.empty())
        throw Failure(model.card().title + " has figures of its own kind: --cache and --split are for models that " +
                      "predict a lesion. Leave them out.");
      CohortOptions patients;
      patients.only = arguments->options.patients;
      patients.only_every = arguments->only_every;
      patients.sequence = arguments->sequence;
      patients.preparation = model.card().preparation;
      const Judgement judgement = judged(model, arguments->cohort, arguments->options, patients);
      if (!arguments->card.empty())
        write_figures(arguments->card, model.card().name, judgement, arguments->cohort.filename().string());
      std::cout << (arguments->json ? judgement.json : judgement.text) << '\n';
      return;
    }
    if (arguments->only_every > 0 || !arguments->sequence.empty())
      throw Failure("--only-every and --sequence are for models that judge themselves. Leave them out.");
    const Evaluation evaluation = evaluate(arguments->cohort, arguments->options, console_progress());
    end_progress_line();
    if (!arguments->card.empty()) write_figures(arguments->card, evaluation);
    std::cout << (arguments->json ? json_text(evaluation) : markdown(evaluation)) << '\n';
  });
}

}  // namespace longview

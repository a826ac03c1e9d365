#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/pipeline/cohort.h"
#include "app/pipeline/networks.h"

namespace longview {

void add_train(CLI::App& app) {
  struct Arguments {
    std::string model;
    std::filesystem::path cohort;
    CohortOptions patients;
    TrainOptions options;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("train", "Train a model on your own cohort");
  command->add_option("MODEL", arguments->model, "Which model")->required();
  command->add_option("--cohort", arguments->cohort, "Folder of patients")->required();
  command->add_option("--out", arguments->options.out, "Folder for checkpoints, log, card.json and weights.safetensors")
      ->required();
  command->add_flag("--resume", arguments->options.resume, "Go on from the last checkpoint in --out");
  command->add_option("--leave-out", arguments->patients.leave_out, "Patients that are not read at all");
  command->add_option("--leave-out-every", arguments->patients.leave_out_every,
                      "Every so many patients, in order, is not read at all: 4 is how our own weights were made");
  command->add_option("--seed", arguments->options.seed, "Root seed")->capture_default_str();
  command
      ->add_option("--minutes", arguments->options.minutes, "Stop after so many minutes (0: the recipe's own length)")
      ->capture_default_str();
  command->callback([=] {
    const Progress progress = console_progress();
    const Model& model = networks().model_named(arguments->model);
    std::filesystem::create_directories(arguments->options.out);
    arguments->patients.preparation = model.card().preparation;
    std::vector<Problem> problems;
    const auto cohort = load_cohort(arguments->cohort, arguments->patients, problems, progress.part(0, 0.1));
    end_progress_line();
    for (const Problem& problem : problems) std::cerr << "left out: " << problem.where << ": " << problem.what << '\n';
    model.train(cohort, arguments->options, progress.part(0.1, 1));
    end_progress_line();
    std::cout << "Trained on " << cohort.size() << " patients. Card and weights lie in "
              << arguments->options.out.string() << '\n';
  });
}

}  // namespace longview

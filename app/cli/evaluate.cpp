#include "app/pipeline/evaluate.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"

namespace longview {

void add_evaluate(CLI::App& app) {
  struct Arguments {
    std::filesystem::path cohort;
    EvaluateOptions options;
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
  command->callback([=] {
    const Evaluation evaluation = evaluate(arguments->cohort, arguments->options, console_progress());
    end_progress_line();
    std::cout << (arguments->json ? json_text(evaluation) : markdown(evaluation)) << '\n';
  });
}

}  // namespace longview

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
  CLI::App* command = app.add_subcommand("evaluate", "A model beside every baseline on a cohort, with intervals");
  EvaluateOptions& options = arguments->options;
  command->add_option("MODEL", options.model, "Which model")->required();
  command->add_option("--cohort", arguments->cohort, "Folder of patients with two or more dates")->required();
  command->add_option("--patients", options.patients, "Only these patients");
  command->add_option("--split", options.split, "In words, how these patients stand to those that were learned from");
  command->add_option("--cache", options.cache, "File of one line a patient: what stands there is not run again");
  command->add_flag("--only-cached", options.only_cached, "Run nothing: the table of what the cache holds");
  command->add_option("--seed", options.predict.seed, "Seed of what is drawn")->capture_default_str();
  command->add_option("--threads", options.predict.threads, "Threads of the networks, 0 for all")
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "As JSON");
  command->callback([=] {
    const Evaluation evaluation = evaluate(arguments->cohort, arguments->options, console_progress());
    end_progress_line();
    std::cout << (arguments->json ? json_text(evaluation) : markdown(evaluation)) << '\n';
  });
}

}  // namespace longview

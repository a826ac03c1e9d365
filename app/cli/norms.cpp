#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/pipeline/cohort.h"
#include "app/pipeline/norms.h"

namespace longview {

void add_norms(CLI::App& app) {
  struct Arguments {
    std::filesystem::path cohort, out;
    std::string name, licence = "not stated";
    CohortOptions options;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("norms", "What the volumes of brain regions usually are, from your own healthy cohort");
  command->add_option("--cohort", arguments->cohort, "Folder of healthy patients with age, sex and brain labels")
      ->required();
  command->add_option("--out", arguments->out, "The norms as JSON")->required();
  command->add_option("--name", arguments->name, "What the cohort is called where its band is shown");
  command->add_option("--licence", arguments->licence, "Of the scans: it stays with their norms")
      ->capture_default_str();
  command->add_option("--only-every", arguments->options.only_every, "Of the sorted patients, 4: the first, fifth ...");
  command->callback([=] {
    const Progress progress = console_progress();
    CohortOptions options = arguments->options;
    options.preparation = Preparation::scan;
    std::vector<Problem> problems;
    const auto cohort = load_cohort(arguments->cohort, options, problems, progress.part(0, 0.1));
    const auto norms = make_norms(cohort, arguments->name, arguments->licence, problems, progress.part(0.1, 1));
    end_progress_line();
    for (const Problem& problem : problems) std::cerr << "left out: " << problem.where << ": " << problem.what << '\n';
    write_regional_norms(norms, arguments->out);
    std::cout << "The norms of " << norms.front().reference() << " lie in " << arguments->out.string() << '\n';
  });
}

}  // namespace longview

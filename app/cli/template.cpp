#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/pipeline/cohort.h"
#include "app/pipeline/standard_template.h"
#include "imaging/reading/read.h"
#include "networks/core/standard_template.h"

namespace longview {

void add_template(CLI::App& app) {
  struct Arguments {
    std::filesystem::path cohort, reference, out;
    std::string licence = "not stated";
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("template", "The mean brain that all brains are laid on, from your own cohort");
  command->add_option("--cohort", arguments->cohort, "Folder of healthy patients with labels of brain structures")
      ->required();
  command->add_option("--reference", arguments->reference, "A brain without skull in MNI152 space")->required();
  command->add_option("--out", arguments->out, "Folder for template.safetensors")->required();
  command->add_option("--licence", arguments->licence, "Of the scans: it stays with their mean")->capture_default_str();
  command->callback([=] {
    const Progress progress = console_progress();
    CohortOptions options;
    options.leave_out_every = 4;
    options.preparation = Preparation::scan;
    std::vector<Problem> problems;
    const auto cohort = load_cohort(arguments->cohort, options, problems, progress.part(0, 0.1));
    const StandardTemplate made =
        make_standard_template(cohort, read_image(arguments->reference), problems, progress.part(0.1, 1));
    end_progress_line();
    for (const Problem& problem : problems) std::cerr << "left out: " << problem.where << ": " << problem.what << '\n';
    write_standard_template(made.mean, made.brains, arguments->licence, arguments->out);
    std::cout << "The mean of " << made.brains << " brains lies in " << arguments->out.string() << '\n';
  });
}

}  // namespace longview

#include "app/pipeline/simulate_atrophy.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <sstream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "imaging/core/failure.h"

namespace longview {

namespace {
std::vector<double> percents_from(const std::string& text) {
  std::vector<double> percents;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, ',');) {
    char* end = nullptr;
    percents.push_back(std::strtod(word.c_str(), &end));
    if (word.empty() || *end)
      throw Failure("The hippocampi's change is given in percent, for example -10 or -5,-10; this is " + text + ".");
  }
  return percents;
}

void print(const Atrophy& atrophy, const std::filesystem::path& out) {
  std::printf("SIMULATED  %.2f years at the published rates\n", atrophy.years);
  for (const StructureChange& change : atrophy.changes)
    std::printf("  %-40s %8.2f mL  %+6.2f %%  (asked %+6.2f %%)\n", change.name.c_str(), change.before_ml,
                change.true_percent, change.wanted_percent);
  std::printf("  largest error of a change %.2f %%, smallest Jacobian %.3f\n  %s\n", 100 * atrophy.worst_error,
              atrophy.smallest_jacobian, out.c_str());
}
}  // namespace

void add_atrophy(CLI::App& simulate) {
  struct Arguments {
    std::filesystem::path t1, labels, cohort, out;
    std::string hippocampus = "-10";
    int leave_out_every = 0, only_every = 0;
    AtrophyOptions options;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = simulate.add_subcommand("atrophy", "A brain that loses tissue as in Alzheimer's disease");
  command->add_option("--t1", arguments->t1, "T1 scan");
  command->add_option("--labels", arguments->labels, "Its labels: Longview's brain structures, or DLMUSE's");
  command->add_option("--cohort", arguments->cohort, "Instead: a folder of patients with labels; each gets dates");
  command->add_option("--leave-out-every", arguments->leave_out_every, "Of the cohort: leave out every so many");
  command->add_option("--only-every", arguments->only_every, "Of the cohort: only every so many");
  command
      ->add_option("--hippocampus", arguments->hippocampus,
                   "Change of the hippocampi in percent; of a cohort one a date: -5,-10")
      ->capture_default_str();
  command->add_option("--seed", arguments->options.seed, "Everything random comes from it")->capture_default_str();
  command->add_flag("--rescanned", arguments->options.rescanned, "Another day's shading, noise and scale");
  command->add_option("--out", arguments->out, "Folder for scan, labels and truth")->required();
  command->callback([=] {
    const std::vector<double> percents = percents_from(arguments->hippocampus);
    if (!arguments->cohort.empty()) {
      const auto made = simulate_atrophy_cohort(arguments->cohort, arguments->leave_out_every, arguments->only_every,
                                                percents, arguments->options, arguments->out, console_progress());
      end_progress_line();
      std::cout << "SIMULATED  " << made.size() << " patients  " << arguments->out.string() << '\n';
      return;
    }
    if (arguments->t1.empty() || arguments->labels.empty() || percents.size() != 1)
      throw Failure("Give --t1 and --labels with one --hippocampus, or --cohort.");
    AtrophyOptions options = arguments->options;
    options.hippocampus_percent = percents.front();
    const Atrophy atrophy =
        simulate_atrophy_files(arguments->t1, arguments->labels, options, arguments->out, console_progress());
    end_progress_line();
    print(atrophy, arguments->out);
  });
}

}  // namespace longview

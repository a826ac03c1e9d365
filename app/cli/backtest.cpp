#include "app/pipeline/backtest.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/cli/study_options.h"
#include "app/pipeline/networks.h"

namespace longview {

namespace {
nlohmann::ordered_json to_json(const Backtest& backtest) {
  nlohmann::ordered_json methods = nlohmann::ordered_json::object();
  for (const auto& [name, score] : backtest.methods) {
    if (!score.refused.empty())
      methods[name] = {{"refused", score.refused}};
    else
      methods[name] = {{"dice", number(score.dice)},
                       {"growth_dice", number(score.growth_dice)},
                       {"hd95_mm", number(score.hd95_mm)},
                       {"volume_error", number(score.volume_error)},
                       {"predicted_ml", number(score.predicted_ml)},
                       {"true_ml", number(score.true_ml)}};
  }
  return {{"target", backtest.target},
          {"last_input", backtest.last_input},
          {"interval_days", backtest.interval_days},
          {"methods", methods}};
}

void print(const Backtest& backtest) {
  std::printf("%s predicted from %s, %.0f d later\n", backtest.target.c_str(), backtest.last_input.c_str(),
              backtest.interval_days);
  std::printf("%-24s %8s %8s %8s %8s\n", "", "Dice", "growth", "HD95 mm", "volume");
  for (const auto& [name, score] : backtest.methods) {
    if (!score.refused.empty())
      std::printf("%-24s does not fit\n", name.c_str());
    else
      std::printf("%-24s %8.3f %8.3f %8.1f %+7.0f %%\n", name.c_str(), score.dice, score.growth_dice, score.hd95_mm,
                  100 * score.volume_error);
  }
}
}  // namespace

void add_backtest(CLI::App& app) {
  struct Arguments {
    StudyOptions study;
    std::string model = "gp-gan";
    bool all = false, json = false;
    PredictOptions options;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("backtest", "How well the last scan would have been predicted from those before it");
  add_study_options(*command, arguments->study);
  command->add_option("--model", arguments->model, "Which model; every baseline stands beside it")
      ->capture_default_str();
  command->add_option("--seed", arguments->options.seed, "Seed of what is drawn")->capture_default_str();
  command->add_flag("--json", arguments->json, "As JSON");
  command->callback([=] {
    const Progress progress = console_progress();
    const Study study = aligned_study(arguments->study, progress.part(0, 0.3));
    const Backtest result =
        backtest(study, with_baselines(arguments->model), arguments->options, progress.part(0.3, 1));
    end_progress_line();
    if (arguments->json)
      std::cout << to_json(result).dump(2) << '\n';
    else
      print(result);
  });
}

}  // namespace longview

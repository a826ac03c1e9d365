#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "imaging/core/failure.h"

namespace longview {

namespace {
void add_commands(CLI::App& app) {
  add_info(app);
  add_align(app);
  add_predict(app);
  add_backtest(app);
  add_replay(app);
  add_export(app);
  add_send(app);
  add_measure(app);
  add_nodule_command(app);
  add_simulate(app);
  add_train(app);
  add_evaluate(app);
  add_template(app);
  add_norms(app);
  add_models(app);
  add_bench(app);
}

// A first word that is neither a command nor an option nor a path is most likely a mistyped command.
bool is_command(const CLI::App& app, const std::string& word) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  return std::any_of(commands.begin(), commands.end(), [&](const CLI::App* c) { return c->get_name() == word; });
}

bool for_command_line(const CLI::App& app, int argc, char** argv) {
  if (argc < 2) return false;
  const std::string first = argv[1];
  return is_command(app, first) || first == "--help" || first == "-h" || first == "--version";
}
}  // namespace

int command_line(int argc, char** argv) {
  CLI::App app{"Longview: a patient's scans over time, and the scan that comes next. Research use, not for diagnosis."};
  app.set_version_flag("--version", "longview " LONGVIEW_VERSION);
  app.require_subcommand(0, 1);
  app.footer(
      "Without a command the window opens:\n"
      "  longview [STUDY] [--select DATE] [--layout compare|planes|single|3d] [--model NAME --horizon DAYS]\n"
      "           [--screenshot FILE.png] [--size WIDTHxHEIGHT]");
  add_commands(app);
  if (!for_command_line(app, argc, argv)) return become_window(argc, argv);
  try {
    app.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const Stopped& stopped) {
    end_progress_line();
    std::cerr << "longview: " << stopped.what() << '\n';
    return 130;
  } catch (const std::exception& failure) {
    end_progress_line();
    std::cerr << "longview: " << failure.what() << '\n';
    return 1;
  }
}

}  // namespace longview

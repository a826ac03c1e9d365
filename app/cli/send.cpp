#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "imaging/core/failure.h"
#include "imaging/writing/pacs.h"

namespace longview {

void add_send(CLI::App& app) {
  struct Arguments {
    std::vector<std::filesystem::path> paths;
    std::string to, from = "LONGVIEW";
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("send", "Send DICOM objects to a PACS and ask it what it holds");
  command->add_option("PATH", arguments->paths, "Files and folders")->required();
  command->add_option("--to", arguments->to, "AET@HOST:PORT")->required();
  command->add_option("--from", arguments->from, "Our own application entity title")->capture_default_str();
  command->callback([=] {
    const PacsNode node = node_from(arguments->to, arguments->from);
    const Progress progress = console_progress();
    echo(node);
    std::size_t failed = 0;
    const auto outcomes = send(arguments->paths, node, progress);
    end_progress_line();
    for (const SendOutcome& outcome : outcomes) {
      const bool good = outcome.held && outcome.result != SendOutcome::Result::refused;
      failed += !good;
      std::cout << outcome.file.string() << "  " << outcome.description << "  " << outcome.words << '\n';
    }
    if (failed)
      throw Failure(std::to_string(failed) + " of " + std::to_string(outcomes.size()) +
                    " objects are not in the archive " + node.called_aet + "; the lines above say why.");
  });
}

}  // namespace longview

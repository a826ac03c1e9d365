#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/bench_imaging.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/pipeline/networks.h"
#include "imaging/core/failure.h"

namespace longview {

namespace {
using Json = nlohmann::ordered_json;

Json networks_bench(const std::string& what) {
  const BenchmarkResult result = networks().benchmark(what, console_progress());
  return {{"ours", result.ours},           {"peer", result.peer},
          {"peer_name", result.peer_name}, {"ratio", result.ours / result.peer},
          {"peak_mb", result.peak_mb},     {"notes", result.notes}};
}

void print(const Json& result, bool json) {
  end_progress_line();
  if (json) {
    std::cout << result.dump(2) << '\n';
    return;
  }
  std::cout << "ours " << result["ours"] << " s, " << result["peer_name"].get<std::string>() << ' ' << result["peer"]
            << " s, ratio " << result["ratio"] << '\n';
}

// The window's own figures are measured by the window's program.
void bench_window(const std::string& what) {
  std::vector<std::string> words{"longview", "--bench", what};
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  if (become_window(static_cast<int>(pointers.size()), pointers.data()) != 0)
    throw Failure("The window could not be measured.");
}
}  // namespace

void add_bench(CLI::App& app) {
  struct Arguments {
    std::string what;
    std::vector<std::filesystem::path> once;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("bench", "How fast, beside a peer in the same run");
  command->add_option("WHAT", arguments->what, "read, scan, register, predict, train, scroll, scroll-3x3 or rotate")
      ->required()
      ->check(CLI::IsMember({"read", "scan", "register", "predict", "train", "scroll", "scroll-3x3", "rotate"}));
  command->add_option("--once", arguments->once,
                      "Only do the work once on these files: what the benchmark itself times");
  command->add_flag("--json", arguments->json, "As JSON");
  command->callback([=] {
    const std::string& what = arguments->what;
    if (!arguments->once.empty())
      work_once(what, arguments->once);
    else if (what == "predict" || what == "train")
      print(networks_bench(what), arguments->json);
    else if (what == "read" || what == "scan" || what == "register")
      print(bench_imaging(what), arguments->json);
    else
      bench_window(what);
  });
}

}  // namespace longview

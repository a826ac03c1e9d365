// Another program run and measured as a whole: wall time from start to end, peak memory.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace longview {

struct ProcessRun {
  double seconds = 0;
  double peak_mb = 0;
  int exit_code = 0;
  std::string output;  // stdout
};

// stderr is dropped. Throws Failure if the program cannot be started.
ProcessRun run_process(const std::vector<std::string>& words);

// The run of median time among `times` of them. Throws Failure if one ends with another code than 0.
ProcessRun median_run(const std::vector<std::string>& words, int times = 5);

// This program's own file.
std::filesystem::path this_program();

}  // namespace longview

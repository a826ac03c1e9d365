#include "app/cli/process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "imaging/core/failure.h"

namespace longview {

namespace {
[[noreturn]] void become(const std::vector<std::string>& words, int output) {
  dup2(output, STDOUT_FILENO);
  dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  execvp(pointers[0], pointers.data());
  _exit(127);
}
}  // namespace

ProcessRun run_process(const std::vector<std::string>& words) {
  int ends[2];
  if (pipe(ends) != 0) throw Failure("No pipe could be opened to " + words.front() + ".");
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) throw Failure(words.front() + " could not be started: no more processes.");
  if (child == 0) become(words, ends[1]);
  close(ends[1]);
  ProcessRun run;
  char buffer[4096];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    run.output.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  run.peak_mb = static_cast<double>(usage.ru_maxrss) / 1024;
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  if (run.exit_code == 127) throw Failure(words.front() + " is not installed; resources/setup/install brings it.");
  return run;
}

ProcessRun median_run(const std::vector<std::string>& words, int times) {
  std::vector<ProcessRun> runs;
  for (int i = 0; i < times; ++i) {
    runs.push_back(run_process(words));
    if (runs.back().exit_code != 0)
      throw Failure(words.front() + " ended with code " + std::to_string(runs.back().exit_code) +
                    ", so it cannot be timed.");
  }
  std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.seconds < b.seconds; });
  return runs[runs.size() / 2];
}

std::filesystem::path this_program() { return std::filesystem::read_symlink("/proc/self/exe"); }

}  // namespace longview

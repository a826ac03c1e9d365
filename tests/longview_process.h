// The program itself, run as a stranger would run it.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace longview {

struct ProgramRun {
  int code = -1;
  std::string out, err;
};

// A folder of its own for a test, taken away at the end.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "longview-test-XXXXXX").string();
    if (const char* made = mkdtemp(name.data())) path_ = made;
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Runs `longview ARGUMENTS` through the shell.
inline ProgramRun run_longview(const std::string& arguments) {
  const TestFolder folder;
  // Tests lie in BUILD/tests, programs in BUILD/bin.
  const auto build = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
  const std::string program = (build / "bin" / "longview").string();
  const std::string command =
      program + " " + arguments + " >" + (folder / "out").string() + " 2>" + (folder / "err").string();
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), text_of(folder / "out"), text_of(folder / "err")};
}

}  // namespace longview

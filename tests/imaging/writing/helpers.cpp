#include "tests/imaging/writing/helpers.h"

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "imaging/core/failure.h"
#include "imaging/core/transform.h"

namespace longview {

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "longview-writing-XXXXXX").string();
  path = mkdtemp(pattern.data());
}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

SmallDisk::SmallDisk() : path(folder.path / "disk") {
  std::filesystem::create_directory(path);
  mounted = ::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=64k") == 0;
}
SmallDisk::~SmallDisk() {
  if (mounted) ::umount(path.c_str());
}

Ran run_program(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return {-1, "no pipe"};
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], 1);
    ::dup2(ends[1], 2);
    ::close(ends[0]);
    ::close(ends[1]);
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::execvp(words[0], words.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  Ran ran;
  std::array<char, 4096> buffer{};
  for (ssize_t n = 0; (n = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
    ran.output.append(buffer.data(), static_cast<std::size_t>(n));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return ran;
}

std::string python(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<std::string> command{"/usr/bin/python3", "-c", program};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const Ran ran = run_program(command);
  EXPECT_EQ(ran.code, 0) << ran.output;
  return ran.output;
}

namespace {
// The lines of `output` that hold Error or Warning, but for those allowed.
std::string findings(const std::string& output) {
  std::istringstream lines(output);
  std::string found;
  for (std::string line; std::getline(lines, line);) {
    const bool finding = line.find("Error") != std::string::npos || line.find("Warning") != std::string::npos;
    const bool synthetic = line.find("(0x0008,0x001c)") != std::string::npos;
    const bool extended =
        line.ends_with("this is a Standard Extended SOP Class") && output.find("(0x0008,0x001c)") != std::string::npos;
    if (finding && !synthetic && !extended) found += line + "\n";
  }
  return found;
}
}  // namespace

std::string dciodvfy(const std::filesystem::path& file) {
  const Ran ran = run_program({"dciodvfy", file.string()});
  EXPECT_NE(ran.code, 127) << "dciodvfy (dicom3tools) is not installed";
  EXPECT_THAT(ran.output, testing::Not(testing::IsEmpty()));
  return findings(ran.output);
}

std::string dcentvfy(const std::vector<std::filesystem::path>& files) {
  std::vector<std::string> command{"dcentvfy"};
  for (const auto& file : files) command.push_back(file.string());
  const Ran ran = run_program(command);
  EXPECT_NE(ran.code, 127) << "dcentvfy (dicom3tools) is not installed";
  // It takes the Accession Number of images for one of the series (there it is in the request) and says so of any
  // report.
  std::istringstream lines(findings(ran.output));
  std::string found;
  for (std::string line; std::getline(lines, line);)
    if (line.find("Element=<AccessionNumber> IE <Series> versus <Study>") == std::string::npos) found += line + "\n";
  return found;
}

Volume test_volume(const Grid& grid) {
  std::vector<std::int16_t> values(voxel_count(grid));
  for (std::size_t n = 0; n < values.size(); ++n) values[n] = static_cast<std::int16_t>(n * 7 % 1000);
  return make_volume(grid, std::move(values));
}

Patient test_patient() { return {"PAT-7", "Müller^Grete", date_from("1950-02-03"), "F", 70.9}; }

Timepoint test_timepoint() {
  Timepoint timepoint;
  timepoint.session = "ses-01";
  timepoint.date = date_from("2021-01-15");
  timepoint.day = 0;
  return timepoint;
}

Provenance test_provenance() {
  return {"gp-gan", "1.0", std::string(64, 'a'), 90, {"ses-01"}, 1, "cpu, 2 threads", {"Slices are thick."}};
}

std::string failure_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Failure& failure) {
    return failure.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

std::vector<std::pair<std::string, Grid>> test_grids(int columns, int rows, int slices) {
  const auto grid = [&](const Matrix3& direction) {
    return Grid{{columns, rows, slices}, {0.9, 1.1, 3.25}, {-20.5, 13.25, 41.125}, direction};
  };
  return {
      {"axial", grid({1, 0, 0, 0, 1, 0, 0, 0, 1})},        {"coronal", grid({1, 0, 0, 0, 0, 1, 0, -1, 0})},
      {"sagittal", grid({0, 0, 1, 1, 0, 0, 0, 1, 0})},     {"oblique", grid(rigid({0.4, -0.3, 0.9}, {0, 0, 0}).linear)},
      {"feet_first", grid({-1, 0, 0, 0, 1, 0, 0, 0, -1})}, {"left_handed", grid({1, 0, 0, 0, 1, 0, 0, 0, -1})}};
}

}  // namespace longview

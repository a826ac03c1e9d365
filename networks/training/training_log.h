// What a training says of itself: means of the losses every so many steps, as lines of text that a person can follow.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace longview {

class TrainingLog {
 public:
  // Appends to the file. Throws Failure if it cannot be opened.
  explicit TrainingLog(const std::filesystem::path& file, int every = 50);

  void note(const std::string& line);
  void add(std::int64_t step, double seconds, int stage, const std::vector<std::pair<std::string, double>>& values);

 private:
  std::ofstream file_;
  int every_;
  struct Mean {
    std::vector<std::pair<std::string, double>> sums;
    int count = 0;
  };
  std::map<int, Mean> means_;
};

}  // namespace longview

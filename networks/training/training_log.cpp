#include "networks/training/training_log.h"

#include <cstdio>
#include <ctime>

#include "imaging/core/failure.h"

namespace longview {

TrainingLog::TrainingLog(const std::filesystem::path& file, int every) : file_(file, std::ios::app), every_(every) {
  if (!file_) throw Failure("The training log " + file.string() + " cannot be written.");
}

void TrainingLog::note(const std::string& line) {
  char clock[16] = "";
  const std::time_t moment = std::time(nullptr);
  std::tm local{};
  if (localtime_r(&moment, &local)) std::strftime(clock, sizeof clock, "%H:%M:%S", &local);
  file_ << clock << "  " << line << std::endl;
}

void TrainingLog::add(std::int64_t step, double seconds, int stage,
                      const std::vector<std::pair<std::string, double>>& values) {
  Mean& mean = means_[stage];
  if (mean.sums.empty())
    mean.sums = values;
  else
    for (std::size_t i = 0; i < values.size(); ++i) mean.sums[i].second += values[i].second;
  if (++mean.count < every_) return;
  char text[64];
  std::snprintf(text, sizeof text, "step %lld, %.0f s, stage %d:", static_cast<long long>(step), seconds, stage);
  std::string line = text;
  for (const auto& [name, sum] : mean.sums) {
    std::snprintf(text, sizeof text, " %s %.4g", name.c_str(), sum / mean.count);
    line += text;
  }
  note(line);
  mean = {};
}

}  // namespace longview

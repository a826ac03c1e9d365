#include <algorithm>
#include <set>

#include "imaging/core/failure.h"
#include "networks/core/private/samples.h"
#include "networks/u_hpnet/training.h"

namespace longview::u_hpnet {

namespace {
constexpr int attempts = 4;  // at a place in one anatomy, with another nodule each
}

KeptCases::KeptCases(const std::vector<History>& cohort, std::filesystem::path folder, std::uint64_t wanted,
                     std::uint64_t seed)
    : folder_(std::move(folder)), wanted_(wanted), seed_(seed) {
  for (const History& history : cohort)
    if (!history.timepoints.empty() && history.timepoints.back().modality == "CT")
      grounds_.push_back({history.patient, history.last_scan});
  if (grounds_.empty())
    throw Failure("This cohort has no chest CT to simulate nodules in. Give a folder of patients with one CT each.");
  std::sort(grounds_.begin(), grounds_.end(), [](const auto& a, const auto& b) { return a.patient < b.patient; });
  std::filesystem::create_directories(folder_);
}

std::filesystem::path KeptCases::file_of(std::uint64_t index) const {
  return folder_ / ("case" + std::to_string(index) + ".safetensors");
}

void KeptCases::make(std::uint64_t count, const Progress& progress) {
  const std::uint64_t goal = std::min(count, wanted_);
  while (cases_.size() < goal || (cases_.size() < wanted_ && std::filesystem::exists(file_of(next_)))) {
    progress.report(std::min(1.0, static_cast<double>(cases_.size()) / static_cast<double>(goal)),
                    "Simulating nodules");
    make_next(progress);
  }
}

void KeptCases::make_next(const Progress& progress) {
  const std::uint64_t index = next_++;
  const Ground& ground = grounds_[index % grounds_.size()];
  const std::filesystem::path file = file_of(index);
  if (std::filesystem::exists(file)) {
    cases_.push_back(std::make_shared<const NoduleCase>(read_case(file)));
    return;
  }
  std::string reason;
  for (std::uint64_t attempt = 0; attempt < attempts; ++attempt) try {
      progress.check();
      const std::uint64_t seed = Draw(seed_, "u_hpnet kept case", index, attempt).bits();
      NoduleCase made = simulated_case(continued(ground.ct), ground.patient, seed, Progress({}, progress.stop_token()));
      write_case(file, made);
      cases_.push_back(std::make_shared<const NoduleCase>(std::move(made)));
      return;
    } catch (const Failure& failure) {
      reason = failure.what();
    }
  left_out_.push_back(ground.patient + ": " + reason);
  if (left_out_.size() > 2 * grounds_.size() && cases_.empty())
    throw Failure("No nodule could be simulated in this cohort: " + reason);
  if (left_out_.size() > 20 + 2 * wanted_)
    throw Failure("Too few nodules could be simulated in this cohort: " + reason);
}

std::vector<std::string> KeptCases::anatomies() const {
  std::set<std::string> names;
  for (const auto& one : cases_) names.insert(one->anatomy);
  return {names.begin(), names.end()};
}

}  // namespace longview::u_hpnet

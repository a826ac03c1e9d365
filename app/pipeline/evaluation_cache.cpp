#include "app/pipeline/evaluation_cache.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "app/pipeline/evaluated_case.h"
#include "imaging/core/failure.h"

namespace longview {

namespace {

// A study by its files' names, sizes and times: voxels need not be read to know that nothing changed.
std::string key_of(const Study& study) {
  std::string words;
  const auto add_files = [&](const std::vector<std::filesystem::path>& files) {
    for (const auto& file : files) {
      std::error_code ignored;
      words += file.filename().string();
      words += std::to_string(std::filesystem::file_size(file, ignored));
      words += std::to_string(std::filesystem::last_write_time(file, ignored).time_since_epoch().count());
    }
  };
  for (const Timepoint& timepoint : study.timepoints) {
    words += timepoint.session + (timepoint.day ? std::to_string(*timepoint.day) : "?");
    for (const Series& series : timepoint.series) add_files(series.files);
    for (const Segmentation& mask : timepoint.masks) add_files(mask.files);
  }
  return study.patient.id + " " + std::to_string(content_hash(words));
}

}  // namespace

EvaluationCache::EvaluationCache(std::filesystem::path file) : file_(std::move(file)) {
  if (file_.empty()) return;
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);) {
    try {
      const auto json = nlohmann::ordered_json::parse(line);
      by_key_[json.at("key").get<std::string>()] = case_from(json);
    } catch (const nlohmann::json::exception&) {
      continue;  // cut off while it was written: that patient runs again
    }
  }
}

EvaluatedCase EvaluationCache::find(const Study& study) const {
  const auto found = by_key_.find(key_of(study));
  return found == by_key_.end() ? EvaluatedCase{} : found->second;
}

void EvaluationCache::add(const Study& study, const EvaluatedCase& one) {
  by_key_[key_of(study)] = one;
  if (file_.empty()) return;
  nlohmann::ordered_json json{{"key", key_of(study)}};
  json.update(case_json(one));
  std::ofstream out(file_, std::ios::app);
  out << json.dump() << std::endl;
  if (!out) throw Failure("The scores cannot be written to " + file_.string() + ". Choose another place for them.");
}

}  // namespace longview

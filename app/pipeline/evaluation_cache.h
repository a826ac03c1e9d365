// What `evaluate` did before, one JSON line a patient, so that it goes on where it was cut off.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "app/pipeline/evaluate.h"

namespace longview {

class EvaluationCache {
 public:
  // Reads what is there; a line that was cut is left out. An empty path keeps nothing.
  explicit EvaluationCache(std::filesystem::path file);

  // The last scores of the same files, or an empty case.
  EvaluatedCase find(const Study& study) const;

  // Appends a line. Throws Failure if the file cannot be written.
  void add(const Study& study, const EvaluatedCase& one);

 private:
  std::filesystem::path file_;
  std::map<std::string, EvaluatedCase> by_key_;
};

}  // namespace longview

// Methods beside metrics, with intervals over patients and paired differences.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "networks/evaluation/bootstrap.h"

namespace longview {

// One patient: what each method scored. A metric that is undefined is NaN; a method that did not run is absent and its
// sentence stands in `refused`.
struct CaseScores {
  std::string patient;
  std::map<std::string, std::map<std::string, double>> methods;
  std::map<std::string, std::string> refused;
};

struct Cell {
  Interval interval;
  int n = 0;  // patients where it is defined
};

// `method` minus `against` on the same patients.
struct Difference {
  std::string method, against, metric;
  Interval interval;
  double p = 0, p_holm = 0;  // sign flip, exact for n <= 20; Holm over the differences of one metric
  int n = 0;
};

struct ScoreTable {
  int n = 0;  // patients
  std::map<std::string, std::map<std::string, Cell>> methods;
  std::vector<Difference> differences;
};

// Volume errors also appear as their absolute value, "absolute_volume_error". `subject` is compared with every other
// method; empty for no comparison.
ScoreTable tabulate(const std::vector<CaseScores>& cases, const std::string& subject, std::uint64_t seed = 0);

// Rows are methods, columns are `metrics`: "0.52 (0.41 to 0.63)".
std::string markdown(const ScoreTable& table, const std::vector<std::string>& metrics);

// {"n","methods":{NAME:{METRIC:{"mean","low","high","n"}}},"differences":[..]}; undefined numbers are null.
std::string json_text(const ScoreTable& table);

}  // namespace longview

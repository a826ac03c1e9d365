#include <cmath>
#include <nlohmann/json.hpp>

#include "networks/evaluation/table.h"

namespace longview {

namespace {

nlohmann::ordered_json number(double value) { return std::isfinite(value) ? nlohmann::ordered_json(value) : nullptr; }

nlohmann::ordered_json interval(const Interval& of, int n) {
  return {{"mean", number(of.mean)}, {"low", number(of.low)}, {"high", number(of.high)}, {"n", n}};
}

}  // namespace

std::string json_text(const ScoreTable& table) {
  nlohmann::ordered_json methods = nlohmann::ordered_json::object(), differences = nlohmann::ordered_json::array();
  for (const auto& [method, cells] : table.methods)
    for (const auto& [metric, cell] : cells) methods[method][metric] = interval(cell.interval, cell.n);
  for (const Difference& one : table.differences) {
    nlohmann::ordered_json entry{{"method", one.method}, {"against", one.against}, {"metric", one.metric}};
    entry.update(interval(one.interval, one.n));
    entry["p"] = number(one.p);
    entry["p_holm"] = number(one.p_holm);
    differences.push_back(entry);
  }
  return nlohmann::ordered_json{{"n", table.n}, {"methods", methods}, {"differences", differences}}.dump(2);
}

}  // namespace longview

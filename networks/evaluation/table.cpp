#include "networks/evaluation/table.h"

#include <cmath>
#include <cstdio>
#include <limits>
#include <set>

namespace longview {

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double score(const CaseScores& one, const std::string& method, const std::string& metric) {
  const auto scores = one.methods.find(method);
  if (scores == one.methods.end()) return undefined;
  const bool absolute = metric == "absolute_volume_error";
  const auto found = scores->second.find(absolute ? "volume_error" : metric);
  if (found == scores->second.end()) return undefined;
  return absolute ? std::abs(found->second) : found->second;
}

std::vector<double> scores(const std::vector<CaseScores>& cases, const std::string& method, const std::string& metric) {
  std::vector<double> values;
  for (const CaseScores& one : cases) values.push_back(score(one, method, metric));
  return values;
}

int known(const std::vector<double>& a) {
  int n = 0;
  for (double v : a) n += !std::isnan(v);
  return n;
}

int known_pairs(const std::vector<double>& a, const std::vector<double>& b) {
  int n = 0;
  for (std::size_t i = 0; i < a.size(); ++i) n += !std::isnan(a[i]) && !std::isnan(b[i]);
  return n;
}

void compare(ScoreTable& table, const std::vector<CaseScores>& cases, const std::string& subject,
             const std::set<std::string>& methods, const std::string& metric, std::uint64_t seed) {
  const auto ours = scores(cases, subject, metric);
  const std::size_t first = table.differences.size();
  std::vector<double> p;
  for (const std::string& method : methods) {
    if (method == subject) continue;
    const auto theirs = scores(cases, method, metric);
    p.push_back(sign_flip_p(ours, theirs, seed));
    table.differences.push_back(
        {subject, method, metric, bootstrap_difference(ours, theirs, seed), p.back(), 0, known_pairs(ours, theirs)});
  }
  const auto corrected = holm(p);
  for (std::size_t i = 0; i < corrected.size(); ++i) table.differences[first + i].p_holm = corrected[i];
}

std::string cell_text(const Cell& cell, int n) {
  if (cell.n == 0) return "not defined";
  char text[96];
  std::snprintf(text, sizeof text, "%.3f (%.3f to %.3f)", cell.interval.mean, cell.interval.low, cell.interval.high);
  return cell.n == n ? text : text + (", n = " + std::to_string(cell.n));
}

}  // namespace

ScoreTable tabulate(const std::vector<CaseScores>& cases, const std::string& subject, std::uint64_t seed) {
  ScoreTable table;
  table.n = static_cast<int>(cases.size());
  std::set<std::string> methods, metrics;
  for (const CaseScores& one : cases)
    for (const auto& [method, values] : one.methods) {
      methods.insert(method);
      for (const auto& value : values) metrics.insert(value.first);
    }
  if (metrics.contains("volume_error")) metrics.insert("absolute_volume_error");
  for (const std::string& metric : metrics) {
    for (const std::string& method : methods) {
      const auto values = scores(cases, method, metric);
      table.methods[method][metric] = {bootstrap_mean(values, seed), known(values)};
    }
    if (methods.contains(subject)) compare(table, cases, subject, methods, metric, seed);
  }
  return table;
}

std::string markdown(const ScoreTable& table, const std::vector<std::string>& metrics) {
  std::string text = "| method |", rule = "| --- |";
  for (const std::string& metric : metrics) text += " " + metric + " |", rule += " --- |";
  text += "\n" + rule + "\n";
  for (const auto& [method, cells] : table.methods) {
    text += "| " + method + " |";
    for (const std::string& metric : metrics) {
      const auto cell = cells.find(metric);
      text += " " + (cell == cells.end() ? std::string("not defined") : cell_text(cell->second, table.n)) + " |";
    }
    text += "\n";
  }
  return text;
}

}  // namespace longview

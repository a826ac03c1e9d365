#include "networks/evaluation/agreement.h"

#include <algorithm>
#include <limits>

namespace longview {

namespace {
using Counts = std::vector<double>;

// 1 - sum of weighted disagreement over that expected by chance.
double weighted_kappa(const std::vector<Counts>& table, const Counts& rows, const Counts& columns, double n) {
  double seen = 0, expected = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < columns.size(); ++j) {
      const double apart = static_cast<double>(i) - static_cast<double>(j);
      seen += apart * apart * table[i][j];
      expected += apart * apart * rows[i] * columns[j] / n;
    }
  return expected > 0 ? 1 - seen / expected : std::numeric_limits<double>::quiet_NaN();
}
}  // namespace

Agreement agreement(const std::vector<int>& truth, const std::vector<int>& predicted, int classes) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (truth.empty()) return {0, none, none, none, none};
  const auto k = static_cast<std::size_t>(classes);
  std::vector<Counts> table(k, Counts(k, 0));
  Counts rows(k, 0), columns(k, 0);
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto row = static_cast<std::size_t>(truth[i]), column = static_cast<std::size_t>(predicted[i]);
    ++table[row][column];
    ++rows[row];
    ++columns[column];
  }
  Agreement result;
  result.n = static_cast<int>(truth.size());
  double there = 0;
  for (std::size_t i = 0; i < k; ++i) {
    result.accuracy += table[i][i] / result.n;
    if (rows[i] == 0) continue;
    result.balanced += table[i][i] / rows[i];
    ++there;
  }
  result.balanced /= there;
  result.majority = *std::max_element(rows.begin(), rows.end()) / result.n;
  result.kappa = weighted_kappa(table, rows, columns, result.n);
  return result;
}

}  // namespace longview

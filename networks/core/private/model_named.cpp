#include <algorithm>
#include <numeric>

#include "imaging/core/failure.h"
#include "networks/core/registry.h"

namespace longview {

namespace {
// Levenshtein's distance.
std::size_t edits(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row.back();
}
}  // namespace

const Model& model_named(const std::string& name) {
  const auto& models = all_models();
  if (models.empty()) throw Failure("This build holds no models.");
  const auto far = [&](const auto& model) { return edits(name, model->card().name); };
  const auto nearest =
      std::min_element(models.begin(), models.end(), [&](const auto& a, const auto& b) { return far(a) < far(b); });
  if ((*nearest)->card().name == name) return **nearest;
  throw Failure("There is no model " + name + ". The nearest is " + (*nearest)->card().name +
                "; longview models lists all.");
}

}  // namespace longview

#include "app/window/region_point.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "app/window/scene_steps.h"
#include "viewer/scene/volume_facts.h"

namespace longview {
namespace {

// Lower case, words by single spaces: "Left-Hippocampus" as "left hippocampus".
std::string plain(const std::string& text) {
  std::string words;
  for (const char letter : text) {
    const auto c = static_cast<unsigned char>(letter);
    if (std::isalnum(c))
      words += static_cast<char>(std::tolower(c));
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

std::optional<std::string> cell(const NamedTable& table, int row, const std::string& column) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), column);
  const auto place = static_cast<std::size_t>(found - table.columns.begin());
  if (row < 0 || static_cast<std::size_t>(row) >= table.rows.size()) return std::nullopt;
  const auto& cells = table.rows[static_cast<std::size_t>(row)];
  if (found == table.columns.end() || place >= cells.size() || cells[place].empty()) return std::nullopt;
  return cells[place];
}

// The label's name holds the words and, where there is one, the side.
bool named(const Label& label, const std::string& words, const std::string& side) {
  const std::string name = plain(label.name);
  if (name == words && side.empty()) return true;
  if (name.find(words) == std::string::npos) return false;
  return side.empty() || name.find(side) != std::string::npos;
}

// The voxel of the label nearest to the middle of its box: in it, also where the label is bent.
std::optional<Vec3> middle_of(const Timepoint& timepoint, const LabelMap& map, int value) {
  const Volume mask = shown_mask(map, value);
  const auto box = box_above(mask, 1);
  if (!box) return std::nullopt;
  const Vec3 middle = index_at(mask.grid, centre(*box));
  Vec3 best{};
  double nearest = 1e300;
  std::size_t place = 0;
  visit_voxels(mask, [&](auto voxels) {
    for (int k = 0; k < mask.grid.size[2]; ++k)
      for (int j = 0; j < mask.grid.size[1]; ++j)
        for (int i = 0; i < mask.grid.size[0]; ++i, ++place) {
          if (voxels[place] == 0) continue;
          const double x = i - middle[0], y = j - middle[1], z = k - middle[2];
          if (const double far = x * x + y * y + z * z; far < nearest) {
            nearest = far;
            best = {double(i), double(j), double(k)};
          }
        }
  });
  return to_study(timepoint, point_at(mask.grid, best));
}

std::optional<Vec3> labelled(const Timepoint& timepoint, const std::string& words, const std::string& side) {
  for (const Segmentation& mask : timepoint.masks) {
    if (!mask.labels) continue;
    for (const Label& label : mask.labels->labels)
      if (named(label, words, side))
        if (const auto point = middle_of(timepoint, *mask.labels, label.value)) return point;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Vec3> region_point(const Study& study, int timepoint, const NamedTable& table, int row) {
  if (timepoint < 0 || static_cast<std::size_t>(timepoint) >= study.timepoints.size()) return std::nullopt;
  const Timepoint& own = study.timepoints[static_cast<std::size_t>(timepoint)];
  const auto x = cell(table, row, "x_mm"), y = cell(table, row, "y_mm"), z = cell(table, row, "z_mm");
  if (x && y && z)
    return to_study(
        own, {std::strtod(x->c_str(), nullptr), std::strtod(y->c_str(), nullptr), std::strtod(z->c_str(), nullptr)});
  if (table.columns.empty()) return std::nullopt;
  const auto name = cell(table, row, table.columns.front());
  if (!name) return std::nullopt;
  const std::string words = plain(*name), side = plain(cell(table, row, "side").value_or(""));
  if (const auto point = labelled(own, words, side)) return point;
  for (const Timepoint& other : study.timepoints)
    if (const auto point = labelled(other, words, side)) return point;
  return std::nullopt;
}

}  // namespace longview

#include "app/window/region_point.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

#include "app/window/scene_steps.h"
#include "imaging/core/brain_structures.h"
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
std::optional<Vec3> middle_of(const Timepoint& timepoint, const Volume& mask) {
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
        if (const auto point = middle_of(timepoint, shown_mask(*mask.labels, label.value))) return point;
  }
  return std::nullopt;
}

// The values of one side among a region's; those in the middle where it has no sides.
std::vector<int> of_side(const BrainRegion& region, Side side) {
  std::vector<int> values;
  for (const int value : region.values)
    if (brain_structures()[static_cast<std::size_t>(value - 1)].side == side) values.push_back(value);
  return values;
}

std::optional<Vec3> middle_of_values(const Timepoint& timepoint, const Volume& structures,
                                     const std::vector<int>& values) {
  if (values.empty()) return std::nullopt;
  std::vector<std::uint8_t> inside(voxel_count(structures.grid));
  visit_voxels(structures, [&](auto voxels) {
    for (std::size_t n = 0; n < inside.size(); ++n)
      inside[n] = std::find(values.begin(), values.end(), static_cast<int>(voxels[n])) != values.end();
  });
  return middle_of(timepoint, make_volume(structures.grid, std::move(inside)));
}

std::optional<Vec3> region_of_brain(const Timepoint& timepoint, const std::string& words, const Vec3& cursor) {
  const LabelMap* labels = structures_of(timepoint);
  const auto regions = brain_regions();
  const auto region =
      std::find_if(regions.begin(), regions.end(), [&](const BrainRegion& one) { return plain(one.name) == words; });
  if (!labels || region == regions.end()) return std::nullopt;
  const Volume structures = brain_structures_from(*labels).voxels;
  std::optional<Vec3> first;
  for (const Side side : {Side::right, Side::left, Side::middle}) {
    const auto point = middle_of_values(timepoint, structures, of_side(*region, side));
    if (!point) continue;
    const double away = std::hypot((*point)[0] - cursor[0], (*point)[1] - cursor[1], (*point)[2] - cursor[2]);
    if (away > 0.5) return point;
    if (!first) first = point;
  }
  return first;
}

}  // namespace

std::optional<Vec3> region_point(const Study& study, int timepoint, const NamedTable& table, int row,
                                 const Vec3& cursor) {
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
  std::vector<const Timepoint*> places{&own};
  for (const Timepoint& other : study.timepoints) places.push_back(&other);
  for (const Timepoint* place : places) {
    if (const auto point = region_of_brain(*place, words, cursor)) return point;
    if (const auto point = labelled(*place, words, side)) return point;
  }
  return std::nullopt;
}

}  // namespace longview

#include "imaging/measurement/structure_volumes.h"

#include <cstdio>

#include "imaging/core/brain_structures.h"

namespace longview {

namespace {
std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

std::string side_of(const BrainStructure& structure) {
  return structure.side == Side::right ? "right" : structure.side == Side::left ? "left" : "";
}
}  // namespace

std::vector<double> structure_volumes(const Volume& labels) {
  std::vector<double> volumes(1 + kBrainStructures, 0);
  const double ml = voxel_volume_mm3(labels.grid) / 1000;
  for (const std::uint8_t value : voxels_of<std::uint8_t>(labels)) {
    if (value == 0 || value > kBrainStructures) continue;
    volumes[value] += ml;
    volumes[0] += ml;
  }
  return volumes;
}

double region_volume(const std::vector<double>& structures, const std::vector<int>& values) {
  double sum = 0;
  for (const int value : values) sum += structures.at(static_cast<std::size_t>(value));
  return sum;
}

NamedTable volumes_table(const std::vector<double>& volumes) {
  NamedTable table{"volumes", {"structure", "side", "tissue", "lobe", "volume_ml", "percent_of_skull"}, {}};
  const auto share = [&](double ml) { return volumes[0] > 0 ? number(100 * ml / volumes[0]) : std::string(); };
  for (const BrainStructure& structure : brain_structures()) {
    const double ml = volumes[static_cast<std::size_t>(structure.value)];
    table.rows.push_back({structure.name, side_of(structure), std::string(name_of(structure.tissue)), structure.lobe,
                          number(ml), share(ml)});
  }
  for (const BrainRegion& region : brain_regions()) {
    const double ml = region_volume(volumes, region.values);
    table.rows.push_back({region.name, "", "", "", number(ml), share(ml)});
  }
  table.rows.push_back({"Within the skull", "", "", "", number(volumes[0]), share(volumes[0])});
  return table;
}

}  // namespace longview

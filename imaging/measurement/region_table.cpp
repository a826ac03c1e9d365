#include "imaging/measurement/region_table.h"

#include <cstdio>

#include "imaging/core/brain_structures.h"
#include "imaging/measurement/structure_volumes.h"

namespace longview {

namespace {
std::string cell(double value, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}
}  // namespace

const std::vector<std::string>& measured_regions() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const BrainRegion& region : brain_regions()) all.push_back(region.name);
    for (const BrainStructure& structure : brain_structures()) all.push_back(full_name(structure));
    return all;
  }();
  return names;
}

std::vector<double> region_volumes(const std::vector<double>& structures) {
  std::vector<double> volumes;
  for (const BrainRegion& region : brain_regions()) volumes.push_back(region_volume(structures, region.values));
  for (const BrainStructure& structure : brain_structures())
    volumes.push_back(region_volume(structures, {structure.value}));
  return volumes;
}

NamedTable regions_table(const std::vector<double>& structures, const RegionalNorms* norms, const Person& person) {
  NamedTable table{"regions", {"region", "volume_ml", "expected_ml", "z", "percentile"}, {}};
  const bool known = norms && person.age_years && (person.sex == "F" || person.sex == "M");
  const std::vector<double> volumes = region_volumes(structures);
  for (std::size_t n = 0; n < volumes.size(); ++n) {
    const std::string& name = measured_regions()[n];
    std::vector<std::string> row{name, cell(volumes[n], "%.2f"), "", "", ""};
    if (const RegionNorm* norm = known ? norms->of(name) : nullptr) {
      const bool female = person.sex == "F";
      const double z = norm->z(volumes[n], *person.age_years, female, structures.at(0));
      row[2] = cell(norm->expected(*person.age_years, female, structures.at(0)), "%.2f");
      row[3] = cell(z, "%.2f");
      row[4] = cell(percentile_of_z(z), "%.1f");
    }
    table.rows.push_back(row);
  }
  return table;
}

}  // namespace longview

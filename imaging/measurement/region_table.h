// A brain's regions beside the healthy: volume, what is expected at this age, sex and skull, z, percentile.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "imaging/core/findings.h"
#include "imaging/measurement/regional_norms.h"

namespace longview {

// What norms and tables are made of: the regions of imaging/core/brain_structures.h and each structure by its full name
// ("Hippocampi", "Hippocampus, right").
const std::vector<std::string>& measured_regions();

// ml of each measured region from structure_volumes (imaging/measurement/structure_volumes.h), in that order.
std::vector<double> region_volumes(const std::vector<double>& structures);

// Whom the norms are asked about.
struct Person {
  std::optional<double> age_years;
  std::string sex;  // "F", "M"; others and empty: not known
};

// regions.csv: "region,volume_ml,expected_ml,z,percentile". Without norms, age or sex the last three are empty.
NamedTable regions_table(const std::vector<double>& structures, const RegionalNorms* norms, const Person& person);

}  // namespace longview

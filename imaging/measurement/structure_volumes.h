// Volumes of structures and regions as numbers and as a table.
#pragma once

#include <string>
#include <vector>

#include "imaging/core/findings.h"
#include "imaging/core/label_map.h"

namespace longview {

// ml of each brain structure, by value; index 0 is everything that has a label (all within the skull).
std::vector<double> structure_volumes(const Volume& labels);

// ml of a region's structures.
double region_volume(const std::vector<double>& structures, const std::vector<int>& values);

// volumes.csv: "structure,side,tissue,lobe,volume_ml,percent_of_skull" for each structure, then the regions.
NamedTable volumes_table(const std::vector<double>& structures);

}  // namespace longview

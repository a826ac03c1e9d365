// How large each label is, in the space it was drawn in.
#pragma once

#include <string>
#include <vector>

#include "imaging/core/label_map.h"

namespace longview {

struct LabelVolume {
  int value = 0;
  std::string name;
  std::size_t voxels = 0;
  double volume_ml = 0;               // voxels times voxel volume
  double equivalent_diameter_mm = 0;  // of the sphere of that volume
  double longest_axis_mm = 0;         // largest distance between two voxel centres of the label, in any direction
  Vec3 centroid{};                    // LPS mm
};

std::vector<LabelVolume> measure(const LabelMap&);
double volume_ml(const Volume& mask);

}  // namespace longview

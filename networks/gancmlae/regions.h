// Regional numbers of maps in the space of the mean tissues.
#pragma once

#include "imaging/core/findings.h"
#include "networks/core/weights.h"
#include "networks/training/brains.h"

namespace longview::gancmlae {

// The structure that most healthy brains have at each place of the mean, bytes [76, 94, 76].
struct Atlas {
  at::Tensor labels;
};
// `displacements` from the mean's voxels to each brain's own.
Atlas atlas_of(const std::vector<TrainingBrain>& brains, const std::vector<at::Tensor>& displacements);
void store(const Atlas& atlas, StoredWeights& into);
Atlas atlas_from(const StoredWeights& from);

struct RegionZ {
  std::string name;
  double mean_z = 0, highest_z = 0, share_beyond_2 = 0, ml = 0;  // ml: of the region in the mean brain
};
// Regions of grey matter (imaging/core/brain_structures.h) within the mask, [z, y, x] both; positive: tissue is
// missing.
std::vector<RegionZ> regions_of(const at::Tensor& z, const at::Tensor& mask, const Atlas& atlas);
NamedTable table_of(const std::vector<RegionZ>& regions);

// The mean z of the named region; NaN where it is not there.
double mean_z_of(const std::vector<RegionZ>& regions, const std::string& name);

}  // namespace longview::gancmlae

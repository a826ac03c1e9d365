// Private to simulation: what a nodule looks like in CT: how much denser it makes the lung that it lies in.
#pragma once

#include <vector>

#include "imaging/simulation/private/nodule_form.h"

namespace longview {

struct NoduleTissue {
  double solid_hu = 30, ground_glass_hu = -600;  // means on that day
};

// Drawn for the nodule: solid 30 +- 20, ground glass -600 +- 80 HU on day 0 (networks.md 7.3). Ground glass grows
// denser as it grows: its mass doubles in 655 days where its volume doubles in 848 (PMC5945695).
NoduleTissue tissue_on(const NoduleOptions& options, double day);

// Volume times (HU + 1000) / 1000, in mg.
double mass_mg(const NoduleTissue& tissue, double volume_mm3, double solid_mm3);

// HU that the nodule adds to the CT on the form's grid, as a scanner with a point spread of sd 0.7 mm shows it. What is
// denser already (vessels, wall) stays. `solid` is the share of each voxel that is solid.
std::vector<float> added_density(const NoduleForm& form, double size, const std::vector<float>& solid,
                                 const NoduleGround& ground, const NoduleTissue& tissue, std::uint64_t seed);

// A field on cubes, blurred by a Gaussian of sd `sigma` voxels; nothing comes from beyond the border.
std::vector<float> blurred(std::vector<float> field, const Size3& size, double sigma);

}  // namespace longview

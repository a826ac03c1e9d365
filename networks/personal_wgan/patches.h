// Patches of two dates, drawn and altered in one way for both (networks.md 5.3).
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

#include "networks/core/private/samples.h"
#include "networks/layers/scan_pair.h"
#include "networks/personal_wgan/recipe.h"

namespace longview::personal_wgan {

// Where patches lie: [N, 3, 4], from a patch's own coordinates to the volume's, both -1 to 1, x first.
at::Tensor draw_places(const at::Tensor& brain_voxels, const at::Tensor& brain, const Recipe& recipe, Draw& draw);
// The same, each moved by up to recipe.jitter_mm along each axis.
at::Tensor jittered(const at::Tensor& places, const at::Tensor& brain, const Recipe& recipe, double spacing_mm,
                    Draw& draw);

// `volumes` [C, z, y, x] seen there: [N, C, patch].
at::Tensor patches_at(const at::Tensor& places, const at::Tensor& volumes, const Recipe& recipe);

// Other gain, offset and noise for each patch [N, 1, z, y, x]; intensities in deviations of the brain.
at::Tensor altered(const at::Tensor& patches, const Recipe& recipe, Draw& draw, at::Generator& generator);

}  // namespace longview::personal_wgan

// Private to simulation: from densities to what is seen and drawn: an enhancing border, a necrotic core, oedema.
#pragma once

#include <cstdint>
#include <vector>

#include "imaging/simulation/glioma_study.h"

namespace longview {

// Fields on a box around the tumour, mm, negative inside.
struct TumourShape {
  Grid box;
  Size3 first{};              // the box's first voxel in the anatomy's grid
  std::vector<float> border;  // to the outer edge of what enhances
  std::vector<float> core;    // to the edge of what is necrotic; large where nothing is
};

// `density` as displaced. The unevenness of border and core belongs to the patient (`seed`), so it stays from date to
// date. An empty shape (no fields) where nothing is dense enough to be seen.
TumourShape shape_of(const Volume& density, const GliomaThresholds& thresholds, std::uint64_t seed);

// As a reader would draw it that day: both edges moved by a smooth field of sd 0.5 mm, correlation 6 mm (networks.md
// 7.1). Shares of border and core in each voxel, 0 to 1, on the shape's box.
struct Drawn {
  Volume border, core;
};
Drawn drawn(const TumourShape& shape, bool as_by_hand, std::uint64_t seed, std::uint64_t date);

}  // namespace longview

// Private to simulation: the scanner: where the head lies, how thick the slices are, coil shading, noise and scale.
#pragma once

#include <cstdint>

#include "imaging/core/transform.h"
#include "imaging/core/volume.h"
#include "imaging/simulation/private/tumour_shape.h"

namespace longview {

// One scan's geometry: a grid in scanner coordinates and the map from there to the anatomy.
struct Pose {
  Grid grid;
  Affine to_anatomy;
  int layers = 1;  // equidistant layers that are averaged in one slice
};

Pose pose_of(const Volume& brain, const GliomaStudyOptions& options, std::uint64_t date);

// A volume of the anatomy's space as a scan with that geometry sees it: linear, averaged over the slice. Float.
Volume seen(const Volume& volume, const Pose& pose);

// Label 1 where the border and label 3 where the core has the largest share of the voxel.
LabelMap labels_seen(const Drawn& drawn, const Pose& pose);

struct Receiver {
  double white = 1;  // the intensity of white matter in `image`
  bool noise = true;
  bool stripped = false;  // nothing outside the brain: stays 0
  std::uint64_t seed = 1, date = 0;
};
// As stored: coil shading, Rician noise, this date's own scale; int16.
Volume received(const Volume& image, const Receiver& receiver);

}  // namespace longview

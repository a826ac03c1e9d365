// Private to registration: how well two scans agree under a map, quickly enough to try hundreds of maps.
#pragma once

#include <vector>

#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

// Mutual information (nats) of a joint histogram of 32 bins a side, each sample shared linearly between bins
// (Mattes 2003, doi 10.1109/TMI.2003.809072, with a linear window for both).
class Similarity {
 public:
  // Samples are the voxel centres of `fixed`, at most about `samples` of them, evenly spread.
  Similarity(const Volume& fixed, const Volume& moving, std::size_t samples);

  // Of the samples that fall into the moving volume; 0 if these are under a tenth.
  double information(const Affine& fixed_to_moving) const;
  // Information times the root of the share of foreground samples that fall into the moving volume: so that a map
  // cannot win by leaving most of the picture out.
  double score(const Affine& fixed_to_moving) const;

 private:
  struct Sample {
    Vec3 point;
    float bin;
    bool foreground;
  };
  struct Result {
    double information = 0, share = 0;
  };
  Result evaluate(const Affine& fixed_to_moving) const;

  std::vector<Sample> samples_;
  Volume moving_;  // values in bins, 0 to 31
  std::size_t foreground_ = 0;
};

// Below this value a voxel is background: air round a head or body. Otsu's threshold (1979) on the values' lower
// 99.5 percent, halved, since what it parts is dim tissue from bright.
double foreground_threshold(const Volume& volume);

}  // namespace longview

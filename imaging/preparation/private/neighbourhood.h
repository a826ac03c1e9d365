// Private to preparation: the voxels of a mask as a list, each with its neighbours' places in the list.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "imaging/core/volume.h"

namespace longview {

class Neighbourhood {
 public:
  explicit Neighbourhood(const Volume& mask);

  // Offsets of the mask's voxels in the volume, ascending.
  const std::vector<std::size_t>& offsets() const { return offsets_; }
  // The mean of `values` (one per mask voxel) over the face neighbours in the mask, nearer ones counting more. 0 if
  // none.
  double mean_around(const std::vector<float>& values, std::size_t n) const {
    double sum = 0, weights = 0;
    for (std::size_t c = 0; c < 6; ++c) {
      const std::int32_t m = near_[n][c];
      if (m < 0) continue;
      sum += weight_[c / 2] * static_cast<double>(values[static_cast<std::size_t>(m)]);
      weights += weight_[c / 2];
    }
    return weights > 0 ? sum / weights : 0;
  }

 private:
  std::vector<std::size_t> offsets_;
  std::vector<std::array<std::int32_t, 6>> near_;  // -1: not in the mask
  std::array<double, 3> weight_{};                 // inverse to the spacing
};

}  // namespace longview

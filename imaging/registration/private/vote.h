// Private to registration and simulation: the label at a place between voxels.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <span>

#include "imaging/core/volume.h"

namespace longview {

class VotedLabels {
 public:
  // `labels` (uint8) must outlive this.
  explicit VotedLabels(const Volume& labels) : values_(voxels_of<std::uint8_t>(labels)), size_(labels.grid.size) {}

  // The label with most linear weight among the eight neighbours of a continuous index; of equals the smallest, so that
  // the result is one. 0 beyond.
  std::uint8_t at(const Vec3& x) const {
    const std::array<int, 3> low{static_cast<int>(std::floor(x[0])), static_cast<int>(std::floor(x[1])),
                                 static_cast<int>(std::floor(x[2]))};
    std::array<std::uint8_t, 8> label{};
    std::array<double, 8> weight{};
    bool same = true;
    for (std::size_t n = 0; n < 8; ++n) {
      double w = 1;
      std::array<int, 3> place = low;
      for (std::size_t c = 0; c < 3; ++c) {
        const double part = x[c] - low[c];
        w *= (n >> c & 1) ? part : 1 - part;
        place[c] += static_cast<int>(n >> c & 1);
      }
      label[n] = voxel(place);
      weight[n] = w;
      same = same && label[n] == label[0];
    }
    return same ? label[0] : winner(label, weight);
  }

 private:
  std::uint8_t voxel(const std::array<int, 3>& at) const {
    for (std::size_t c = 0; c < 3; ++c)
      if (at[c] < 0 || at[c] >= size_[c]) return 0;
    return values_[(static_cast<std::size_t>(at[2]) * static_cast<std::size_t>(size_[1]) +
                    static_cast<std::size_t>(at[1])) *
                       static_cast<std::size_t>(size_[0]) +
                   static_cast<std::size_t>(at[0])];
  }

  static std::uint8_t winner(const std::array<std::uint8_t, 8>& label, const std::array<double, 8>& weight) {
    std::uint8_t best = 0;
    double most = 0;
    for (std::size_t n = 0; n < 8; ++n) {
      double sum = 0;
      for (std::size_t m = 0; m < 8; ++m) sum += label[m] == label[n] ? weight[m] : 0;
      if (sum > most + 1e-9 || (sum > most - 1e-9 && label[n] < best)) {
        most = sum;
        best = label[n];
      }
    }
    return best;
  }

  std::span<const std::uint8_t> values_;
  Size3 size_;
};

}  // namespace longview

#include "imaging/preparation/private/neighbourhood.h"

namespace longview {

Neighbourhood::Neighbourhood(const Volume& mask) {
  const auto inside = voxels_of<std::uint8_t>(mask);
  std::vector<std::int32_t> place(inside.size(), -1);
  for (std::size_t n = 0; n < inside.size(); ++n) {
    if (!inside[n]) continue;
    place[n] = static_cast<std::int32_t>(offsets_.size());
    offsets_.push_back(n);
  }
  const std::array<std::size_t, 3> size{static_cast<std::size_t>(mask.grid.size[0]),
                                        static_cast<std::size_t>(mask.grid.size[1]),
                                        static_cast<std::size_t>(mask.grid.size[2])};
  const std::array<std::size_t, 3> stride{1, size[0], size[0] * size[1]};
  near_.resize(offsets_.size());
  for (std::size_t n = 0; n < offsets_.size(); ++n) {
    const std::size_t at = offsets_[n];
    const std::array<std::size_t, 3> index{at % size[0], at / stride[1] % size[1], at / stride[2]};
    for (std::size_t c = 0; c < 3; ++c) {
      near_[n][2 * c] = index[c] > 0 ? place[at - stride[c]] : -1;
      near_[n][2 * c + 1] = index[c] + 1 < size[c] ? place[at + stride[c]] : -1;
    }
  }
  for (std::size_t c = 0; c < 3; ++c) weight_[c] = 1 / mask.grid.spacing[c];
}

}  // namespace longview

#include "imaging/registration/label_vote.h"

#include <cstdint>
#include <vector>

#include "imaging/registration/private/index_map.h"
#include "imaging/registration/private/parallel.h"
#include "imaging/registration/private/vote.h"

namespace longview {

Volume vote_labels(const Volume& labels, const Grid& grid, const Affine& grid_to_labels, const Progress& progress) {
  const IndexMap map = index_map(grid, labels.grid, grid_to_labels);
  const VotedLabels source(labels);
  std::vector<std::uint8_t> voted(voxel_count(grid));
  const auto row = static_cast<std::size_t>(grid.size[0]);
  const auto slice = row * static_cast<std::size_t>(grid.size[1]);
  for_each_core(static_cast<std::size_t>(grid.size[2]), progress, [&](std::size_t k) {
    for (std::size_t n = 0; n < slice; ++n)
      voted[k * slice + n] =
          source.at(map.at(static_cast<double>(n % row), static_cast<double>(n / row), static_cast<double>(k)));
  });
  return make_volume(grid, std::move(voted));
}

}  // namespace longview

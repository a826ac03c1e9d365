#include "imaging/core/label_map.h"

namespace longview {

std::string_view name_of(AlgorithmType type) {
  switch (type) {
    case AlgorithmType::manual: return "MANUAL";
    case AlgorithmType::semiautomatic: return "SEMIAUTOMATIC";
    case AlgorithmType::automatic: return "AUTOMATIC";
  }
  return "MANUAL";
}

Volume mask_of(const LabelMap& map, std::optional<int> value) {
  return visit_voxels(map.voxels, [&](auto voxels) {
    std::vector<std::uint8_t> mask(voxels.size());
    for (std::size_t i = 0; i < voxels.size(); ++i)
      mask[i] = value ? static_cast<int>(voxels[i]) == *value : voxels[i] > 0;
    return make_volume(map.grid(), std::move(mask));
  });
}

LabelMap label_map_of(const Volume& mask, Label label) {
  return visit_voxels(mask, [&](auto voxels) {
    std::vector<std::uint8_t> values(voxels.size());
    for (std::size_t i = 0; i < voxels.size(); ++i)
      values[i] = static_cast<double>(voxels[i]) > 0.5 ? static_cast<std::uint8_t>(label.value) : 0;
    return LabelMap{make_volume(mask.grid, std::move(values)), {std::move(label)}};
  });
}

}  // namespace longview

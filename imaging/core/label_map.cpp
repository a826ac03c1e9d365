#include "imaging/core/label_map.h"

#include <algorithm>
#include <cctype>
#include <set>

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

namespace {
std::string lower_case(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

bool named_enhancing(const Label& label) {
  const std::string name = lower_case(label.name);
  const bool denied = name.find("non-enh") != std::string::npos || name.find("non enh") != std::string::npos ||
                      name.find("nonenh") != std::string::npos;
  return name.find("enhancing") != std::string::npos && !denied;
}

// A part-solid nodule is both of its parts.
bool names_solid_part(const Label& label) { return lower_case(label.name).find("solid part") != std::string::npos; }
}  // namespace

std::optional<int> followed_value(const LabelMap& map) {
  const auto& labels = map.labels;
  if (const auto named = std::find_if(labels.begin(), labels.end(), named_enhancing); named != labels.end())
    return named->value;
  if (std::any_of(labels.begin(), labels.end(), names_solid_part)) return std::nullopt;
  std::set<int> values;
  for (const Label& label : labels) values.insert(label.value);
  if (values == std::set{1, 2, 4}) return 4;
  return values.contains(1) ? std::optional(1) : std::nullopt;
}

Label followed_label(const LabelMap& map) {
  const auto value = followed_value(map);
  for (const Label& label : map.labels)
    if (!value || label.value == *value) return label;
  return {};
}

Volume followed_mask(const LabelMap& map) { return mask_of(map, followed_value(map)); }

LabelMap label_map_of(const Volume& mask, Label label) {
  return visit_voxels(mask, [&](auto voxels) {
    std::vector<std::uint8_t> values(voxels.size());
    for (std::size_t i = 0; i < voxels.size(); ++i)
      values[i] = static_cast<double>(voxels[i]) > 0.5 ? static_cast<std::uint8_t>(label.value) : 0;
    return LabelMap{make_volume(mask.grid, std::move(values)), {std::move(label)}};
  });
}

}  // namespace longview

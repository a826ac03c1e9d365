#include "networks/core/standard_template.h"

#include "imaging/core/standard_space.h"
#include "networks/core/model_card.h"
#include "networks/core/weights.h"

namespace longview {

namespace {
constexpr const char* kFile = "template.safetensors";

Volume read_template() {
  const StoredWeights file = read_weights(models_folder() / "standard_brain" / kFile);
  const Grid grid = standard_grid();
  return make_volume(grid, values_of(tensor_named(file, "image", {grid.size[2], grid.size[1], grid.size[0]})), "1");
}
}  // namespace

const Volume& standard_template() {
  static const Volume mean = read_template();
  return mean;
}

void write_standard_template(const Volume& mean, std::size_t brains, const std::string& licence,
                             const std::filesystem::path& folder) {
  const Size3 size = mean.grid.size;
  StoredWeights file;
  file.metadata["what"] =
      "Mean of " + std::to_string(brains) + " brains and their mirror images; every fourth patient held out";
  file.metadata["licence"] = licence;
  file.tensors.push_back(store("image", {size[2], size[1], size[0]}, voxels_of<float>(mean)));
  std::filesystem::create_directories(folder);
  write_weights(folder / kFile, file);
}

}  // namespace longview

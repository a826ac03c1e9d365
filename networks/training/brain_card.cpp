#include "networks/training/brain_card.h"

#include <fstream>

#include "imaging/core/failure.h"
#include "networks/core/sha256.h"

namespace longview {

using json = nlohmann::ordered_json;

json brain_card() {
  json card;
  card["authors"] = "Longview's authors";
  card["copyright"] = "Longview's authors";
  card["licence"] = "The same as Longview's; research use only.";
  card["intended_use"] = "Research only. Not cleared, approved or CE-marked; not for diagnosis or treatment.";
  card["research_use_only"] = true;
  card["needs"] = {"MR", "T1w"};
  card["preparation"] = "scan";
  card["interval_days"] = {{"min", 0}, {"max", 0}};
  card["monai_version"] = "n/a";
  card["numpy_version"] = "n/a";
  card["pytorch_version"] = "1.13.1";
  card["optional_packages_version"] = json::object();
  card["weights"] = {{"file", "weights.safetensors"}, {"sha256", ""}, {"parameters", 0}};
  card["training"] = {{"data", ""}};
  card["metrics"] = json::array();
  card["baselines"] = json::array();
  return card;
}

json brain_format(const std::string& what, int z, int y, int x, double low, double high) {
  return {{"type", "image"},
          {"format", "magnitude"},
          {"modality", "MR"},
          {"num_channels", 1},
          {"spatial_shape", {z, y, x}},
          {"dtype", "float32"},
          {"value_range", {low, high}},
          {"is_patch_data", false},
          {"channel_def", {{"0", what}}}};
}

void write_brain_card(json card, const std::filesystem::path& weights, std::int64_t parameters,
                      const std::filesystem::path& file) {
  std::ifstream stream(weights, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  card["weights"] = {
      {"file", weights.filename().string()}, {"sha256", sha256(std::string_view(bytes))}, {"parameters", parameters}};
  std::ofstream out(file, std::ios::trunc);
  out << card.dump(2) << '\n';
  out.flush();
  if (!out) throw Failure("The card " + file.string() + " could not be written. Is the disk full?");
}

}  // namespace longview

#include "networks/core/model_card.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "imaging/core/failure.h"

namespace longview {

namespace {
using nlohmann::json;
namespace fs = std::filesystem;

Range range_of(const json& value) {
  const Range range{value.at("min").get<double>(), value.at("max").get<double>()};
  if (!(range.low <= range.high)) throw Failure("A range ends before it starts.");
  return range;
}

CardFigure figure_of(const json& value) {
  CardFigure figure;
  figure.method = value.at("method");
  figure.metric = value.at("name");
  figure.data = value.at("data");
  figure.value = value.at("value");
  figure.low = value.at("ci95").at(0);
  figure.high = value.at("ci95").at(1);
  figure.n = value.at("n");
  return figure;
}

ModelCard card_of(const json& value) {
  ModelCard card;
  card.name = value.at("name");
  card.title = value.at("title");
  card.task = value.at("task");
  card.description = value.at("description");
  card.version = value.at("version");
  card.reference = value.at("references").at(0);
  card.trained_on = value.at("training").at("data");
  card.licence = value.at("licence");
  card.needs = value.at("needs").get<std::vector<std::string>>();
  if (value.value("preparation", "lesion") == "scan") card.preparation = Preparation::scan;
  card.interval_days = range_of(value.at("interval_days"));
  for (const auto& [key, limit] : value.at("applicability").items()) card.applicability[key] = range_of(limit);
  for (const json& figure : value.at("metrics")) card.figures.push_back(figure_of(figure));
  card.limits = value.at("limits").get<std::vector<std::string>>();
  card.weights_file = value.at("weights").at("file");
  card.weights_sha256 = value.at("weights").at("sha256");
  if (card.weights_file.find('/') != std::string::npos) throw Failure("Its weights lie outside of the card's folder.");
  return card;
}

fs::path beside_program() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path{} : program.parent_path();
}
}  // namespace

ModelCard read_card(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) throw Failure("The model card " + file.string() + " cannot be read. Install the model again.");
  std::stringstream text;
  text << stream.rdbuf();
  const json value = json::parse(text.str(), nullptr, false);
  if (value.is_discarded())
    throw Failure("The model card " + file.string() + " is cut or no JSON. Install the model again.");
  try {
    ModelCard card = card_of(value);
    card.text = value.dump(2);
    card.weights_installed = card.weights_file.empty() || fs::exists(file.parent_path() / card.weights_file);
    return card;
  } catch (const json::exception& error) {
    throw Failure("The model card " + file.string() + " lacks a key or holds a wrong value (" + error.what() +
                  "). Install the model again.");
  } catch (const Failure& failure) {
    throw Failure(failure, "The model card " + file.string() + " cannot be used.");
  }
}

ModelCard installed_card(const std::string& folder, const std::string& general) {
  const fs::path file = models_folder() / folder / "card.json";
  if (fs::exists(file)) return read_card(file);
  ModelCard card = card_of(json::parse(general));
  card.text = general;
  card.weights_installed = false;
  return card;
}

fs::path models_folder() {
  if (const char* named = std::getenv("LONGVIEW_MODELS")) return named;
  const fs::path program = beside_program();
  for (const fs::path& folder : {program / "models", program / ".." / "share" / "longview" / "models",
                                 fs::path(LONGVIEW_SOURCE_DIR) / "resources" / "models"}) {
    std::error_code error;
    if (fs::is_directory(folder, error)) return fs::weakly_canonical(folder);
  }
  return fs::path(LONGVIEW_SOURCE_DIR) / "resources" / "models";
}

}  // namespace longview

#include "app/pipeline/card_figures.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "imaging/writing/text_file.h"

namespace longview {

namespace {
using Json = nlohmann::ordered_json;

double rounded(double value) { return std::round(value * 1000) / 1000; }

void replace(Json& figures, const ScoreTable& table, const std::string& data) {
  if (table.n == 0) return;
  Json kept = Json::array();
  for (const Json& figure : figures)
    if (figure.at("data") != data) kept.push_back(figure);
  for (const auto& [method, cells] : table.methods)
    for (const char* metric : {"growth_dice", "dice", "hd95_mm", "absolute_volume_error"}) {
      const auto cell = cells.find(metric);
      if (cell == cells.end() || cell->second.n == 0) continue;
      const Interval& interval = cell->second.interval;
      kept.push_back({{"method", method},
                      {"name", metric},
                      {"data", data},
                      {"value", rounded(interval.mean)},
                      {"ci95", {rounded(interval.low), rounded(interval.high)}},
                      {"n", cell->second.n}});
    }
  figures = std::move(kept);
}
}  // namespace

void write_figures(const std::filesystem::path& card, const Evaluation& evaluation) {
  std::ifstream in(card);
  Json json = Json::parse(in, nullptr, false);
  if (!json.is_object() || !json.contains("metrics"))
    throw Failure("The card " + card.string() + " could not be read. Give a model's card.json.");
  if (json.value("name", "") != evaluation.model)
    throw Failure("The card " + card.string() + " is not the one of " + evaluation.model + ".");
  replace(json["metrics"], evaluation.simulated, "simulated");
  replace(json["metrics"], evaluation.real, "real");
  write_text(json.dump(1) + "\n", card);
}

}  // namespace longview

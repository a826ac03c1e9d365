#include "app/pipeline/card_figures.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "imaging/core/failure.h"
#include "imaging/writing/text_file.h"

namespace longview {

namespace {
using Json = nlohmann::ordered_json;

double rounded(double value) { return std::round(value * 1000) / 1000; }

Json figure(const std::string& method, const std::string& name, const std::string& data, const Interval& interval,
            int n) {
  return {{"method", method},
          {"name", name},
          {"data", data},
          {"value", rounded(interval.mean)},
          {"ci95", {rounded(interval.low), rounded(interval.high)}},
          {"n", n}};
}

Json other_figures(const Json& figures, const std::string& data) {
  Json kept = Json::array();
  for (const Json& figure : figures)
    if (figure.at("data") != data) kept.push_back(figure);
  return kept;
}

void replace(Json& figures, const ScoreTable& table, const std::string& data) {
  if (table.n == 0) return;
  Json kept = other_figures(figures, data);
  for (const auto& [method, cells] : table.methods)
    for (const char* metric : {"growth_dice", "dice", "hd95_mm", "absolute_volume_error"}) {
      const auto cell = cells.find(metric);
      if (cell == cells.end() || cell->second.n == 0) continue;
      kept.push_back(figure(method, metric, data, cell->second.interval, cell->second.n));
    }
  figures = std::move(kept);
}

std::optional<Interval> interval_of(const Json& json) {
  const auto number = [&](const char* key) { return json.contains(key) && json[key].is_number(); };
  if (number("mean") && number("low") && number("high")) return Interval{json["mean"], json["low"], json["high"]};
  if (number("value") && json.contains("ci95") && json["ci95"].size() == 2 && json["ci95"][0].is_number() &&
      json["ci95"][1].is_number())
    return Interval{json["value"], json["ci95"][0], json["ci95"][1]};
  return {};
}

struct Place {
  std::string method, name;
  int n = 0;
};

void collect(const Json& json, const Place& place, const std::string& data, Json& figures) {
  if (json.is_array())
    for (const Json& row : json)
      if (row.is_object() && row.contains("name") && row["name"].is_string())
        collect(row, {place.method, place.name + " " + row["name"].get<std::string>(), place.n}, data, figures);
  if (!json.is_object()) return;
  const int n = json.value("n", Json(place.n)).is_number_integer() ? json.value("n", place.n) : place.n;
  if (const auto interval = interval_of(json)) figures.push_back(figure(place.method, place.name, data, *interval, n));
  for (const auto& [key, value] : json.items()) {
    if (key == "methods") {
      for (const auto& [method, of_method] : value.items()) collect(of_method, {method, place.name, n}, data, figures);
      continue;
    }
    collect(value, {place.method, place.name.empty() ? key : place.name + " " + key, n}, data, figures);
  }
}

// The card as JSON, where it is this model's.
Json card_of(const std::filesystem::path& card, const std::string& model) {
  std::ifstream in(card);
  Json json = Json::parse(in, nullptr, false);
  if (!json.is_object() || !json.contains("metrics"))
    throw Failure("The card " + card.string() + " could not be read. Give a model's card.json.");
  if (json.value("name", "") != model) throw Failure("The card " + card.string() + " is not the one of " + model + ".");
  return json;
}
}  // namespace

void write_figures(const std::filesystem::path& card, const Evaluation& evaluation) {
  Json json = card_of(card, evaluation.model);
  replace(json["metrics"], evaluation.simulated, "simulated");
  replace(json["metrics"], evaluation.real, "real");
  write_text(json.dump(1) + "\n", card);
}

void write_figures(const std::filesystem::path& card, const std::string& model, const Judgement& judgement,
                   const std::string& data) {
  Json json = card_of(card, model);
  Json figures = other_figures(json["metrics"], data);
  collect(Json::parse(judgement.json), {model, "", 0}, data, figures);
  json["metrics"] = std::move(figures);
  write_text(json.dump(1) + "\n", card);
}

}  // namespace longview

#include "networks/baselines/population_growth/population_rate.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "networks/core/model_card.h"
#include "networks/core/sha256.h"

namespace longview {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const PopulationRate& rate) {
  return {{"mm_per_day", rate.all}, {"chosen_on", rate.chosen_on}, {"without", rate.without}};
}

PopulationRate from_json(const Json& json) {
  return {json.at("mm_per_day").get<double>(), json.at("without").get<std::map<std::string, double>>(),
          json.at("chosen_on").get<std::string>()};
}

}  // namespace

std::string patient_key(const std::string& patient) { return sha256(patient).substr(0, 12); }

PopulationRates read_rates(const std::filesystem::path& file) {
  try {
    std::ifstream in(file);
    const Json rates = Json::parse(in).at("rates");
    return {from_json(rates.at("real")), from_json(rates.at("simulated"))};
  } catch (const nlohmann::json::exception&) {
    throw Failure("The population's growth rate cannot be read from " + file.string() +
                  ". Install Longview again, or choose it with longview train population-growth.");
  }
}

void write_rates(const std::filesystem::path& file, const PopulationRates& rates) {
  const Json card{{"name", "population-growth"},
                  {"rates", {{"real", to_json(rates.real)}, {"simulated", to_json(rates.simulated)}}},
                  {"research_use_only", true}};
  std::ofstream out(file);
  out << card.dump(2) << '\n';
  out.close();
  if (!out) throw Failure("The rates cannot be written to " + file.string() + ". Choose another folder.");
}

std::filesystem::path installed_rates() { return models_folder() / "population_growth" / "card.json"; }

double population_rate(const History& history) {
  static const PopulationRates rates = read_rates(installed_rates());
  const PopulationRate& rate = history.simulated ? rates.simulated : rates.real;
  const auto own = rate.without.find(patient_key(history.patient));
  return own == rate.without.end() ? rate.all : own->second;
}

}  // namespace longview

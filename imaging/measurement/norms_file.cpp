// Reading and writing of regional_norms.h's norms.
#include <fstream>
#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "imaging/measurement/regional_norms.h"

namespace longview {

namespace {
using Json = nlohmann::ordered_json;

RegionalNorms from_json(const Json& json) {
  RegionalNorms norms;
  norms.method = json.at("method");
  norms.cohort = json.at("cohort");
  norms.licence = json.at("licence");
  norms.n = json.at("n");
  norms.youngest = json.at("age_years").at(0);
  norms.oldest = json.at("age_years").at(1);
  for (const auto& [region, values] : json.at("regions").items()) {
    norms.regions.push_back(region);
    norms.norms.push_back({values.at("at_50_years_ml"), values.at("ml_a_year"), values.at("female_ml"),
                           values.at("ml_a_skull_ml"), values.at("deviation_ml"), norms.n});
  }
  return norms;
}

Json to_json(const RegionalNorms& norms) {
  Json regions = Json::object();
  for (std::size_t n = 0; n < norms.regions.size(); ++n) {
    const RegionNorm& one = norms.norms.at(n);
    regions[norms.regions[n]] = {{"at_50_years_ml", one.intercept},
                                 {"ml_a_year", one.age},
                                 {"female_ml", one.female},
                                 {"ml_a_skull_ml", one.skull},
                                 {"deviation_ml", one.deviation}};
  }
  return {{"method", norms.method},
          {"cohort", norms.cohort},
          {"licence", norms.licence},
          {"n", norms.n},
          {"age_years", {norms.youngest, norms.oldest}},
          {"regions", regions}};
}
}  // namespace

std::vector<RegionalNorms> read_regional_norms(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw Failure("The norms " + file.string() + " cannot be read. Install them again.");
  try {
    std::vector<RegionalNorms> all;
    for (const Json& json : Json::parse(in)) all.push_back(from_json(json));
    return all;
  } catch (const nlohmann::json::exception&) {
    throw Failure("The norms " + file.string() + " are not whole. Install them again.");
  }
}

void write_regional_norms(const std::vector<RegionalNorms>& all, const std::filesystem::path& file) {
  Json json = Json::array();
  for (const RegionalNorms& norms : all) json.push_back(to_json(norms));
  std::ofstream out(file, std::ios::trunc);
  out << json.dump(1) << '\n';
  out.flush();
  if (!out) throw Failure("The norms could not be written to " + file.string() + ". Is the disk full?");
}

}  // namespace longview

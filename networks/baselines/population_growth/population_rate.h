// How fast the outline of a glioma moves in the population, for models that see one date only.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "networks/core/history.h"

namespace longview {

// mm a day, outward, of one kind of patients (real or simulated). A rate is chosen on pairs of dates; a patient whose
// own pair was among them gets the rate that was chosen without it.
struct PopulationRate {
  double all = 0;
  std::map<std::string, double> without;  // by patient_key
  std::string chosen_on;                  // in words
};

struct PopulationRates {
  PopulationRate real, simulated;
};

// How a patient is named in the file: the first 12 digits of the name's SHA-256, as in GP-GAN's weights.
std::string patient_key(const std::string& patient);

// Throws Failure for a file that is absent, cut or lacks a key.
PopulationRates read_rates(const std::filesystem::path& file);
void write_rates(const std::filesystem::path& file, const PopulationRates& rates);

// The rates that are installed: resources/models/population_growth/card.json.
std::filesystem::path installed_rates();

// The rate for this patient from the installed file. Throws Failure as read_rates.
double population_rate(const History& history);

// Of each kind, the rate whose growth Dice, averaged over the pairs, is largest; a kind without a pair keeps that of
// `before`. Throws Failure if no history has a lesion at its last two dates and days between them.
PopulationRates fit_rates(const std::vector<History>& cohort, const PopulationRates& before);

}  // namespace longview

// The population's rate, chosen on pairs of spheres that all grow at one speed.
#include <gtest/gtest.h>

#include <fstream>

#include "imaging/core/failure.h"
#include "networks/baselines/population_growth/population_rate.h"
#include "networks/core/registry.h"
#include "tests/networks/baselines_history.h"

namespace longview {

namespace {

History pair(const std::string& name, double days, double grown_mm) {
  History history = history_of_spheres({{0, 10}, {days, 10 + grown_mm}}, cubes(61, 1));
  history.patient = name;
  return history;
}

TEST(PopulationRate, IsTheSpeedAtWhichAllGrew) {
  const auto rates = fit_rates({pair("a", 50, 4), pair("b", 100, 8), pair("c", 75, 6)}, {});
  EXPECT_NEAR(rates.simulated.all, 0.08, 0.01);
  EXPECT_EQ(rates.real.all, 0);  // no real patient: what was before
}

TEST(PopulationRate, OfAPatientIsChosenWithoutItsOwnPair) {
  const auto rates = fit_rates({pair("slow", 100, 3), pair("fast", 20, 10)}, {});
  EXPECT_NEAR(rates.simulated.without.at(patient_key("slow")), 0.5, 0.06);
  EXPECT_NEAR(rates.simulated.without.at(patient_key("fast")), 0.03, 0.006);
}

TEST(PopulationRate, KeepsRealAndSimulatedPatientsApart) {
  History real = pair("r", 100, 3);
  real.simulated = false;
  const auto rates = fit_rates({real, pair("s", 50, 10)}, {});
  EXPECT_NEAR(rates.real.all, 0.03, 0.006);
  EXPECT_NEAR(rates.simulated.all, 0.2, 0.02);
}

TEST(PopulationRate, ComesBackFromItsFileAndACutFileIsASentence) {
  const auto folder = std::filesystem::temp_directory_path() / "longview_rates";
  std::filesystem::create_directories(folder);
  TrainOptions options;
  options.out = folder;
  model_named("population-growth").train({pair("a", 50, 4)}, options, {});
  EXPECT_NEAR(read_rates(folder / "card.json").simulated.all, 0.08, 0.01);
  std::ofstream(folder / "card.json") << "{\"rates\": {";
  EXPECT_THROW(read_rates(folder / "card.json"), Failure);
  EXPECT_THROW(read_rates(folder / "absent.json"), Failure);
  EXPECT_THROW(fit_rates({history_of_spheres({{0, 10}}, cubes(61, 1))}, {}), Failure);
  std::filesystem::remove_all(folder);
}

}  // namespace

}  // namespace longview

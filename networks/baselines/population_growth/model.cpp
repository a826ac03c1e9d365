// Every outline moves outward at one speed (networks.md section 8): P = {SDF(B) <= rate * days}.
#include "networks/core/model.h"

#include <algorithm>
#include <memory>

#include "networks/baselines/baseline.h"
#include "networks/baselines/masks.h"
#include "networks/baselines/population_growth/population_rate.h"

namespace longview::population_growth {

namespace {

constexpr double furthest_mm = 30;  // beyond it, constant speed is no longer a forecast of anything

class PopulationGrowth : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return baseline_checks(history, horizon);
  }

  // Chooses the rates on the cohort's pairs of dates and writes them to card.json in options.out.
  void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress) const override {
    progress.report(0, "Choosing the rate");
    std::vector<History> used;
    for (const History& history : cohort)
      if (options.hold_out.empty() || history.patient != options.hold_out) used.push_back(history);
    PopulationRates before;
    if (std::filesystem::exists(installed_rates())) before = read_rates(installed_rates());
    write_rates(options.out / "card.json", fit_rates(used, before));
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    refuse_unfit(card_, applicable(history, horizon));
    progress.report(0, card_.title);
    const LabelMap lesion = last_lesion_on_scan(history);
    const double grown_mm = std::min(population_rate(history) * horizon.days, furthest_mm);
    return mask_prediction(card_, history, horizon, lesion, level_set(lesion_distance(lesion), grown_mm), options);
  }

 private:
  const ModelCard card_ = baseline_card("population-growth", "Population growth",
                                        "The last outline, moved outward at the speed that fits the training patients "
                                        "best.",
                                        "Level set of the signed distance; no paper.", {"lesion"});
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<PopulationGrowth>(); }

}  // namespace longview::population_growth

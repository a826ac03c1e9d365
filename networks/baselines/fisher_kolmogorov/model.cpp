// A tumour that diffuses and multiplies in this patient's tissues, fitted to the past and run on (networks.md section
// 8). What the fit cannot explain of the outline stays: the change that the model sees is added to the observed
// distance.
#include "networks/core/model.h"

#include <cmath>
#include <memory>

#include "imaging/measurement/distances.h"
#include "networks/baselines/baseline.h"
#include "networks/baselines/fisher_kolmogorov/fitted_change.h"
#include "networks/baselines/masks.h"

namespace longview::fisher_kolmogorov {

namespace {

class FisherKolmogorov : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    std::vector<Check> checks = baseline_checks(history, horizon);
    if (history.timepoints.size() < 2) {
      checks.push_back({Check::Verdict::warns, "Dates with a lesion, 2 or more", "1",
                        "One date shows the shape of the growth but not its speed: the population's is taken. A second "
                        "date gives this patient's own."});
      return checks;
    }
    for (Check& check : two_date_checks(card_, history)) checks.push_back(std::move(check));
    return checks;
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    refuse_unfit(card_, applicable(history, horizon));
    const LabelMap lesion = last_lesion_on_scan(history);
    const FittedChange fitted = fitted_change(history, horizon.days, progress);
    Prediction prediction =
        mask_prediction(card_, history, horizon, lesion, moved(lesion, fitted.change, history), options);
    const GliomaGrowth& growth = fitted.fit.growth;
    prediction.numbers.push_back(
        {"diffusion in white matter", growth.d_white * std::abs(fitted.fit.later_factor), {}, {}, "mm2/d"});
    prediction.numbers.push_back({"proliferation", growth.rho * fitted.fit.later_factor, {}, {}, "1/d"});
    prediction.numbers.push_back({"Dice of the fit at the past dates", fitted.fit.dice, {}, {}, "1"});
    return prediction;
  }

 private:
  // The outer border moves by the change, and so does the border of the cavity inside: the rim keeps its width. A gap
  // in the rim is a cavity that reaches the outer border; it does not go on into what is new, where nothing is known.
  static Volume moved(const LabelMap& lesion, const Volume& change, const History& history) {
    const Volume mask = followed_mask(lesion), whole = filled(mask), distance = signed_distance(whole);
    const auto then = [&](const Volume& before) {
      return level_set(changed_distance(before, change, history.last_to_study), 0);
    };
    const Volume cavity = without(whole, mask);
    const Volume kept = without(without(whole, without(whole, then(distance))), then(signed_distance(cavity)));
    const Volume deep = without(cavity, without(whole, level_set(distance, -deep_mm)));
    const Volume added = without(without(then(distance), whole), then(signed_distance(deep)));
    return either(kept, added);
  }

  static constexpr double deep_mm = 3;  // what lies this far below the outer border is no gap

  const ModelCard card_ = baseline_card(
      "fisher-kolmogorov", "Fisher-Kolmogorov",
      "Diffusion and proliferation in the patient's own white and grey matter, fitted to the past lesions and run on.",
      "Swanson et al. 2000, doi 10.1046/j.1365-2184.2000.00177.x; thresholds and ranges of Balcerak et al. (GliODIL), "
      "Nature Communications 2025",
      {"MR", "lesion"});
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<FisherKolmogorov>(); }

}  // namespace longview::fisher_kolmogorov

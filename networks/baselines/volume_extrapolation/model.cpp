// The volume follows its past, the shape follows the volume (networks.md section 8): the level set of SDF(B) whose
// volume is the extrapolated one.
#include "networks/core/model.h"

#include <cmath>
#include <memory>

#include "imaging/measurement/volumes.h"
#include "networks/baselines/baseline.h"
#include "networks/baselines/masks.h"

namespace longview::volume_extrapolation {

namespace {

// Median volume doubling time of 106 untreated glioblastomas (networks.md 7.1), for a history of one date.
constexpr double population_doubling_days = 49.6;

// mL at `days` after the last date. Two dates: a line while it grows, an exponential while it shrinks (a line would go
// below nothing). The volumes of the past are those of each date's own space.
double volume_then(const History& history, double last_ml, double days) {
  if (history.timepoints.size() < 2) return last_ml * std::exp2(days / population_doubling_days);
  const double interval = last_interval_days(history);
  const double before = history.timepoints[history.timepoints.size() - 2].lesion_ml;
  const double last = history.timepoints.back().lesion_ml;
  if (last >= before) return last_ml * (1 + (last - before) / last * days / interval);
  return last_ml * std::exp(std::log(last / before) * days / interval);
}

class VolumeExtrapolation : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    std::vector<Check> checks = baseline_checks(history, horizon);
    if (history.timepoints.size() < 2) {
      checks.push_back({Check::Verdict::warns, "Dates with a lesion, 2 or more", "1",
                        "With one date the volume doubles every 49.6 d, the median of untreated glioblastoma. A second "
                        "date gives this patient's own speed."});
      return checks;
    }
    for (Check& check : two_date_checks(card_, history))
      if (check.what != "Alignment of the dates") checks.push_back(std::move(check));
    return checks;
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    refuse_unfit(card_, applicable(history, horizon));
    progress.report(0, card_.title);
    const LabelMap lesion = last_lesion_on_scan(history);
    const double ml = volume_then(history, volume_ml(followed_mask(lesion)), horizon.days);
    return mask_prediction(card_, history, horizon, lesion, level_set_of_volume(lesion_distance(lesion), ml), options);
  }

 private:
  const ModelCard card_ = baseline_card("volume-extrapolation", "Volume extrapolation",
                                        "The volumes of the last two dates continued, and the last outline moved until "
                                        "it holds that volume.",
                                        "Line or exponential through two volumes; no paper.", {"lesion"});
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<VolumeExtrapolation>(); }

}  // namespace longview::volume_extrapolation

// Each piece of the outline goes on as it went (networks.md section 8): S(t) = S1 + (S1 - S0)(t - t1)/(t1 - t0),
// P = [S <= 0], speed within +-0.5 mm/day.
#include "networks/core/model.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "networks/baselines/baseline.h"
#include "networks/baselines/masks.h"

namespace longview::distance_extrapolation {

namespace {

constexpr double fastest_mm_per_day = 0.5;

Volume distance_at(const PreparedTimepoint& date) {
  std::vector<std::uint8_t> inside;
  for (float v : voxels_of<float>(date.lesion)) inside.push_back(v > 0.5F);
  const bool empty = std::none_of(inside.begin(), inside.end(), [](std::uint8_t v) { return v != 0; });
  if (empty) throw Failure("The lesion of " + date.session + " is lost on the working grid. It is too small.");
  return signed_distance(make_volume(date.lesion.grid, std::move(inside)));
}

// mm that each point's distance changes in `days`, on the working grid.
Volume change_in(const History& history, double days) {
  const Volume before = distance_at(history.timepoints[history.timepoints.size() - 2]);
  const Volume last = distance_at(history.timepoints.back());
  const auto s0 = voxels_of<float>(before), s1 = voxels_of<float>(last);
  const double interval = last_interval_days(history);
  std::vector<float> change(s1.size());
  for (std::size_t i = 0; i < change.size(); ++i)
    change[i] = static_cast<float>(
        days * std::clamp((double(s1[i]) - s0[i]) / interval, -fastest_mm_per_day, fastest_mm_per_day));
  return make_volume(last.grid, std::move(change), "mm");
}

class DistanceExtrapolation : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    std::vector<Check> checks = baseline_checks(history, horizon);
    for (Check& check : two_date_checks(card_, history)) checks.push_back(std::move(check));
    return checks;
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    refuse_unfit(card_, applicable(history, horizon));
    progress.report(0, card_.title);
    const LabelMap lesion = last_lesion_on_scan(history);
    const Volume then =
        changed_distance(lesion_distance(lesion), change_in(history, horizon.days), history.last_to_study);
    return mask_prediction(card_, history, horizon, lesion, level_set(then, 0), options);
  }

 private:
  const ModelCard card_ = baseline_card("distance-extrapolation", "Distance extrapolation",
                                        "Each piece of the outline goes on at the speed it had between the last two "
                                        "dates.",
                                        "Linear extrapolation of signed distances; no paper.", {"lesion", "two dates"});
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<DistanceExtrapolation>(); }

}  // namespace longview::distance_extrapolation

// "Nothing changes": the bar that every forecast has to pass (networks.md section 8, persistence).
#include "networks/core/model.h"

#include <memory>

#include "networks/baselines/baseline.h"
#include "networks/baselines/masks.h"

namespace longview::nothing_changes {

namespace {

class NothingChanges : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return baseline_checks(history, horizon);
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    refuse_unfit(card_, applicable(history, horizon));
    progress.check();
    const LabelMap lesion = last_lesion_on_scan(history);
    return mask_prediction(card_, history, horizon, lesion, followed_mask(lesion), options);
  }

 private:
  const ModelCard card_ =
      baseline_card("nothing-changes", "Nothing changes", "The last scan and its lesion, given back as they are.",
                    "Persistence forecast; no paper.", {"lesion"});
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<NothingChanges>(); }

}  // namespace longview::nothing_changes

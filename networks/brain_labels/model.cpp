// Brain labels as a model of this program: its "prediction" is what the scan itself shows.
#include "networks/core/model.h"

#include <memory>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/registration/label_vote.h"
#include "networks/brain_labels/card.h"
#include "networks/brain_labels/judge.h"
#include "networks/brain_labels/training.h"
#include "networks/core/brain_checks.h"
#include "networks/layers/labelled_brain.h"
#include "networks/layers/structure_volumes.h"

namespace longview::brain_labels {

namespace {

class BrainLabelsModel : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return brain_checks(card_, history, horizon);
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    const std::vector<Check> checks = applicable(history, horizon);
    if (refused(checks)) throw Failure(refusal_text(card_, checks));
    progress.check();
    const ComputePlan plan = compute_plan(options.device, options.threads);
    const LabelledBrain found = label_brain(history.last_scan, plan, {}, progress.part(0, 0.9));
    Prediction prediction;
    prediction.labels = {vote_labels(found.labels, history.last_scan.grid, {}, progress.part(0.9, 1)),
                         structure_labels(card_.title + " " + card_.version)};
    prediction.labels_title = "Brain structures";
    prediction.kind = TimepointKind::synthetic;
    const std::vector<double> volumes = structure_volumes(prediction.labels->voxels);
    prediction.findings.tables.push_back(volumes_table(volumes));
    for (const BrainRegion& region : brain_regions())
      prediction.numbers.push_back({region.name, region_volume(volumes, region.values), {}, {}, "mL"});
    prediction.numbers.push_back({"certainty", found.certainty, {}, {}, ""});
    prediction.provenance = {card_.name, card_.version, card_.weights_sha256, 0, {}, options.seed, plan.words, {}};
    if (!history.timepoints.empty()) prediction.provenance.inputs.push_back(history.timepoints.back().session);
    return prediction;
  }

  bool judges_itself() const override { return true; }
  Judgement judge(const std::vector<History>& cohort, const PredictOptions& options,
                  const Progress& progress) const override {
    return brain_labels::judge(cohort, options, progress);
  }

  void train(const std::vector<History>& cohort, const TrainOptions& options, const Progress& progress) const override {
    brain_labels::train(cohort, options, Recipe{}, progress);
  }

 private:
  const ModelCard card_ = installed_card();
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<BrainLabelsModel>(); }

}  // namespace longview::brain_labels

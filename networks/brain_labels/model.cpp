// Brain labels as a model of this program: its "prediction" is what the scan itself shows.
#include "networks/core/model.h"

#include <cmath>
#include <memory>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/registration/label_vote.h"
#include "networks/brain_labels/card.h"
#include "networks/brain_labels/judge.h"
#include "networks/brain_labels/labels.h"
#include "networks/brain_labels/training.h"
#include "networks/brain_labels/volumes.h"

namespace longview::brain_labels {

namespace {

Check check(bool fits, std::string what, std::string value, std::string sentence) {
  return {fits ? Check::Verdict::fits : Check::Verdict::refuses, std::move(what), std::move(value),
          fits ? std::string() : std::move(sentence)};
}

std::vector<Check> checks_of(const ModelCard& card, const History& history, Horizon horizon) {
  std::vector<Check> checks;
  checks.push_back(check(card.weights_installed, "Weights", card.weights_installed ? "installed" : "missing",
                         "The weights of the labels network are not installed. Install Longview again, or train it."));
  checks.push_back(check(std::isfinite(horizon.days), "Days", std::isfinite(horizon.days) ? "any" : "no number",
                         "The number of days is no number. Choose 0."));
  const PreparedTimepoint* last = history.timepoints.empty() ? nullptr : &history.timepoints.back();
  const bool mr = last && (last->modality == "MR" || last->modality.empty());
  checks.push_back(check(mr, "Modality, MR", last ? last->modality : "no scan",
                         "Brain structures are found on MR scans. Choose a T1 scan."));
  const std::string sequence = last ? last->sequence : "";
  const bool t1 = sequence.empty() || sequence == "T1w" || sequence == "ce-T1w";
  checks.push_back(check(t1, "Sequence, T1", sequence.empty() ? "not stated" : sequence,
                         "Brain structures are found on T1 scans, not on " + sequence + ". Choose a T1 scan."));
  double coarsest = 0;
  for (const double spacing : history.last_scan.grid.spacing) coarsest = std::max(coarsest, spacing);
  const Range range = card.applicability.at("spacing_mm");
  char value[32], words[160];
  std::snprintf(value, sizeof value, "%.1f mm", coarsest);
  std::snprintf(words, sizeof words, "The slices of this scan are %.1f mm thick; structures are found up to %.1f mm.",
                coarsest, range.high);
  checks.push_back(check(coarsest <= range.high, "Slice thickness", value, words));
  return checks;
}

class BrainLabelsModel : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    return checks_of(card_, history, horizon);
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

// Brain labels as a model of this program: its "prediction" is what the scan itself shows.
#include "networks/core/model.h"

#include <cstdio>
#include <filesystem>
#include <memory>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/region_table.h"
#include "imaging/measurement/structure_volumes.h"
#include "imaging/registration/label_vote.h"
#include "networks/brain_labels/card.h"
#include "networks/brain_labels/judge.h"
#include "networks/brain_labels/training.h"
#include "networks/core/brain_checks.h"
#include "networks/layers/labelled_brain.h"

namespace longview::brain_labels {

namespace {

// Beside the healthy, where the norms are installed.
const RegionalNorms* installed_norms() {
  static const std::vector<RegionalNorms> all = [] {
    const auto file = installed_folder() / "norms.json";
    return std::filesystem::exists(file) ? read_regional_norms(file) : std::vector<RegionalNorms>{};
  }();
  return norms_of(all, "brain-labels");
}

Person person_at(const History& history, const PreparedTimepoint& date) {
  Person person{history.age_years, history.sex};
  const auto& first = history.timepoints.front().day;
  if (person.age_years && first && date.day) *person.age_years += (*date.day - *first) / 365.25;
  return person;
}

// Every date's regions, the dates before the last labelled in the same way.
NamedTable regions_by_date(const History& history, const std::vector<double>& last, const ComputePlan& plan,
                           const Progress& progress) {
  NamedTable all{
      "regions_by_date", {"session", "region", "volume_ml", "expected_ml", "z", "percentile", "within_skull_ml"}, {}};
  const std::size_t dates = history.timepoints.size();
  for (std::size_t n = 0; n < dates; ++n) {
    const PreparedTimepoint& date = history.timepoints[n];
    const Progress part = progress.part(static_cast<double>(n) / static_cast<double>(dates),
                                        static_cast<double>(n + 1) / static_cast<double>(dates), date.session);
    const std::vector<double> volumes =
        n + 1 == dates ? last
                       : structure_volumes(vote_labels(label_brain(date.scan, plan, {}, part).labels, date.scan.grid));
    char skull[32];
    std::snprintf(skull, sizeof skull, "%.1f", volumes.at(0));
    for (auto& row : regions_table(volumes, installed_norms(), person_at(history, date)).rows) {
      row.insert(row.begin(), date.session);
      row.emplace_back(skull);
      all.rows.push_back(std::move(row));
    }
  }
  return all;
}

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
    const LabelledBrain found = label_brain(history.last_scan, plan, {}, progress.part(0, 0.4));
    Prediction prediction;
    prediction.labels = {vote_labels(found.labels, history.last_scan.grid, {}, progress.part(0.4, 0.5)),
                         structure_labels(card_.title + " " + card_.version)};
    prediction.labels_title = "Brain structures";
    prediction.kind = TimepointKind::synthetic;
    const std::vector<double> volumes = structure_volumes(prediction.labels->voxels);
    const Person person = history.timepoints.empty() ? Person{history.age_years, history.sex}
                                                     : person_at(history, history.timepoints.back());
    prediction.findings.tables = {regions_table(volumes, installed_norms(), person), volumes_table(volumes)};
    if (history.timepoints.size() > 1)
      prediction.findings.tables.push_back(regions_by_date(history, volumes, plan, progress.part(0.5, 1)));
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

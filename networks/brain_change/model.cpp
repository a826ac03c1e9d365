// A brain at a horizon: the person's own and the population's regional rates go on, through a warp (networks.md 8,
// "regional linear change", made visible). No weights of its own; structures come with the scans or from brain-labels.
#include "networks/core/model.h"

#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/measurement/structure_volumes.h"
#include "imaging/registration/resample.h"
#include "imaging/simulation/atrophy.h"
#include "networks/brain_change/judge.h"
#include "networks/brain_change/rates.h"
#include "networks/core/brain_checks.h"
#include "networks/layers/labelled_brain.h"

namespace longview::brain_change {

namespace {
ModelCard own_card() {
  const nlohmann::ordered_json json{
      {"name", "brain-change"},
      {"title", "Brain change"},
      {"task", "Brain atrophy"},
      {"version", "1"},
      {"description",
       "The brain at a horizon: each structure's volume goes on at the person's own rate, from two dates, and the "
       "population's, and the last scan is warped so that it has these volumes."},
      {"references",
       {"Fraser MA et al. A systematic review and meta-analysis of longitudinal hippocampal atrophy in "
        "healthy human ageing. NeuroImage 112:364-374, 2015"}},
      {"research_use_only", true},
      {"licence", "The same as Longview's; research use only."},
      {"needs", {"MR", "T1w"}},
      {"preparation", "scan"},
      {"interval_days", {{"min", 0}, {"max", 3652}}},
      {"applicability", {{"spacing_mm", {{"min", 0.4}, {"max", 6.5}}}}},
      {"limits",
       {"Rates of single persons from two scans at 2 mm are uncertain; they are drawn towards the population's.",
        "It shrinks what is there: no lesion, bleeding or new disease is predicted.",
        "Not cleared, approved or CE-marked; for research only."}},
      {"weights", {{"file", ""}, {"sha256", ""}}},
      {"training", {{"data", ""}}},
      {"metrics", nlohmann::json::array()}};
  ModelCard card = installed_card("brain_change", json.dump(2));
  card.weights_installed = true;  // it has none
  return card;
}

// The structures of a date on some grid of its scan's space: all dates in the same way, so that none is favoured.
Volume structures_of(const PreparedTimepoint& date, bool given, const PredictOptions& options,
                     const Progress& progress) {
  if (given) return brain_structures_from(date.labels).voxels;
  return label_brain(date.scan, compute_plan(options.device, options.threads), {}, progress).labels;
}

std::string cell(double value, const char* format) {
  if (!std::isfinite(value)) return "";
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

NamedTable change_table(const Rates& own, const Rates& population, const Rates& used, const Atrophy& warped) {
  NamedTable table{"change",
                   {"structure", "volume_ml", "own_percent_a_year", "population_percent_a_year", "used_percent_a_year",
                    "predicted_ml"},
                   {}};
  for (const StructureChange& change : warped.changes) {
    const auto value = static_cast<std::size_t>(change.value);
    table.rows.push_back({change.name, cell(change.before_ml, "%.3f"),
                          cell(own.empty() ? std::nan("") : 100 * own[value], "%.3f"),
                          cell(100 * population[value], "%.3f"), cell(100 * used[value], "%.3f"),
                          cell(change.before_ml * (1 + change.true_percent / 100), "%.3f")});
  }
  return table;
}

// How much volume each place gains or loses until the horizon.
NamedMap change_map(const Volume& jacobian, const Grid& scan) {
  std::vector<float> percent;
  const Volume there = resample(jacobian, scan, {}, Interpolation::linear, 1);
  for (const float factor : voxels_of<float>(there)) percent.push_back(100 * (factor - 1));
  return {"volume_change", "Volume, horizon minus now", make_volume(scan, std::move(percent), "%"), true, "grows",
          "shrinks"};
}

class BrainChange : public Model {
 public:
  const ModelCard& card() const override { return card_; }

  std::vector<Check> applicable(const History& history, Horizon horizon) const override {
    std::vector<Check> checks = brain_checks(card_, history, horizon);
    const Range days = card_.interval_days;
    Check check{Check::Verdict::fits, "Days ahead, 0 ... 3652", cell(horizon.days, "%.0f"), {}};
    if (!(horizon.days >= days.low && horizon.days <= days.high)) {
      check.verdict = Check::Verdict::refuses;
      check.sentence = "The horizon is " + check.value + " days; choose one from today to ten years ahead.";
    }
    checks.push_back(check);
    return checks;
  }

  Prediction predict(const History& history, Horizon horizon, const PredictOptions& options,
                     const Progress& progress) const override {
    const std::vector<Check> checks = applicable(history, horizon);
    if (refused(checks)) throw Failure(refusal_text(card_, checks));
    progress.check();
    const PreparedTimepoint &first = history.timepoints.front(), &last = history.timepoints.back();
    const bool given = are_brain_structures(first.labels) && are_brain_structures(last.labels);
    const Volume now = structures_of(last, given, options, progress.part(0, 0.3));
    const Rates population = population_rates();
    Rates own, used = population;
    if (history.timepoints.size() > 1 && first.day && last.day && *last.day - *first.day >= 90) {
      const double years = (*last.day - *first.day) / 365.25;
      const std::vector<double> volumes = structure_volumes(now);
      own = own_rates(structure_volumes(structures_of(first, given, options, progress.part(0.3, 0.5))), volumes, years);
      used = continued(own, population, volumes, years);
    }
    const Atrophy warped =
        warp_to_volumes(history.last_scan, now, factors(used, horizon.days / 365.25), progress.part(0.5, 1));
    return as_prediction(history, horizon, options, warped, change_table(own, population, used, warped));
  }

  bool judges_itself() const override { return true; }
  Judgement judge(const std::vector<History>& cohort, const PredictOptions&, const Progress& progress) const override {
    return brain_change::judge(cohort, progress);
  }

 private:
  Prediction as_prediction(const History& history, Horizon horizon, const PredictOptions& options,
                           const Atrophy& warped, NamedTable table) const {
    Prediction prediction;
    prediction.image = warped.image;
    prediction.labels = {warped.labels, structure_labels(card_.title + " " + card_.version)};
    prediction.labels_title = "Brain structures";
    prediction.findings.tables.push_back(std::move(table));
    prediction.findings.maps.push_back(change_map(warped.jacobian, history.last_scan.grid));
    // The Jacobian's integrals: whole voxels of 2 mm do not show what a structure loses in a year.
    std::vector<double> volumes(1 + kBrainStructures, 0);
    for (const StructureChange& change : warped.changes)
      volumes[static_cast<std::size_t>(change.value)] = change.before_ml * (1 + change.true_percent / 100);
    for (const BrainRegion& region : brain_regions())
      prediction.numbers.push_back({region.name, region_volume(volumes, region.values), {}, {}, "mL"});
    prediction.provenance = {card_.name, card_.version, "", horizon.days, {}, options.seed, "cpu", {}};
    for (const PreparedTimepoint& date : history.timepoints) prediction.provenance.inputs.push_back(date.session);
    return prediction;
  }

  const ModelCard card_ = own_card();
};

}  // namespace

std::unique_ptr<Model> make_model() { return std::make_unique<BrainChange>(); }

}  // namespace longview::brain_change

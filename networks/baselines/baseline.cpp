#include "networks/baselines/baseline.h"

#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "imaging/measurement/volumes.h"
#include "imaging/registration/resample.h"
#include "networks/baselines/masks.h"

namespace longview {

ModelCard baseline_card(const std::string& name, const std::string& title, const std::string& description,
                        const std::string& reference, std::vector<std::string> needs) {
  ModelCard card;
  card.name = name;
  card.title = title;
  card.task = "Brain tumour growth";
  card.description = description;
  card.version = "1";
  card.reference = reference;
  card.needs = std::move(needs);
  card.limits = {"A baseline: it moves the outline of the last lesion and leaves the image as it was.",
                 "New lesions away from the last one are never predicted.",
                 "Not cleared, approved or CE-marked; for research only."};
  const nlohmann::json text{{"name", card.name},          {"title", card.title},       {"task", card.task},
                            {"version", card.version},    {"needs", card.needs},       {"limits", card.limits},
                            {"description", description}, {"references", {reference}}, {"research_use_only", true}};
  card.text = text.dump(2);
  return card;
}

LabelMap last_lesion_on_scan(const History& history) {
  if (!history.last_lesion.voxels.voxels) throw Failure("The last date has no lesion. Mark one, or give a mask file.");
  if (same_grid(history.last_lesion.grid(), history.last_scan.grid)) return history.last_lesion;
  return resample_labels(history.last_lesion, history.last_scan.grid);
}

double last_interval_days(const History& history) {
  return *history.timepoints.back().day - *history.timepoints[history.timepoints.size() - 2].day;
}

namespace {

LabelMap relabelled(const ModelCard& card, const LabelMap& lesion, const Volume& mask) {
  LabelMap map{lesion.voxels, lesion.labels};
  if (map.labels.empty()) map.labels = {Label{}};
  for (Label& label : map.labels) {
    label.algorithm_type = AlgorithmType::automatic;
    label.algorithm_name = card.title + " " + card.version;
  }
  const Volume old_mask = followed_mask(lesion);
  const auto was = voxels_of<std::uint8_t>(old_mask);
  const auto is = voxels_of<std::uint8_t>(mask);
  visit_voxels(lesion.voxels, [&]<class T>(std::span<const T> old) {
    std::vector<T> values(old.begin(), old.end());
    const T first = static_cast<T>(followed_label(map).value);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (is[i] && !was[i]) values[i] = first;
      if (!is[i] && was[i]) values[i] = T(0);
    }
    map.voxels = make_volume(lesion.voxels.grid, std::move(values), lesion.voxels.unit);
  });
  return map;
}

}  // namespace

Prediction mask_prediction(const ModelCard& card, const History& history, Horizon horizon, const LabelMap& lesion,
                           const Volume& mask, const PredictOptions& options) {
  Prediction prediction;
  prediction.image = history.last_scan;
  prediction.labels = relabelled(card, lesion, mask);
  prediction.numbers = {{"volume", volume_ml(mask), {}, {}, "mL"}};
  Provenance& from = prediction.provenance;
  from.model = card.name;
  from.version = card.version;
  from.horizon_days = horizon.days;
  for (const PreparedTimepoint& date : history.timepoints) from.inputs.push_back(date.session);
  from.seed = options.seed;
  from.device = "cpu";
  from.warnings = {"The image is the last scan, unchanged: " + card.title + " predicts the outline alone."};
  return prediction;
}

}  // namespace longview

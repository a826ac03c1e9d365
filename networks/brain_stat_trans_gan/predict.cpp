#include "networks/brain_stat_trans_gan/predict.h"

#include <ATen/Parallel.h>

#include <nlohmann/json.hpp>

#include "imaging/core/brain_structures.h"
#include "networks/brain_stat_trans_gan/training.h"
#include "networks/core/private/device.h"
#include "networks/core/private/tensor.h"
#include "networks/layers/region_places.h"

namespace longview::brain_stat_trans_gan {

namespace {
constexpr double percent_of_white = 100 / kStandardWhite;

std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3f", value);
  return buffer;
}

NamedTable regions_of(const Transferred& made, const Shipped& shipped, double voxel_ml) {
  NamedTable table{"regions", {"region", "mean_residual_percent", "residual_sum_ml", "region_ml"}, {}};
  const at::Tensor residual = made.residual.view({76, 94, 76});
  for (const BrainRegion& region : brain_regions()) {
    at::Tensor inside = at::zeros({76, 94, 76}, at::kBool);
    for (const int value : region.values) inside = inside.logical_or(shipped.atlas == value);
    const at::Tensor values = residual.masked_select(inside);
    if (values.numel() == 0) continue;
    // The sum counts in volumes of white matter's full intensity that would be filled in.
    table.rows.push_back({region.name, text(percent_of_white * values.mean().item<double>()),
                          text(values.sum().item<double>() / kStandardWhite * voxel_ml),
                          text(static_cast<double>(values.numel()) * voxel_ml)});
  }
  return table;
}

NamedFacts status_of(const Transferred& made, const Shipped& shipped) {
  const double probability = patient_probability(shipped, made.rmfn);
  const std::string says = probability > 0.5 ? "like the simulated patients" : "like the healthy";
  const nlohmann::ordered_json status{
      {"status", says},
      {"probability_of_atrophy", probability},
      {"calibration", {{"slope", shipped.slope}, {"offset", shipped.offset}, {"rmfn_logit_difference", made.rmfn}}},
      {"brain_alone_logit_difference", made.mri_only},
      {"independent_network",
       {{"scan_logit_difference", made.independent_before},
        {"healthy_version_logit_difference", made.independent_after}}},
      {"of", "patients simulated in healthy brains; no patient with Alzheimer's disease was learned from"}};
  return {"status",
          status.dump(2) + "\n",
          says,
          probability,
          "atrophy as simulated",
          "Calibrated (logistic, slope " + text(shipped.slope) + ", offset " + text(shipped.offset) +
              ") on people whom no network learned from. Patients were simulated in healthy brains: no patient with "
              "Alzheimer's disease was learned from."};
}

// The scan with the difference put in: as sharp as it was acquired.
Volume changed(const Volume& scan, const Volume& difference, double white) {
  const at::Tensor raw = tensor_of(scan);
  const at::Tensor made = raw + tensor_of(difference) * (white / kStandardWhite);
  return volume_of(made.clamp_min(std::min(0.0, raw.min().item<double>())), scan.grid, scan.unit);
}
}  // namespace

double independent_difference(const Shipped& shipped, const at::Tensor& brain) {
  const at::Tensor logits = shipped.independent(brain);
  return (logits[0][1] - logits[0][0]).item<double>();
}

Transferred transferred(const Shipped& shipped, const at::Tensor& image, const at::Tensor& mask) {
  at::NoGradGuard no_gradient;
  Transferred made;
  made.brain = shown(image);
  made.residual = (shipped.generator(made.brain).clamp(0, 1) - made.brain) * mask;
  made.healthy = made.brain + made.residual;
  const StatusNetwork::Features features = shipped.status.features(made.brain);
  const at::Tensor rmfn = shipped.rmfn(made.residual, features), alone = shipped.status(made.brain);
  made.rmfn = (rmfn[0][1] - rmfn[0][0]).item<double>();
  made.mri_only = (alone[0][1] - alone[0][0]).item<double>();
  made.independent_before = independent_difference(shipped, made.brain);
  made.independent_after = independent_difference(shipped, made.healthy);
  return made;
}

Prediction predict_with(const Shipped& shipped, const ModelCard& card, const History& history,
                        const PredictOptions& options, const Progress& progress) {
  const ComputePlan plan = compute_plan(options.device, options.threads);
  at::set_num_threads(plan.threads);
  const PlacedBrain brain = placed_brain_of(history, false, progress.part(0, 0.8));
  progress.report(0.8, "Turning the brain healthy");
  const Transferred made =
      transferred(shipped, brain.brain.scaled(brain.brain.image), brain.brain.floats(brain.brain.mask));
  const Grid& grid = history.last_scan.grid;
  const Volume difference =
      on_scan(volume_of(made.residual.view({76, 94, 76}), standard_grid()), brain.placed.to_scan, grid);

  Prediction prediction;
  prediction.kind = TimepointKind::synthetic;
  prediction.image = changed(history.last_scan, difference, brain.placed.white);
  prediction.image_name = "healthy";
  prediction.findings.maps = {{"residual", "Healthy-looking minus scan",
                               volume_of(tensor_of(difference) * percent_of_white, grid, "% of white matter"), true,
                               "less tissue than expected", "more tissue than expected"}};
  NamedTable table = regions_of(made, shipped, standard_voxel_ml(brain.placed.to_scan));
  add_places(table, shipped.atlas, made.residual.view({76, 94, 76}), brain.placed.to_scan);
  prediction.findings.tables = {std::move(table)};
  prediction.findings.facts = {status_of(made, shipped)};
  prediction.numbers = {{"probability of atrophy", patient_probability(shipped, made.rmfn), {}, {}, "1"}};
  prediction.provenance = {card.name, card.version, card.weights_sha256, 0, {}, options.seed, plan.words, {}};
  prediction.provenance.inputs.push_back(history.timepoints.back().session);
  return prediction;
}

}  // namespace longview::brain_stat_trans_gan

#include "networks/gancmlae/predict.h"

#include <ATen/Parallel.h>

#include "networks/core/private/device.h"
#include "networks/core/private/tensor.h"
#include "networks/layers/diffeomorphic.h"
#include "networks/layers/region_places.h"

namespace longview::gancmlae {

namespace {
constexpr double notable_z = 2;

// A map in the space of the mean tissues on the scan's own grid.
Volume own(const at::Tensor& map, const at::Tensor& to_mean, const PlacedBrain& brain, const Grid& scan,
           const std::string& unit) {
  const at::Tensor standard = warped(map.view({1, 1, 76, 94, 76}), to_mean).view({76, 94, 76});
  const at::Tensor inside = standard * brain.brain.mask.to(at::kFloat);
  Volume volume = on_scan(volume_of(inside, standard_grid()), brain.placed.to_scan, scan);
  volume.unit = unit;
  return volume;
}

std::vector<NamedNumber> numbers_of(const Looked& looked, const std::vector<RegionZ>& regions, const at::Tensor& mask) {
  const at::Tensor z = looked.z.masked_select(mask > 0.5);
  return {{"mean z", z.mean().item<double>(), {}, {}, "z"},
          {"mean z of the hippocampi", mean_z_of(regions, "Hippocampi"), {}, {}, "z"},
          {"grey matter beyond z 2", 100 * (z > notable_z).to(at::kFloat).mean().item<double>(), {}, {}, "%"}};
}
}  // namespace

Looked looked_at(const at::Tensor& map, const Rebuild& rebuild, const Normative& usual, double age_years, bool female) {
  const at::Tensor rebuilt = rebuild(map);
  Looked looked{standard_part(map), standard_part(rebuilt), {}};
  looked.z = z_map(usual, (looked.rebuilt - looked.map).view({76, 94, 76}), age_years, female);
  return looked;
}

Prediction predict_with(const Shipped& shipped, const ModelCard& card, const History& history,
                        const PredictOptions& options, const Progress& progress) {
  at::NoGradGuard no_gradient;
  const ComputePlan plan = compute_plan(options.device, options.threads);
  at::set_num_threads(plan.threads);
  const PlacedBrain brain = placed_brain_of(history, false, progress.part(0, 0.6));
  const Morphometry shape = morphometry(brain.brain, shipped.mean, progress.part(0.6, 0.9));
  const Looked looked = looked_at(
      shape.map, [&](const at::Tensor& map) { return shipped.network(map); }, shipped.usual, brain.brain.age_years,
      brain.brain.female);
  progress.report(0.95, "Onto the scan");
  const at::Tensor to_mean = inverted(shape.displacement);
  const auto regions = regions_of(looked.z, shipped.usual.mask, shipped.atlas);

  Prediction prediction;
  prediction.kind = TimepointKind::synthetic;
  const Grid& grid = history.last_scan.grid;
  prediction.findings.maps = {
      {"z", "Grey matter, z", own(looked.z, to_mean, brain, grid, "z"), true, "less tissue than expected",
       "more tissue than expected", shipped.usual.reference},
      {"reconstruction", "Grey matter rebuilt", own(looked.rebuilt * most_grey, to_mean, brain, grid, "1"), false}};
  NamedTable table = table_of(regions);
  add_places(table, nearest_through(shipped.atlas.labels, to_mean),
             warped(looked.z.view({1, 1, 76, 94, 76}), to_mean).view({76, 94, 76}), brain.placed.to_scan);
  prediction.findings.tables = {std::move(table)};
  prediction.numbers = numbers_of(looked, regions, shipped.usual.mask);
  prediction.provenance = {card.name, card.version, card.weights_sha256, 0, {}, options.seed, plan.words, {}};
  prediction.provenance.inputs.push_back(history.timepoints.back().session);
  return prediction;
}

}  // namespace longview::gancmlae

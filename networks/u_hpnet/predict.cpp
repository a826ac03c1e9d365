#include "networks/u_hpnet/predict.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/registration/resample.h"
#include "networks/core/private/side_by_side.h"
#include "networks/core/private/tensor.h"
#include "networks/evaluation/bootstrap.h"

namespace longview::u_hpnet {

namespace {
using json = nlohmann::ordered_json;
constexpr int members = 16;           // dropout masks of the heads
constexpr double around_mm = 45;      // of the scan's own grid is predicted around the nodule
constexpr double disagreeing_mm = 2;  // as much as what counts as growth

struct Task {
  ChosenNodule nodule;
  Grid grid;  // of the crop
  Known known;
};

Task task_for(const ModelCard& card, const History& history, Horizon horizon, const PredictOptions& options) {
  const auto nodule = chosen_nodule(history.last_lesion, options.at);
  if (!nodule && options.at)
    throw Failure("No nodule is drawn within 10 mm of that point. Add a mask, or click the nodule to propose one.");
  const auto checks = nodule_checks(card, nodule, history.timepoints.back().session);
  if (refused(checks)) throw Failure(refusal_text(card, checks));
  Task task{*nodule, crop_grid(nodule->middle), {}};
  task.known = known_of(ct_crop(history.last_scan, task.grid), mask_crop(nodule->mask, task.grid), horizon.days, 3);
  return task;
}

struct Estimate {
  double mean = 0, low5 = 0, low10 = 0, high90 = 0, high95 = 0;
};

Estimate estimate_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return {sum / static_cast<double>(values.size()), quantile(values, 0.05), quantile(values, 0.1),
          quantile(values, 0.9), quantile(values, 0.95)};
}

// Diameters (mm) of the samples' masks: the nodule's own and what each sample adds to the crop's.
std::vector<double> mask_diameters(const Task& task, const Samples& samples) {
  const at::Tensor later = diameter_of((samples.logits > 0).to(at::kFloat), 1, 3);
  std::vector<double> all;
  for (std::int64_t i = 0; i < later.size(0); ++i)
    all.push_back(task.nodule.diameter_mm + later[i].item<double>() - task.known.diameter_mm.item<double>());
  return all;
}

// What the samples add to the first date's logits, on the scan's own grid: the whole of it, 0 far away.
struct Delivered {
  Volume probability, spread;
};

Volume on_whole(const Volume& part, const Size3& first, const Grid& grid) {
  std::vector<float> values(voxel_count(grid), 0);
  const auto voxels = voxels_of<float>(part);
  std::size_t n = 0;
  for (int z = 0; z < part.grid.size[2]; ++z)
    for (int y = 0; y < part.grid.size[1]; ++y)
      for (int x = 0; x < part.grid.size[0]; ++x, ++n)
        values[(static_cast<std::size_t>(z + first[2]) * static_cast<std::size_t>(grid.size[1]) +
                static_cast<std::size_t>(y + first[1])) *
                   static_cast<std::size_t>(grid.size[0]) +
               static_cast<std::size_t>(x + first[0])] = voxels[n];
  return make_volume(grid, std::move(values), "1");
}

Delivered delivered(const Task& task, const Samples& samples, const Grid& grid) {
  const Vec3 index = index_at(grid, task.nodule.middle);
  Size3 first{}, last{};
  for (std::size_t a = 0; a < 3; ++a) {
    const double reach = around_mm / grid.spacing[a];
    first[a] = std::clamp(static_cast<int>(std::floor(index[a] - reach)), 0, grid.size[a] - 1);
    last[a] = std::clamp(static_cast<int>(std::ceil(index[a] + reach)), first[a], grid.size[a] - 1);
  }
  const Grid part = sub_grid(grid, first, last);
  const at::Tensor probability = samples.logits.sigmoid(), mean = probability.mean(0)[0].clamp(1e-6, 1 - 1e-6);
  const at::Tensor added = (mean / (1 - mean)).log() - Forecaster::border_logits(task.known.distance)[0][0];
  const at::Tensor spread = probability.size(0) > 1 ? probability.std(0, true)[0] : at::zeros_like(mean);
  const auto on_part = [&](const at::Tensor& crop) { return resample(volume_of(crop, task.grid), part); };
  const at::Tensor now = Forecaster::border_logits(
      tensor_of(signed_distance(resample(task.nodule.mask, part, {}, Interpolation::nearest))).clamp(-500, 500));
  const at::Tensor later = (now + tensor_of(on_part(added))).sigmoid();
  return {on_whole(volume_of(later, part), first, grid), on_whole(on_part(spread), first, grid)};
}

json json_of(const Estimate& estimate) {
  return {{"mean", estimate.mean}, {"low", estimate.low5}, {"high", estimate.high95}, {"interval", "5 to 95 %"}};
}

json json_of(const Shares& shares, const char* unit) {
  return {{"unit", unit},
          {"total", shares.total},
          {"aleatoric", shares.aleatoric},
          {"epistemic", shares.epistemic},
          {"epistemic_share", shares.total > 0 ? shares.epistemic / shares.total : 0}};
}

struct Said {
  std::vector<double> classes;  // regress, stable, grow
  Estimate head, mask;          // diameters, mm
  Shares of_classes, of_size;
  std::vector<std::string> warnings;
};

Said said_of(const Shipped& weights, const Task& task, const Samples& samples, std::uint64_t seed) {
  const Members drawn = members_of(weights.network, samples.features, weights.shares, members, seed);
  const at::Tensor classes = drawn.classes.mean(at::IntArrayRef{0, 1});
  Said said;
  for (std::int64_t i = 0; i < 3; ++i) said.classes.push_back(classes[i].item<double>());
  std::vector<double> diameters = drawn_changes(drawn, seed);
  for (double& mm : diameters) mm = std::max(0.0, mm + task.nodule.diameter_mm);
  said.head = estimate_of(diameters);
  said.mask = estimate_of(mask_diameters(task, samples));
  said.of_classes = class_shares_of(drawn);
  said.of_size = size_shares_of(drawn);
  if (std::abs(said.head.mean - said.mask.mean) >= disagreeing_mm) {
    char text[200];
    std::snprintf(text, sizeof text,
                  "The predicted diameters disagree: %.1f mm by the mask, %.1f mm by the size. Trust neither alone.",
                  said.mask.mean, said.head.mean);
    said.warnings.push_back(text);
  }
  return said;
}

std::string growth_json(const Said& said, const Task& task, const Samples& samples, double days) {
  const ChosenNodule& nodule = task.nodule;
  const json growth{
      {"horizon_days", days},
      {"nodule",
       {{"place_lps_mm", {nodule.middle[0], nodule.middle[1], nodule.middle[2]}},
        {"diameter_mm", nodule.diameter_mm},
        {"volume_mm3", nodule.volume_mm3}}},
      {"growth",
       {{"regress", said.classes[0]},
        {"stable", said.classes[1]},
        {"grow", said.classes[2]},
        {"rule", "2 mm of diameter (Fleischner 2017)"}}},
      {"diameter_from_size_mm", json_of(said.head)},
      {"diameter_from_mask_mm", json_of(said.mask)},
      {"uncertainty", {{"growth", json_of(said.of_classes, "nats")}, {"size", json_of(said.of_size, "mm2")}}},
      {"samples", samples.logits.size(0)},
      {"members", members},
      {"warnings", said.warnings}};
  return growth.dump(2);
}

NamedNumber number_of(const std::string& name, const Estimate& estimate) {
  return {name, estimate.mean, estimate.low10, estimate.high90, "mm"};
}

Label label_for(const ModelCard& card, const LabelMap& drawn) {
  Label label = drawn.labels.empty() ? Label{} : drawn.labels.front();
  label.value = 1;
  label.name = "Nodule";
  label.type = {"27925004", "SCT", "Nodule"};
  label.algorithm_type = AlgorithmType::automatic;
  label.algorithm_name = card.title + " " + card.version;
  return label;
}
}  // namespace

Samples drawn_samples(const Forecaster& network, const Known& known, int samples, const ComputePlan& plan,
                      std::uint64_t seed, const Progress& progress) {
  const Read read = network.read(known, plan.bfloat16);
  const auto count = static_cast<std::size_t>(std::max(1, samples));
  const at::IntArrayRef sizes = known.distance.sizes();
  const std::int64_t voxels = known.distance.numel();
  std::vector<at::Tensor> logits, features;
  side_by_side(
      count, plan.threads,
      [&](std::size_t number) {
        Draw noise(seed, "u_hpnet sample", number);
        const Sampled one = network.sample(read, known, {}, noise);
        return at::cat({one.logits.flatten(1), one.features}, 1);
      },
      [&](std::size_t number, const at::Tensor& both) {
        progress.report(static_cast<double>(number) / static_cast<double>(count), "Drawing samples");
        logits.push_back(both.narrow(1, 0, voxels).view(sizes));
        features.push_back(both.narrow(1, voxels, both.size(1) - voxels));
      });
  return {at::cat(logits, 0), at::cat(features, 0)};
}

Prediction predict_with(const Shipped& weights, const ModelCard& card, const History& history, Horizon horizon,
                        const PredictOptions& options, const Progress& progress) {
  const ComputePlan plan = compute_plan("cpu", options.threads);
  const c10::InferenceMode inference;
  progress.report(0, "Finding the nodule");
  const Task task = task_for(card, history, horizon, options);
  const Samples samples =
      drawn_samples(weights.network, task.known, options.samples, plan, options.seed, progress.part(0.1, 0.9));
  const Said said = said_of(weights, task, samples, options.seed);
  const Delivered on_scan = delivered(task, samples, history.last_scan.grid);
  Prediction prediction;
  prediction.probability = on_scan.probability;
  if (options.samples > 1) prediction.spread = on_scan.spread;
  prediction.labels = label_map_of(on_scan.probability, label_for(card, history.last_lesion));
  prediction.labels_title = "Nodule, 50 %";
  prediction.numbers = {{"growth by 2 mm", said.classes[2], {}, {}, ""},
                        number_of("diameter by the size", said.head),
                        number_of("diameter by the mask", said.mask)};
  prediction.findings.facts.push_back({"growth", growth_json(said, task, samples, horizon.days)});
  prediction.provenance = {
      card.name,    card.version, card.weights_sha256, horizon.days, {history.timepoints.back().session},
      options.seed, plan.words,   said.warnings};
  return prediction;
}

}  // namespace longview::u_hpnet

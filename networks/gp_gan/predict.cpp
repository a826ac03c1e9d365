#include "networks/gp_gan/predict.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "imaging/core/failure.h"
#include "imaging/measurement/distances.h"
#include "imaging/measurement/volumes.h"
#include "imaging/registration/resample.h"
#include "networks/core/private/device.h"
#include "networks/core/private/tensor.h"
#include "networks/gp_gan/applicability.h"
#include "networks/layers/sliding_window.h"

namespace longview::gp_gan {

namespace {
constexpr Steps window{16, 64, 64};  // z, y, x: the patch it was trained on

at::Tensor batched(const at::Tensor& volume) { return volume.unsqueeze(0).unsqueeze(0); }

Volume inside_of(const Volume& lesion) {
  const at::Tensor mask = tensor_of(lesion) > 0.5;
  const auto* values = mask.data_ptr<bool>();
  return make_volume(lesion.grid, std::vector<std::uint8_t>(values, values + mask.numel()));
}

// Signed distance; 500 mm everywhere where there is no lesion.
at::Tensor distance_of(const Volume& mask) { return tensor_of(signed_distance(mask)).clamp(-500, 500); }

// The part of the working grid that holds the brain: everything else is not run.
struct BrainBox {
  std::int64_t start[3], length[3];  // z, y, x

  at::Tensor of(const at::Tensor& volume) const {
    at::Tensor view = volume;
    for (int axis = 0; axis < 3; ++axis) view = view.narrow(axis, start[axis], length[axis]);
    return view;
  }
};

BrainBox brain_box(const at::Tensor& brain) {
  BrainBox box{};
  for (int axis = 0; axis < 3; ++axis) {
    const at::Tensor used = at::nonzero(brain.any((axis + 1) % 3, true).any((axis + 2) % 3, true).flatten());
    if (!used.numel()) throw Failure("No brain was found in the last scan. Choose a series that shows it.");
    box.start[axis] = used.min().item<std::int64_t>();
    box.length[axis] = used.max().item<std::int64_t>() - box.start[axis] + 1;
  }
  return box;
}

// What the network adds, on the working grid: logits and prepared intensities.
struct Added {
  at::Tensor tumour, image;
};

struct Task {
  Stage stage;
  State state;
  at::Tensor brain, days;
  BrainBox box;
};

Task task_for(const Shipped& weights, const History& history, double days) {
  const ShownDates shown = shown_dates(history);
  const PreparedTimepoint& last = *shown.last;
  const at::Tensor brain = tensor_of(last.brain) > 0.5;
  const BrainBox box = brain_box(brain);
  const auto cut = [&](const at::Tensor& volume) { return batched(box.of(volume)).contiguous(); };
  State state{cut(tensor_of(last.image)),
              cut(tensor_of(last.white)),
              cut(tensor_of(last.grey)),
              cut(tensor_of(last.csf)),
              cut(distance_of(inside_of(last.lesion))),
              {},
              {}};
  if (shown.earlier) {
    state.earlier_distance = cut(distance_of(inside_of(shown.earlier->lesion)));
    state.days_before = at::full({1}, static_cast<float>(*last.day - *shown.earlier->day));
  }
  Stage stage(shown.earlier ? 2 : 1, 0);
  stage.start_from(shown.earlier ? weights.second : first_stage_for(weights, history.patient, history.simulated));
  return {std::move(stage), std::move(state), cut(brain), at::full({1}, static_cast<float>(days)), box};
}

// `sample` keys the dropout's draws; nothing: no dropout.
Added run_once(const Task& task, const ComputePlan& plan, std::uint64_t seed, std::optional<int> sample,
               const Progress& progress) {
  const at::Tensor condition = task.stage.condition(task.state, task.days).squeeze(0), days = task.days.to(plan.device);
  Stage network(task.stage.number(), 0);
  network.start_from(task.stage);
  network.to(plan.device);
  const at::Tensor both = slide(
      condition, task.brain[0][0], window, 2,
      [&](const at::Tensor& patch, std::size_t number) {
        Draw draw(seed, "gp_gan predict", number, static_cast<std::uint64_t>(sample.value_or(0)));
        const Change change = network.change(patch.to(plan.device), days, plan.bfloat16, sample ? &draw : nullptr);
        return at::cat({change.image, change.tumour}, 1);
      },
      progress, plan.device.is_cpu() ? plan.threads : 1);
  const Change change{both.narrow(0, 0, 1).unsqueeze(0), both.narrow(0, 1, 1).unsqueeze(0)};
  const Forecast forecast = task.stage.forecast(task.state, task.days, change);
  const at::Tensor brain = task.brain.to(at::kFloat);
  return {forecast.added[0][0], (forecast.image_added * brain)[0][0]};
}

Volume whole(const at::Tensor& part, const Task& task, const Grid& grid) {
  at::Tensor full = at::zeros({grid.size[2], grid.size[1], grid.size[0]});
  task.box.of(full).copy_(part);
  return volume_of(full, grid);
}

// Samples' probabilities on the last scan's grid.
struct Answer {
  at::Tensor probability, spread, image;  // spread undefined for one sample
};

Answer answer_on_scan(const Task& task, const History& history, const PredictOptions& options, const ComputePlan& plan,
                      const Progress& progress) {
  const Grid& grid = history.last_scan.grid;
  const at::Tensor now = border_logits(distance_of(followed_mask(history.last_lesion)));
  const int samples = std::max(1, options.samples);
  at::Tensor sum, squares, image;
  for (int i = 0; i < samples; ++i) {
    const double from = static_cast<double>(i) / samples;
    const Added added = run_once(task, plan, options.seed, samples > 1 ? std::optional(i) : std::nullopt,
                                 progress.part(from, from + 1.0 / samples));
    const auto on_scan = [&](const at::Tensor& part) {
      return tensor_of(resample(whole(part, task, history.grid), grid, history.last_to_study)).clone();
    };
    const at::Tensor probability = (now + on_scan(added.tumour)).sigmoid(), change = on_scan(added.image);
    sum = i ? sum + probability : probability;
    squares = i ? squares + probability.square() : probability.square();
    image = i ? image + change : change;
  }
  Answer answer;
  answer.probability = sum / samples;
  if (samples > 1) answer.spread = (squares / samples - answer.probability.square()).clamp_min(0).sqrt();
  answer.image = tensor_of(history.last_scan) + image * (5 * history.raw_deviation / samples);
  return answer;
}

NamedNumber volume_number(const at::Tensor& probability, const Grid& grid) {
  const auto ml = [&](double level) {
    return (probability > level).sum().item<double>() * voxel_volume_mm3(grid) / 1000;
  };
  return {"volume", ml(0.5), ml(0.9), ml(0.1), "mL"};
}
}  // namespace

Prediction predict_with(const Shipped& weights, const ModelCard& card, const History& history, Horizon horizon,
                        const PredictOptions& options, const Progress& progress) {
  const ComputePlan plan = compute_plan(options.device, options.threads);
  Prediction prediction;
  {
    const c10::InferenceMode inference;
    const Task task = task_for(weights, history, horizon.days);
    const Answer answer = answer_on_scan(task, history, options, plan, progress);
    const Grid& grid = history.last_scan.grid;
    prediction.probability = volume_of(answer.probability, grid, "1");
    if (answer.spread.defined()) prediction.spread = volume_of(answer.spread, grid, "1");
    prediction.image = volume_of(answer.image, grid, history.last_scan.unit);
    prediction.numbers.push_back(volume_number(answer.probability, grid));
  }
  Label label = followed_label(history.last_lesion);
  label.algorithm_type = AlgorithmType::automatic;
  label.algorithm_name = card.title + " " + card.version;
  prediction.labels = label_map_of(*prediction.probability, label);
  prediction.provenance = {card.name, card.version, card.weights_sha256, horizon.days,
                           {},        options.seed, plan.words,          {}};
  const ShownDates shown = shown_dates(history);
  if (shown.earlier) prediction.provenance.inputs.push_back(shown.earlier->session);
  prediction.provenance.inputs.push_back(shown.last->session);
  return prediction;
}

}  // namespace longview::gp_gan

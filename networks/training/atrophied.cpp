#include "networks/training/atrophied.h"

#include <algorithm>
#include <cmath>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/registration/resample.h"
#include "imaging/simulation/atrophy.h"
#include "networks/core/private/tensor.h"
#include "networks/layers/diffeomorphic.h"

namespace longview {

namespace {
// Of the standard grid's tensors, [z, y, x].
at::Tensor standard(const Volume& volume) {
  const Grid grid = standard_grid();
  return tensor_of(same_grid(volume.grid, grid) ? volume : resample(volume, grid));
}

Volume bytes_of(const at::Tensor& tensor) {
  const at::Tensor whole = tensor.contiguous();
  const std::uint8_t* first = whole.data_ptr<std::uint8_t>();
  return make_volume(standard_grid(), std::vector<std::uint8_t>(first, first + whole.numel()));
}

Atrophy simulated(const TrainingBrain& brain, const Volume& image, const Volume& labels, double hippocampus_percent,
                  const Progress& progress) {
  AtrophyOptions options;
  options.hippocampus_percent = hippocampus_percent;
  options.seed = static_cast<std::uint64_t>(Draw(0, "atrophy " + brain.patient).whole(1 << 30));
  return simulate_atrophy(image, labels, options, progress);
}

at::Tensor forward_of(const Atrophy& atrophy) {
  std::vector<at::Tensor> axes;
  for (const Volume& axis : atrophy.displacement) axes.push_back(standard(axis) / standard_grid().spacing[0]);
  return at::stack(axes).unsqueeze(0);
}

// The structure with most of each place, seen through a displacement.
at::Tensor labels_through(const at::Tensor& labels, const at::Tensor& displacement) {
  const auto share = [&](int value) {
    return warped((labels == value).to(at::kFloat).unsqueeze(0).unsqueeze(0), displacement).squeeze(0).squeeze(0);
  };
  at::Tensor most = share(0), best = at::zeros_like(labels);
  for (const BrainStructure& structure : brain_structures()) {
    const at::Tensor own = share(structure.value);
    best.masked_fill_(own > most, structure.value);
    most = at::maximum(most, own);
  }
  return best;
}

struct Shrunk {
  Volume image, labels;
  AtrophyField field;
};

Shrunk shrunk(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress) {
  if (!brain.labels.any().item<bool>())
    throw Failure("Atrophy can be simulated only in a brain whose structures are labelled.");
  constexpr double most_at_once = 10;
  const int steps = std::max(1, static_cast<int>(std::ceil(-hippocampus_percent / most_at_once - 1e-9)));
  const double each = 100 * (std::pow(1 + hippocampus_percent / 100, 1.0 / steps) - 1);
  Shrunk made{volume_of(brain.image.to(at::kFloat) / 255, standard_grid()), bytes_of(brain.labels), {}};
  at::Tensor forward;
  for (int step = 0; step < steps; ++step) {
    const Progress part = progress.part(static_cast<double>(step) / steps, (step + 1.0) / steps);
    const Atrophy atrophy = simulated(brain, made.image, made.labels, each, part);
    const at::Tensor on = forward_of(atrophy), back = inverted(on);
    const at::Tensor left = standard(atrophy.jacobian).clamp_min(0.05).log();
    AtrophyField& field = made.field;
    const bool first = step == 0;
    field.log_jacobian =
        first ? left : field.log_jacobian + warped(left.view({1, 1, 76, 94, 76}), forward).view({76, 94, 76});
    field.to_healthy = first ? back : composed(field.to_healthy, back);
    forward = first ? on : composed(on, forward);
    made.image = atrophy.image;
    made.labels = first ? atrophy.labels : bytes_of(labels_through(brain.labels, field.to_healthy));
  }
  return made;
}
}  // namespace

AtrophyField atrophy_field(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress) {
  at::NoGradGuard no_gradient;
  return shrunk(brain, hippocampus_percent, progress).field;
}

at::Tensor repeated(const at::Tensor& to_healthy, double times) {
  const int steps = static_cast<int>(std::ceil(times - 1e-9));
  if (steps < 1) return at::zeros_like(to_healthy);
  const at::Tensor each = to_healthy * (times / steps);
  at::Tensor all = each;
  for (int step = 1; step < steps; ++step) all = composed(each, all);
  return all;
}

Atrophied atrophied(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress) {
  at::NoGradGuard no_gradient;
  Shrunk sick = shrunk(brain, hippocampus_percent, progress.part(0, 0.8));
  Atrophied made{training_brain(sick.image, bytes_of(brain.mask), sick.labels, progress.part(0.8, 1)),
                 std::move(sick.field)};
  made.brain.patient = brain.patient;
  made.brain.age_years = brain.age_years;
  made.brain.female = brain.female;
  return made;
}

double hippocampal_share(const TrainingBrain& brain, const AtrophyField* field) {
  at::Tensor inside = at::zeros_like(brain.labels, at::kBool);
  for (const BrainStructure& structure : brain_structures())
    if (structure.name.find("ippocamp") != std::string::npos)
      inside = inside.logical_or(brain.labels == structure.value);
  at::Tensor amount = inside.to(at::kFloat);
  if (field) amount = amount * field->log_jacobian.exp();
  return amount.sum().item<double>() / brain.mask.to(at::kFloat).sum().item<double>();
}

}  // namespace longview

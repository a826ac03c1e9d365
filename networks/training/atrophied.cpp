#include "networks/training/atrophied.h"

#include <algorithm>

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

Atrophy simulated(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress) {
  if (!brain.labels.any().item<bool>())
    throw Failure("Atrophy can be simulated only in a brain whose structures are labelled.");
  AtrophyOptions options;
  options.hippocampus_percent = hippocampus_percent;
  options.seed = static_cast<std::uint64_t>(Draw(0, "atrophy " + brain.patient).whole(1 << 30));
  return simulate_atrophy(volume_of(brain.image.to(at::kFloat) / 255, standard_grid()), bytes_of(brain.labels), options,
                          progress);
}

AtrophyField field_of(const Atrophy& atrophy) {
  std::vector<at::Tensor> axes;
  for (const Volume& axis : atrophy.displacement) axes.push_back(standard(axis) / standard_grid().spacing[0]);
  return {inverted(at::stack(axes).unsqueeze(0)), standard(atrophy.jacobian).clamp_min(0.05).log()};
}
}  // namespace

AtrophyField atrophy_field(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress) {
  at::NoGradGuard no_gradient;
  return field_of(simulated(brain, hippocampus_percent, progress));
}

Atrophied atrophied(const TrainingBrain& brain, double hippocampus_percent, const Progress& progress) {
  at::NoGradGuard no_gradient;
  const Atrophy atrophy = simulated(brain, hippocampus_percent, progress.part(0, 0.8));
  Atrophied made{training_brain(atrophy.image, bytes_of(brain.mask), atrophy.labels, progress.part(0.8, 1)),
                 field_of(atrophy)};
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

#include "networks/layers/labelled_brain.h"

#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include <filesystem>
#include <memory>
#include <mutex>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "imaging/preparation/head_box.h"
#include "imaging/registration/label_vote.h"
#include "networks/core/model_card.h"
#include "networks/core/private/tensor.h"
#include "networks/core/standard_template.h"
#include "networks/layers/label_network.h"
#include "networks/layers/sliding_window.h"

namespace longview {

namespace {
// Read when first needed, then kept.
const LabelNetwork& installed_network() {
  static std::mutex mutex;
  static std::unique_ptr<LabelNetwork> network;
  const std::lock_guard lock(mutex);
  if (network) return *network;
  const std::filesystem::path folder = models_folder() / "brain_labels";
  const bool there = std::filesystem::exists(folder / "card.json");
  const ModelCard card = there ? read_card(folder / "card.json") : ModelCard{};
  if (!there || !card.weights_installed)
    throw Failure("The weights of the labels network are not installed, so the brain's structures cannot be found.");
  auto made = std::make_unique<LabelNetwork>(0);
  load_parameters(made->parameters(), "", read_weights(folder / card.weights_file, card.weights_sha256));
  network = std::move(made);
  return *network;
}

// Probabilities [K, z, y, x] by windows of the size that was learned from.
at::Tensor probabilities(const at::Tensor& head, const at::Tensor& where, const ComputePlan& plan,
                         const Progress& progress) {
  const LabelNetwork& network = installed_network();
  return slide(
      with_places(head, 0, 0, 0)[0], where, kLabelWindow, 1 + kBrainStructures,
      [&](const at::Tensor& window, std::size_t) { return network(window, plan.bfloat16).softmax(1); }, progress,
      plan.threads);
}

// The mean of the head's and its mirror image's.
at::Tensor from_both_sides(const at::Tensor& head, const at::Tensor& where, const ComputePlan& plan,
                           const Progress& progress) {
  at::Tensor mean = probabilities(head, where, plan, progress.part(0, 0.5));
  const at::Tensor mirror = probabilities(head.flip({2}), where.flip({2}), plan, progress.part(0.5, 1));
  const at::Tensor order = mirrored_structures().to(at::kLong);
  return mean.add_(mirror.index_select(0, order).flip({3})).div_(2);
}

LabelledBrain labelled(const HeadBox& box, const ComputePlan& plan, const Progress& progress) {
  const c10::InferenceMode inference;
  const at::Tensor head = ((tensor_of(box.head) - box.mean) / box.deviation).clamp(-5, 5);
  // Some way around what was roughly found: it may be too small.
  const at::Tensor where =
      at::max_pool3d(tensor_of(as_float(box.brain)).unsqueeze(0), {9, 9, 9}, {1, 1, 1}, {4, 4, 4})[0] > 0.5;
  const auto [chance, choice] = from_both_sides(head, where, plan, progress).max(0);
  const at::Tensor values = choice.to(at::kByte).contiguous();
  const auto* v = values.data_ptr<std::uint8_t>();
  LabelledBrain result;
  result.labels = one_piece(make_volume(box.head.grid, std::vector<std::uint8_t>(v, v + values.numel())));
  const auto kept = voxels_of<std::uint8_t>(result.labels);
  std::vector<std::uint8_t> brain(kept.size());
  double sum = 0, count = 0;
  const float* p = chance.contiguous().data_ptr<float>();
  for (std::size_t n = 0; n < kept.size(); ++n) {
    brain[n] = kept[n] > 0;
    sum += brain[n] ? p[n] : 0;
    count += brain[n];
  }
  if (count * voxel_volume_mm3(box.head.grid) < 300e3)
    throw Failure("Hardly any brain was found in this scan. Choose a T1 scan that shows the whole brain.");
  result.brain = make_volume(box.head.grid, std::move(brain));
  result.certainty = sum / count;
  return result;
}
}  // namespace

LabelledBrain label_brain(const Volume& scan, const ComputePlan& plan, const Volume& brain, const Progress& progress) {
  const HeadBox box = head_box(scan, brain, progress.part(0, 0.6));
  try {
    return labelled(box, plan, progress.part(0.6, 1));
  } catch (const c10::Error& error) {
    throw Failure(std::string("The labels network could not be run: ") + error.what_without_backtrace() +
                  " Close other programs if memory is short, and try again.");
  }
}

StandardLabelled standard_labelled(const Volume& scan, const ComputePlan& plan, const Progress& progress) {
  StandardLabelled result;
  result.own = label_brain(scan, plan, {}, progress.part(0, 0.5));
  result.standard = standard_brain(scan, result.own.brain, standard_template(), progress.part(0.5, 0.95));
  result.labels = vote_labels(result.own.labels, standard_grid(), result.standard.to_scan, progress.part(0.95, 1));
  return result;
}

StandardLabelled standard_labelled(const Volume& scan, const LabelMap& reference, const Progress& progress) {
  const LabelMap structures = brain_structures_from(reference);
  StandardLabelled result;
  result.own = {structures.voxels, mask_of(structures), 1};
  result.standard = standard_brain(scan, result.own.brain, standard_template(), progress.part(0, 0.9));
  result.labels = vote_labels(structures.voxels, standard_grid(), result.standard.to_scan, progress.part(0.9, 1));
  return result;
}

}  // namespace longview

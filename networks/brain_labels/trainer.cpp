#include "networks/brain_labels/trainer.h"

#include <torch/autograd.h>

#include <algorithm>
#include <cmath>

#include "imaging/core/failure.h"
#include "networks/brain_labels/objective.h"

namespace longview::brain_labels {

namespace {
AdamOptions adam_options(const Recipe& recipe) {
  AdamOptions options;
  options.beta1 = 0.9;
  options.mean_decay = recipe.mean_decay;
  return options;
}

const LabelledHead* drawn_donor(const std::vector<LabelledHead>& heads, Draw& draw) {
  std::vector<const LabelledHead*> donors;
  for (const LabelledHead& head : heads)
    if (head.skull) donors.push_back(&head);
  return donors.empty() ? nullptr : donors[static_cast<std::size_t>(draw.whole(std::ssize(donors)))];
}
}  // namespace

Trainer::Trainer(std::uint64_t seed, const Recipe& recipe, bool bfloat16)
    : seed_(seed),
      recipe_(recipe),
      bfloat16_(bfloat16),
      network_(seed),
      adam_(network_.parameters(), adam_options(recipe)) {}

StepLoss Trainer::step(const std::vector<LabelledHead>& heads, double fraction) {
  Draw draw(seed_, "brain_labels step", static_cast<std::uint64_t>(steps_));
  const LabelledHead& head = heads[static_cast<std::size_t>(draw.whole(std::ssize(heads)))];
  const LabelSample shown = sample(head, drawn_donor(heads, draw), recipe_.size, draw);
  const at::Tensor logits = network_(shown.input, bfloat16_).contiguous();
  const LabelLoss loss = label_loss(logits.detach(), shown.labels);
  torch::autograd::backward({logits}, {loss.gradient});
  const double warm = std::min(1.0, static_cast<double>(steps_ + 1) / static_cast<double>(recipe_.warm_steps));
  adam_.step(recipe_.learning_rate * warm * 0.5 * (1 + std::cos(M_PI * std::min(1.0, fraction))));
  ++steps_;
  return {loss.cross_entropy, loss.dice};
}

void Trainer::save(const std::filesystem::path& path) const {
  StoredWeights state;
  store_parameters(network_.parameters(), "network.", "F32", state);
  adam_.store("adam.", state);
  state.metadata["steps"] = std::to_string(steps_);
  state.metadata["seconds"] = std::to_string(seconds);
  write_weights(path, state);
}

void Trainer::load(const std::filesystem::path& path) {
  const StoredWeights state = read_weights(path);
  if (!state.metadata.contains("steps") || !state.metadata.contains("seconds"))
    throw Failure(path.string() + " is no saved state of this training. Delete it, or train without --resume.");
  load_parameters(network_.parameters(), "network.", state);
  adam_.load("adam.", state);
  steps_ = std::stoll(state.metadata.at("steps"));
  seconds = std::stod(state.metadata.at("seconds"));
}

}  // namespace longview::brain_labels

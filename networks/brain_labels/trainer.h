// The labels network while it learns, and what has to be remembered to go on.
#pragma once

#include <filesystem>
#include <vector>

#include "networks/brain_labels/recipe.h"
#include "networks/layers/label_network.h"
#include "networks/training/adam.h"

namespace longview::brain_labels {

struct StepLoss {
  double cross_entropy = 0, dice = 0;
};

class Trainer {
 public:
  Trainer(std::uint64_t seed, const Recipe& recipe, bool bfloat16);

  // One step on a head drawn from `heads`; `fraction` is how far the training is, 0 to 1.
  StepLoss step(const std::vector<LabelledHead>& heads, double fraction);

  // The running mean of the weights, for use.
  const Parameters& mean() const { return adam_.mean(); }
  std::int64_t steps() const { return steps_; }
  double seconds = 0;  // spent so far

  void save(const std::filesystem::path&) const;
  // Throws Failure for a file of another network.
  void load(const std::filesystem::path&);

 private:
  std::uint64_t seed_;
  Recipe recipe_;
  bool bfloat16_;
  LabelNetwork network_;
  Adam adam_;
  std::int64_t steps_ = 0;
};

}  // namespace longview::brain_labels

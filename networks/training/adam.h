// Adam (Kingma, Ba 2015), and the running mean of the weights that is kept for use.
#pragma once

#include <string>
#include <vector>

#include "networks/layers/parameters.h"

namespace longview {

struct AdamOptions {
  double beta1 = 0.5, beta2 = 0.999, epsilon = 1e-8;
  double largest_norm = 10;   // gradients longer than this are shortened to it
  double mean_decay = 0.998;  // of the running mean; its first steps follow faster
  double weight_decay = 0;    // added to the gradient, times the weights (L2)
};

class Adam {
 public:
  explicit Adam(const Parameters& parameters, AdamOptions options = {});

  // Parameters whose names end so learn at `factor` times the rate. A linear layer of very many inputs wants it: each
  // of its outputs moves by the rate times their sum.
  void scale_rate(const std::string& ending, double factor);

  // One step along the gradients, which are cleared. Left out, and false, if a gradient is no number.
  bool step(double learning_rate);

  // The running mean of the weights, under the parameters' names.
  const Parameters& mean() const { return mean_; }
  // The running mean starts again from the weights as they are.
  void restart_mean();

  void store(const std::string& prefix, StoredWeights& into) const;
  void load(const std::string& prefix, const StoredWeights& from);

 private:
  const Parameters* parameters_;
  AdamOptions options_;
  Parameters first_, second_, mean_;
  std::vector<double> factors_;
  std::int64_t steps_ = 0, mean_steps_ = 0;
};

}  // namespace longview

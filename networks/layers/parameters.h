// The learnable tensors of a network, by name and in order.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <utility>
#include <vector>

#include "networks/core/private/samples.h"
#include "networks/core/weights.h"

namespace longview {

struct Parameters {
  std::vector<std::pair<std::string, at::Tensor>> items;

  // Adds a leaf that learns and returns it.
  at::Tensor add(const std::string& name, const at::Tensor& value);
  // Adds one that does not learn (a batch norm's running statistics) and returns it.
  at::Tensor keep(const std::string& name, const at::Tensor& value);
  std::int64_t count() const;
  void clear_gradients() const;
};

// `prefix` + name of each, as "F16" or "F32".
void store_parameters(const Parameters&, const std::string& prefix, std::string_view type, StoredWeights& into);
// Fills the parameters from the stored ones. Throws Failure for a missing name or another shape.
void load_parameters(const Parameters&, const std::string& prefix, const StoredWeights& from);

// He et al. 2015 for leaky rectifiers of slope 0.2, from our own counter-based generator.
at::Tensor convolution_weights(at::IntArrayRef shape, Draw& draw);
// He's normal for rectifiers by the outgoing side: deviation sqrt(2 / (first size * kernel)).
at::Tensor outgoing_weights(at::IntArrayRef shape, Draw& draw);

}  // namespace longview

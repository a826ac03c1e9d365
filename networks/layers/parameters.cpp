#include "networks/layers/parameters.h"

#include <torch/autograd.h>

#include <cmath>
#include <cstring>

namespace longview {

at::Tensor Parameters::add(const std::string& name, const at::Tensor& value) {
  at::Tensor leaf = value.detach().clone().set_requires_grad(true);
  items.emplace_back(name, leaf);
  return leaf;
}

at::Tensor Parameters::keep(const std::string& name, const at::Tensor& value) {
  at::Tensor kept = value.detach().clone();
  items.emplace_back(name, kept);
  return kept;
}

std::int64_t Parameters::count() const {
  std::int64_t sum = 0;
  for (const auto& [name, tensor] : items) sum += tensor.numel();
  return sum;
}

void Parameters::clear_gradients() const {
  for (const auto& [name, tensor] : items) tensor.mutable_grad() = at::Tensor();
}

void store_parameters(const Parameters& parameters, const std::string& prefix, std::string_view type,
                      StoredWeights& into) {
  for (const auto& [name, tensor] : parameters.items) {
    const at::Tensor values = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    into.tensors.push_back(store(prefix + name, values.sizes().vec(),
                                 {values.data_ptr<float>(), static_cast<std::size_t>(values.numel())}, type));
  }
}

void load_parameters(const Parameters& parameters, const std::string& prefix, const StoredWeights& from) {
  at::NoGradGuard no_gradient;
  for (const auto& [name, tensor] : parameters.items) {
    const std::vector<float> values = values_of(tensor_named(from, prefix + name, tensor.sizes().vec()));
    at::Tensor copy = at::empty(tensor.sizes(), at::kFloat);
    if (!values.empty()) std::memcpy(copy.data_ptr<float>(), values.data(), values.size() * sizeof(float));
    at::Tensor target = tensor;
    target.copy_(copy);
  }
}

namespace {
at::Tensor normal(at::IntArrayRef shape, double deviation, Draw& draw) {
  at::Tensor weights = at::empty(shape, at::kFloat);
  float* values = weights.data_ptr<float>();
  for (std::int64_t i = 0; i < weights.numel(); ++i) values[i] = static_cast<float>(deviation * draw.normal());
  return weights;
}

// The product of the sizes but that at `left_out`.
double fan(at::IntArrayRef shape, std::size_t left_out) {
  double product = 1;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (i != left_out) product *= static_cast<double>(shape[i]);
  return product;
}
}  // namespace

at::Tensor convolution_weights(at::IntArrayRef shape, Draw& draw) {
  return normal(shape, std::sqrt(2.0 / (1.04 * fan(shape, 0))), draw);
}

at::Tensor outgoing_weights(at::IntArrayRef shape, Draw& draw) {
  return normal(shape, std::sqrt(2.0 / fan(shape, 1)), draw);
}

}  // namespace longview

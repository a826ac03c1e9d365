#include "networks/layers/normative.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "imaging/core/failure.h"
#include "networks/layers/parameters.h"
#include "networks/layers/similarity.h"

namespace longview {

namespace {
constexpr double variance_sigma_voxels = 3 / 2.0;

at::Tensor row(double age_years, bool female) {
  return at::tensor({1.0, (age_years - 50) / 20, female ? 0.5 : -0.5}, at::kDouble);
}

std::string reference_of(const std::vector<HealthyResidual>& healthy) {
  const auto [youngest, oldest] = std::minmax_element(
      healthy.begin(), healthy.end(), [](const auto& a, const auto& b) { return a.age_years < b.age_years; });
  char text[64];
  std::snprintf(text, sizeof text, "%zu healthy, %.0f to %.0f y", healthy.size(), youngest->age_years,
                oldest->age_years);
  return text;
}

at::Tensor as_float(const StoredWeights& from, const std::string& name, const std::vector<std::int64_t>& shape) {
  const std::vector<float> values = values_of(tensor_named(from, name, shape));
  at::Tensor tensor = at::empty(shape);
  std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
  return tensor;
}
}  // namespace

Normative fit_normative(const std::vector<HealthyResidual>& healthy, const at::Tensor& mask) {
  const auto n = static_cast<std::int64_t>(healthy.size());
  if (n < 5)
    throw Failure("What is healthy cannot be told from " + std::to_string(n) +
                  " brains that the network did not learn from. Add healthy people to the cohort.");
  std::vector<at::Tensor> rows, values;
  for (const HealthyResidual& each : healthy) {
    rows.push_back(row(each.age_years, each.female));
    values.push_back(each.residual.to(at::kDouble).flatten());
  }
  const at::Tensor x = at::stack(rows), y = at::stack(values);
  const at::Tensor spread = at::linalg_inv(at::matmul(x.t(), x) + 1e-9 * at::eye(3, at::kDouble));
  const at::Tensor coefficients = at::matmul(spread, at::matmul(x.t(), y));
  const at::Tensor variance = (y - at::matmul(x, coefficients)).square().sum(0) / static_cast<double>(n - 3);
  const auto wide = [&](const at::Tensor& t) { return t.view(mask.sizes()).unsqueeze(0).unsqueeze(0); };
  const at::Tensor m = wide(mask.to(at::kDouble));
  at::Tensor pooled = gaussian_blur(wide(variance) * m, variance_sigma_voxels) /
                      gaussian_blur(m, variance_sigma_voxels).clamp_min(1e-6);
  pooled = pooled.squeeze(0).squeeze(0);
  const double median = pooled.masked_select(mask > 0.5).median().item<double>();
  std::vector<std::int64_t> shape{3};
  for (const std::int64_t size : mask.sizes()) shape.push_back(size);
  return {coefficients.view(shape).to(at::kFloat), pooled.clamp_min(median / 20).sqrt().to(at::kFloat),
          mask.to(at::kFloat), spread.to(at::kFloat), reference_of(healthy)};
}

at::Tensor z_map(const Normative& normative, const at::Tensor& residual, double age_years, bool female) {
  const at::Tensor person = row(age_years, female).to(at::kFloat);
  const at::Tensor mean = (person.view({3, 1, 1, 1}) * normative.coefficients).sum(0);
  const double line = at::matmul(person, at::matmul(normative.spread, person)).item<double>();
  return normative.mask * (residual - mean) / (normative.deviation * std::sqrt(1 + line));
}

void store(const Normative& normative, const std::string& prefix, StoredWeights& into) {
  Parameters all;
  all.keep("coefficients", normative.coefficients);
  all.keep("deviation", normative.deviation);
  all.keep("mask", normative.mask);
  store_parameters(all, prefix, "F16", into);
  Parameters small;
  small.keep("spread", normative.spread);
  store_parameters(small, prefix, "F32", into);
  if (!normative.reference.empty()) into.metadata[prefix + "reference"] = normative.reference;
}

Normative normative_from(const StoredWeights& from, const std::string& prefix) {
  std::vector<std::int64_t> size;
  for (const StoredTensor& tensor : from.tensors)
    if (tensor.name == prefix + "mask") size = tensor.shape;
  if (size.size() != 3)
    throw Failure("These weights do not say what is usual (" + prefix + "mask). Install them again.");
  std::vector<std::int64_t> three{3};
  three.insert(three.end(), size.begin(), size.end());
  const auto reference = from.metadata.find(prefix + "reference");
  return {as_float(from, prefix + "coefficients", three), as_float(from, prefix + "deviation", size),
          as_float(from, prefix + "mask", size), as_float(from, prefix + "spread", {3, 3}),
          reference == from.metadata.end() ? std::string() : reference->second};
}

}  // namespace longview

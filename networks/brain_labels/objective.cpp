#include "networks/brain_labels/objective.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace longview::brain_labels {

namespace {
constexpr std::int64_t kRun = 512;  // voxels at a time: their 47 classes stay in the cache

// Softmax over classes of the voxels from `first`, written to `p` as [K][kRun].
void softmax(const float* logits, std::int64_t voxels, std::int64_t classes, std::int64_t first, std::int64_t count,
             float* p) {
  float top[kRun], sum[kRun];
  std::fill(top, top + count, -1e30F);
  std::fill(sum, sum + count, 0.0F);
  for (std::int64_t k = 0; k < classes; ++k)
    for (std::int64_t n = 0; n < count; ++n) top[n] = std::max(top[n], logits[k * voxels + first + n]);
  for (std::int64_t k = 0; k < classes; ++k)
    for (std::int64_t n = 0; n < count; ++n) {
      p[k * kRun + n] = std::exp(logits[k * voxels + first + n] - top[n]);
      sum[n] += p[k * kRun + n];
    }
  for (std::int64_t n = 0; n < count; ++n) sum[n] = 1 / sum[n];
  for (std::int64_t k = 0; k < classes; ++k)
    for (std::int64_t n = 0; n < count; ++n) p[k * kRun + n] *= sum[n];
}
}  // namespace

LabelLoss label_loss(const at::Tensor& logits, const at::Tensor& labels) {
  const std::int64_t classes = logits.size(1), voxels = labels.numel();
  const float* z = logits.data_ptr<float>();
  const std::uint8_t* y = labels.data_ptr<std::uint8_t>();
  const auto size = static_cast<std::size_t>(classes);
  std::vector<double> both(size), predicted(size), there(size);
  std::vector<float> p(size * kRun);
  LabelLoss loss;
  for (std::int64_t first = 0; first < voxels; first += kRun) {
    const std::int64_t count = std::min(kRun, voxels - first);
    softmax(z, voxels, classes, first, count, p.data());
    for (std::int64_t k = 0; k < classes; ++k) {
      float sum = 0;
      for (std::int64_t n = 0; n < count; ++n) sum += p[static_cast<std::size_t>(k * kRun + n)];
      predicted[static_cast<std::size_t>(k)] += sum;
    }
    for (std::int64_t n = 0; n < count; ++n) {
      const std::size_t k = y[first + n];
      const float chance = p[k * kRun + static_cast<std::size_t>(n)];
      both[k] += chance;
      there[k] += 1;
      loss.cross_entropy -= std::log(std::max(chance, 1e-7F));
    }
  }
  loss.cross_entropy /= static_cast<double>(voxels);
  // Dice of class k: 2 both / (predicted + there). Its slope along a voxel's chance: (2 y - dice) / (predicted +
  // there).
  std::vector<float> slope(size), inside(size);
  double used = 0;
  for (std::size_t k = 1; k < size; ++k) used += there[k] > 0;
  for (std::size_t k = 1; k < size; ++k) {
    if (!(there[k] > 0)) continue;
    const double whole = predicted[k] + there[k], dice = 2 * both[k] / whole;
    loss.dice += (1 - dice) / used;
    slope[k] = static_cast<float>(dice / whole / used);
    inside[k] = static_cast<float>(2 / whole / used);
  }
  loss.gradient = at::empty_like(logits);
  float* g = loss.gradient.data_ptr<float>();
  const float share = 1 / static_cast<float>(voxels);
  for (std::int64_t first = 0; first < voxels; first += kRun) {
    const std::int64_t count = std::min(kRun, voxels - first);
    softmax(z, voxels, classes, first, count, p.data());
    float mean[kRun] = {};
    for (std::int64_t k = 0; k < classes; ++k)
      for (std::int64_t n = 0; n < count; ++n)
        mean[n] += p[static_cast<std::size_t>(k * kRun + n)] * slope[static_cast<std::size_t>(k)];
    for (std::int64_t n = 0; n < count; ++n) {
      const std::size_t k = y[first + n];
      mean[n] -= p[k * kRun + static_cast<std::size_t>(n)] * inside[k];
    }
    for (std::int64_t k = 0; k < classes; ++k)
      for (std::int64_t n = 0; n < count; ++n)
        g[k * voxels + first + n] =
            p[static_cast<std::size_t>(k * kRun + n)] * (share + slope[static_cast<std::size_t>(k)] - mean[n]);
    for (std::int64_t n = 0; n < count; ++n) {
      const std::size_t k = y[first + n];
      g[static_cast<std::int64_t>(k) * voxels + first + n] -=
          share + p[k * kRun + static_cast<std::size_t>(n)] * inside[k];
    }
  }
  return loss;
}

}  // namespace longview::brain_labels

#include "networks/gancmlae/regions.h"

#include <cmath>
#include <cstdio>
#include <cstring>

#include "imaging/core/brain_structures.h"
#include "imaging/core/failure.h"
#include "networks/layers/diffeomorphic.h"

namespace longview::gancmlae {

namespace {
std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3f", value);
  return buffer;
}
}  // namespace

Atlas atlas_of(const std::vector<TrainingBrain>& brains, const std::vector<at::Tensor>& displacements) {
  at::NoGradGuard no_gradient;
  at::Tensor most = at::full({76, 94, 76}, 0.25), best = at::zeros({76, 94, 76}, at::kByte);
  for (const BrainStructure& structure : brain_structures()) {
    at::Tensor share = at::zeros({76, 94, 76});
    for (std::size_t i = 0; i < brains.size(); ++i) {
      const at::Tensor own = (brains[i].labels == structure.value).to(at::kFloat).unsqueeze(0).unsqueeze(0);
      share += warped(own, displacements[i]).squeeze(0).squeeze(0);
    }
    share /= static_cast<double>(brains.size());
    best.masked_fill_(share > most, structure.value);
    most = at::maximum(most, share);
  }
  return {best};
}

void store(const Atlas& atlas, StoredWeights& into) {
  StoredTensor stored{"atlas", "U8", {76, 94, 76}, {}};
  const at::Tensor whole = atlas.labels.contiguous();
  stored.bytes.resize(static_cast<std::size_t>(whole.numel()));
  std::memcpy(stored.bytes.data(), whole.data_ptr<std::uint8_t>(), stored.bytes.size());
  into.tensors.push_back(std::move(stored));
}

Atlas atlas_from(const StoredWeights& from) {
  const StoredTensor& stored = tensor_named(from, "atlas", {76, 94, 76});
  if (stored.type != "U8") throw Failure("The atlas of these weights is of another type. Install them again.");
  Atlas atlas{at::empty({76, 94, 76}, at::kByte)};
  std::memcpy(atlas.labels.data_ptr<std::uint8_t>(), stored.bytes.data(), stored.bytes.size());
  return atlas;
}

std::vector<RegionZ> regions_of(const at::Tensor& z, const at::Tensor& mask, const Atlas& atlas) {
  std::vector<RegionZ> regions;
  for (const BrainRegion& region : brain_regions()) {
    at::Tensor inside = at::zeros_like(mask, at::kBool);
    for (const int value : region.values) inside = inside.logical_or(atlas.labels == value);
    const at::Tensor values = z.masked_select(inside.logical_and(mask > 0.5));
    if (values.numel() < 20) continue;
    regions.push_back({region.name, values.mean().item<double>(), values.max().item<double>(),
                       (values > 2).to(at::kFloat).mean().item<double>(), 0.008 * static_cast<double>(values.numel())});
  }
  return regions;
}

NamedTable table_of(const std::vector<RegionZ>& regions) {
  NamedTable table{"regions", {"region", "mean_z", "highest_z", "share_beyond_2", "mean_brain_ml"}, {}};
  for (const RegionZ& region : regions)
    table.rows.push_back(
        {region.name, text(region.mean_z), text(region.highest_z), text(region.share_beyond_2), text(region.ml)});
  return table;
}

double mean_z_of(const std::vector<RegionZ>& regions, const std::string& name) {
  for (const RegionZ& region : regions)
    if (region.name == name) return region.mean_z;
  return std::nan("");
}

}  // namespace longview::gancmlae

#include "imaging/preparation/tissue_maps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "imaging/core/failure.h"
#include "imaging/preparation/private/neighbourhood.h"
#include "imaging/preparation/private/tissue_mixture.h"
#include "imaging/registration/private/parallel.h"

namespace longview {

namespace {
using Shares = std::array<std::vector<float>, 3>;  // of CSF, grey, white, for each brain voxel

// One Jacobi pass of the mean-field prior (Van Leemput 1999, doi 10.1109/42.811270, with one strength for all pairs):
// each class gains by how much of it lies around the voxel. Reads `old`, writes `next`.
void pass(const Neighbourhood& near, const std::vector<float>& values, const TissueMixture& mixture, const Shares& old,
          Shares& next, const Progress& progress) {
  constexpr double strength = 1;
  const std::size_t chunk = 16384, chunks = (values.size() + chunk - 1) / chunk;
  for_each_core(chunks, progress, [&](std::size_t c) {
    const std::size_t end = std::min(values.size(), (c + 1) * chunk);
    for (std::size_t n = c * chunk; n < end; ++n) {
      std::array<double, 3> share = mixture.likelihoods(values[n]);
      double sum = 0;
      for (std::size_t t = 0; t < 3; ++t) {
        share[t] *= std::exp(strength * near.mean_around(old[t], n));
        sum += share[t];
      }
      for (std::size_t t = 0; t < 3; ++t) next[t][n] = static_cast<float>(share[t] / sum);
    }
  });
}

// What lies in the lesion takes the classes around it: the mean of the neighbours, repeated until it has spread
// inwards.
void fill(const Neighbourhood& near, const std::vector<std::size_t>& holes, Shares& shares, const Progress& progress) {
  if (holes.empty()) return;
  for (int round = 0; round < 60; ++round) {
    progress.check();
    for (auto& share : shares)
      for (const std::size_t n : holes) share[n] = static_cast<float>(near.mean_around(share, n));
  }
  for (const std::size_t n : holes) {
    const float sum = shares[0][n] + shares[1][n] + shares[2][n];
    for (auto& share : shares) share[n] = sum > 0 ? share[n] / sum : 1.0f / 3;
  }
}

Volume spread(const Grid& grid, const std::vector<std::size_t>& offsets, const std::vector<float>& share) {
  std::vector<float> values(voxel_count(grid), 0.0f);
  for (std::size_t n = 0; n < offsets.size(); ++n) values[offsets[n]] = share[n];
  return make_volume(grid, std::move(values), "1");
}
}  // namespace

TissueMaps tissue_maps(const Volume& scan, const Volume& brain, const Volume& lesion, const Progress& progress) {
  if (scan.grid.size != brain.grid.size || (lesion.voxels && lesion.grid.size != scan.grid.size))
    throw Failure("The brain mask or the lesion lies on another grid than the scan; resample it onto the scan first.");
  progress.report(0, "Telling the tissues apart");
  const Volume all = as_float(scan);
  const auto v = voxels_of<float>(all);
  const Neighbourhood near(brain);
  std::vector<float> values, healthy;
  std::vector<std::size_t> holes;
  for (std::size_t n = 0; n < near.offsets().size(); ++n) {
    const std::size_t at = near.offsets()[n];
    values.push_back(std::isfinite(v[at]) ? v[at] : 0.0f);
    if (lesion.voxels && voxels_of<std::uint8_t>(lesion)[at])
      holes.push_back(n);
    else
      healthy.push_back(values.back());
  }
  if (healthy.size() < 100) throw Failure("The brain mask holds too few voxels to tell tissues apart.");
  const TissueMixture mixture = fit_tissues(healthy);
  Shares shares, next;
  for (std::size_t t = 0; t < 3; ++t) {
    shares[t].assign(values.size(), 1.0f / 3);
    next[t] = shares[t];
  }
  constexpr int passes = 5;
  for (int p = 0; p < passes; ++p) {
    pass(near, values, mixture, shares, next, progress);
    std::swap(shares, next);
    progress.report((p + 1.0) / passes, "Telling the tissues apart");
  }
  fill(near, holes, shares, progress);
  return {spread(scan.grid, near.offsets(), shares[2]), spread(scan.grid, near.offsets(), shares[1]),
          spread(scan.grid, near.offsets(), shares[0])};
}

}  // namespace longview

#include "imaging/simulation/private/atrophy_warp.h"

#include <itkBSplineInterpolateImageFunction.h>

#include <algorithm>

#include "imaging/core/private/itk_image.h"
#include "imaging/registration/private/parallel.h"
#include "imaging/registration/private/vote.h"

namespace longview {

namespace {
// Calls take(offset, point) for each voxel of `grid`.
template <class Take>
void for_each_point(const Grid& grid, const Take& take) {
  const auto row = static_cast<std::size_t>(grid.size[0]), slice = row * static_cast<std::size_t>(grid.size[1]);
  for_each_core(static_cast<std::size_t>(grid.size[2]), {}, [&](std::size_t k) {
    for (std::size_t n = 0; n < slice; ++n)
      take(k * slice + n,
           point_at(grid, {static_cast<double>(n % row), static_cast<double>(n / row), static_cast<double>(k)}));
  });
}
}  // namespace

Vec3 GridFlow::carried(const Vec3& point, const FieldSampler& sampler) const {
  const Vec3 x = index_at(grid, point);
  if (!contains(grid, x)) return point;
  const auto u = sampler.at(along, static_cast<float>(x[0]), static_cast<float>(x[1]), static_cast<float>(x[2]));
  if (u[0] == 0 && u[1] == 0 && u[2] == 0) return point;
  return point_at(grid, {x[0] + u[0], x[1] + u[1], x[2] + u[2]});
}

Volume pulled_back(const Volume& volume, const GridFlow& flow) {
  using Image = itk::Image<float, 3>;
  const Volume values = as_float(volume);
  const auto before = voxels_of<float>(values);
  const auto spline = itk::BSplineInterpolateImageFunction<Image>::New();
  spline->SetInputImage(itk_view<float>(values));
  const float least = *std::min_element(before.begin(), before.end());
  const FieldSampler sampler(flow.grid.size);
  std::vector<float> result(before.size());
  for_each_point(volume.grid, [&](std::size_t n, const Vec3& point) {
    const Vec3 there = flow.carried(point, sampler);
    result[n] = before[n];
    if (there == point) return;
    itk::ContinuousIndex<double, 3> index;
    const Vec3 x = index_at(volume.grid, there);
    for (unsigned c = 0; c < 3; ++c) index[c] = std::clamp(x[c], 0.0, volume.grid.size[c] - 1.0);
    result[n] = std::max(least, static_cast<float>(spline->EvaluateAtContinuousIndex(index)));
  });
  return make_volume(volume.grid, std::move(result), volume.unit);
}

Volume labels_pulled_back(const Volume& labels, const GridFlow& flow, const Grid& grid) {
  const FieldSampler sampler(flow.grid.size);
  const VotedLabels voted(labels);
  std::vector<std::uint8_t> result(voxel_count(grid));
  for_each_point(grid, [&](std::size_t n, const Vec3& point) {
    result[n] = voted.at(index_at(labels.grid, flow.carried(point, sampler)));
  });
  return make_volume(grid, std::move(result));
}

}  // namespace longview

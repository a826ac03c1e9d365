#include "imaging/preparation/bias_field.h"

#include <itkMultiThreaderBase.h>
#include <itkN4BiasFieldCorrectionImageFilter.h>
#include <itkThreadPool.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "imaging/core/private/itk_image.h"
#include "imaging/registration/private/itk_progress.h"
#include "imaging/registration/private/parallel.h"
#include "imaging/registration/resample.h"

namespace longview {

namespace {
using Image = itk::Image<float, 3>;
using MaskImage = itk::Image<std::uint8_t, 3>;
using N4 = itk::N4BiasFieldCorrectionImageFilter<Image, MaskImage, Image>;

// N4's inner spline fit sums one lattice per ITK work unit, and their number follows the machine's cores. A fixed
// number while N4 runs gives the same field on every machine.
class FixedWorkUnits {
 public:
  FixedWorkUnits() : lock_(mutex_) {
    itk::ThreadPool::GetInstance();  // the pool keeps the machine's own size
    before_ = itk::MultiThreaderBase::GetGlobalDefaultNumberOfThreads();
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(4);
  }
  ~FixedWorkUnits() { itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(before_); }
  FixedWorkUnits(const FixedWorkUnits&) = delete;
  FixedWorkUnits& operator=(const FixedWorkUnits&) = delete;

 private:
  static inline std::mutex mutex_;
  std::lock_guard<std::mutex> lock_;
  itk::ThreadIdType before_ = 1;
};

// The same box with voxels of `mm`; axes that are coarser already stay as they are.
Grid shrunk(const Grid& grid, double mm) {
  Grid small = grid;
  Vec3 start{};
  for (int c = 0; c < 3; ++c) {
    if (grid.spacing[c] >= mm) continue;
    small.size[c] = std::max(1, static_cast<int>(std::ceil(grid.size[c] * grid.spacing[c] / mm - 1e-6)));
    small.spacing[c] = mm;
    start[c] = ((grid.size[c] - 1) - (small.size[c] - 1) * mm / grid.spacing[c]) / 2;
  }
  small.origin = point_at(grid, start);
  return small;
}

// N4 takes logarithms: voxels that are not positive say nothing about the field.
Volume positive_part(const Volume& mask, const Volume& values) {
  const auto m = voxels_of<std::uint8_t>(mask);
  const auto v = voxels_of<float>(values);
  std::vector<std::uint8_t> used(m.size());
  for (std::size_t n = 0; n < m.size(); ++n) used[n] = m[n] && std::isfinite(v[n]) && v[n] > 0;
  return make_volume(mask.grid, std::move(used));
}

// log of the bias field on `grid` (of about 4 mm), as a spline that can be read anywhere.
Volume log_field(const Volume& small, const Volume& mask, const Grid& grid, const Progress& progress) {
  const FixedWorkUnits fixed;
  const auto filter = N4::New();
  filter->SetInput(itk_view<float>(small));
  filter->SetMaskImage(itk_view<std::uint8_t>(mask));
  filter->SetNumberOfFittingLevels(3);
  N4::VariableSizeArrayType iterations(3);
  iterations.Fill(30);
  filter->SetMaximumNumberOfIterations(iterations);
  filter->SetConvergenceThreshold(0.001);
  const auto tag = filter->AddObserver(itk::IterationEvent(), [&](const itk::EventObject&) {
    if (progress.stop_requested()) filter->AbortGenerateDataOn();
    progress.check();
  });
  try {
    update(*filter, progress, "Correcting the shading");
  } catch (...) {
    filter->RemoveObserver(tag);
    throw;
  }
  filter->RemoveObserver(tag);
  const auto wanted = Image::New();
  set_geometry(*wanted, grid);
  return volume_of<float>(filter->ReconstructBiasField(filter->GetLogBiasFieldControlPointLattice()));
}
}  // namespace

Volume correct_bias_field(const Volume& scan, const Volume& mask, const Progress& progress) {
  const Volume values = as_float(scan);
  const Grid grid = shrunk(scan.grid, 4);
  const Volume small = resample(values, grid);
  const Volume inside = positive_part(resample(mask, grid, {}, Interpolation::nearest), small);
  const auto used = voxels_of<std::uint8_t>(inside);
  const auto& size = grid.size;
  if (std::count(used.begin(), used.end(), 1) < 200 || std::min({size[0], size[1], size[2]}) < 4)
    return values;  // too little to fit a field to
  const Volume field = resample(log_field(small, inside, grid, progress), scan.grid);
  const auto v = voxels_of<float>(values);
  const auto f = voxels_of<float>(field);
  std::vector<float> corrected(v.size());
  const auto slice = v.size() / static_cast<std::size_t>(scan.grid.size[2]);
  for_each_core(static_cast<std::size_t>(scan.grid.size[2]), progress, [&](std::size_t k) {
    for (std::size_t n = k * slice; n < (k + 1) * slice; ++n) corrected[n] = v[n] * std::exp(-f[n]);
  });
  return make_volume(scan.grid, std::move(corrected), scan.unit);
}

}  // namespace longview

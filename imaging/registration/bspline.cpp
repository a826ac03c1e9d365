#include "imaging/registration/private/bspline.h"

#include <itkAffineTransform.h>
#include <itkBSplineInterpolateImageFunction.h>
#include <itkResampleImageFilter.h>

#include <algorithm>

#include "imaging/core/private/itk_image.h"
#include "imaging/registration/private/itk_progress.h"
#include "imaging/registration/private/itk_transform.h"
#include "imaging/registration/resample.h"

namespace longview {

Volume resample_bspline(const Volume& volume, const Grid& grid, const Affine& grid_to_volume, double outside,
                        const Progress& progress) {
  using Image = itk::Image<float, 3>;
  const auto& size = volume.grid.size;
  if (std::min({size[0], size[1], size[2]}) < 4)
    return resample(volume, grid, grid_to_volume, Interpolation::linear, outside, progress);
  const Volume voxels = as_float(volume);
  const auto wanted = Image::New();
  set_geometry(*wanted, grid);
  const auto filter = itk::ResampleImageFilter<Image, Image>::New();
  filter->SetInput(itk_view<float>(voxels));
  filter->SetInterpolator(itk::BSplineInterpolateImageFunction<Image>::New());
  filter->SetTransform(itk_affine(grid_to_volume));
  filter->SetReferenceImage(wanted);
  filter->UseReferenceImageOn();
  filter->SetSize(wanted->GetLargestPossibleRegion().GetSize());
  filter->SetDefaultPixelValue(static_cast<float>(outside));
  update(*filter, progress, "Resampling");
  return volume_of<float>(filter->GetOutput(), volume.unit);
}

}  // namespace longview

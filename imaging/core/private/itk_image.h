// Private to imaging: one voxel buffer seen as an itk::Image, without a copy, and back.
#pragma once

#include <itkImage.h>
#include <itkImportImageContainer.h>

#include "imaging/core/failure.h"
#include "imaging/core/volume.h"

namespace longview {

// An ITK container that keeps the shared voxels alive as long as the image lives.
template <class T>
class SharedVoxels : public itk::ImportImageContainer<itk::SizeValueType, T> {
 public:
  using Self = SharedVoxels;
  using Superclass = itk::ImportImageContainer<itk::SizeValueType, T>;
  using Pointer = itk::SmartPointer<Self>;
  itkFactorylessNewMacro(Self);

  void hold(std::shared_ptr<const void> voxels, std::size_t count) {
    voxels_ = std::move(voxels);
    // ITK knows no const; no filter of ours runs in place on an input (styles.md 11.7 A).
    this->SetImportPointer(const_cast<T*>(static_cast<const T*>(voxels_.get())), count, false);
  }

 private:
  std::shared_ptr<const void> voxels_;
};

// The geometry of `grid` on an ITK image.
template <class Image>
void set_geometry(Image& image, const Grid& grid) {
  typename Image::SizeType size;
  typename Image::SpacingType spacing;
  typename Image::PointType origin;
  typename Image::DirectionType direction;
  for (unsigned c = 0; c < 3; ++c) {
    size[c] = static_cast<itk::SizeValueType>(grid.size[c]);
    spacing[c] = grid.spacing[c];
    origin[c] = grid.origin[c];
    for (unsigned r = 0; r < 3; ++r) direction[r][c] = grid.direction[3 * r + c];
  }
  image.SetRegions(typename Image::RegionType(size));
  image.SetSpacing(spacing);
  image.SetOrigin(origin);
  image.SetDirection(direction);
}

template <class Image>
Grid grid_of(const Image& image) {
  Grid grid;
  const auto size = image.GetLargestPossibleRegion().GetSize();
  for (unsigned c = 0; c < 3; ++c) {
    grid.size[c] = static_cast<int>(size[c]);
    grid.spacing[c] = image.GetSpacing()[c];
    grid.origin[c] = image.GetOrigin()[c];
    for (unsigned r = 0; r < 3; ++r) grid.direction[3 * r + c] = image.GetDirection()[r][c];
  }
  return grid;
}

// The volume's own voxels as an ITK image. Throws Failure if they are of another type.
template <class T>
typename itk::Image<T, 3>::Pointer itk_view(const Volume& volume) {
  const auto voxels = voxels_of<T>(volume);
  auto image = itk::Image<T, 3>::New();
  set_geometry(*image, volume.grid);
  auto container = SharedVoxels<T>::New();
  container->hold(volume.voxels, voxels.size());
  image->SetPixelContainer(container);
  return image;
}

// A volume that keeps the ITK image's buffer alive: no copy. The image must not be changed afterwards.
template <class T>
Volume volume_of(const itk::Image<T, 3>* image, std::string unit = {}) {
  typename itk::Image<T, 3>::ConstPointer keep = image;
  std::shared_ptr<const void> voxels(static_cast<const void*>(image->GetBufferPointer()),
                                     [keep](const void*) mutable { keep = nullptr; });
  return {grid_of(*image), std::move(voxels), voxel_type_of<T>(), std::move(unit)};
}

}  // namespace longview

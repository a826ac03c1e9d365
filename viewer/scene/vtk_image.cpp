#include "viewer/scene/vtk_image.h"

#include <vtkCallbackCommand.h>
#include <vtkDataArray.h>
#include <vtkPointData.h>

namespace longview {
namespace {

int vtk_type(VoxelType type) {
  switch (type) {
    case VoxelType::u8: return VTK_UNSIGNED_CHAR;
    case VoxelType::i8: return VTK_SIGNED_CHAR;
    case VoxelType::u16: return VTK_UNSIGNED_SHORT;
    case VoxelType::i16: return VTK_SHORT;
    case VoxelType::u32: return VTK_UNSIGNED_INT;
    case VoxelType::i32: return VTK_INT;
    case VoxelType::f64: return VTK_DOUBLE;
    case VoxelType::f32: break;
  }
  return VTK_FLOAT;
}

}  // namespace

vtkSmartPointer<vtkImageData> vtk_image(const Volume& volume) {
  const auto array = vtkSmartPointer<vtkDataArray>::Take(vtkDataArray::CreateDataArray(vtk_type(volume.type)));
  // save = 1: VTK never frees them.
  array->SetVoidArray(const_cast<void*>(volume.voxels.get()), static_cast<vtkIdType>(voxel_count(volume.grid)), 1);
  // An observer that does nothing but own a share of the voxels as long as the array lives.
  const auto owner = vtkSmartPointer<vtkCallbackCommand>::New();
  owner->SetClientData(new std::shared_ptr<const void>(volume.voxels));
  owner->SetClientDataDeleteCallback([](void* share) { delete static_cast<std::shared_ptr<const void>*>(share); });
  array->AddObserver(vtkCommand::UserEvent, owner);

  const auto image = vtkSmartPointer<vtkImageData>::New();
  image->SetDimensions(volume.grid.size.data());
  image->SetSpacing(volume.grid.spacing.data());
  image->GetPointData()->SetScalars(array);
  return image;
}

vtkSmartPointer<vtkMatrix4x4> vtk_matrix(const Affine& affine) {
  const auto matrix = vtkSmartPointer<vtkMatrix4x4>::New();
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) matrix->SetElement(r, c, affine.linear[static_cast<std::size_t>(3 * r + c)]);
    matrix->SetElement(r, 3, affine.offset[static_cast<std::size_t>(r)]);
  }
  return matrix;
}

vtkSmartPointer<vtkMatrix4x4> vtk_matrix(const Grid& grid) { return vtk_matrix(Affine{grid.direction, grid.origin}); }

vtkSmartPointer<vtkMatrix4x4> vtk_matrix(const Affine& outer, const Grid& inner) {
  return vtk_matrix(compose(outer, Affine{inner.direction, inner.origin}));
}

}  // namespace longview

// Volumes as VTK sees them: the same voxels, an image without direction, and a matrix that takes it to the patient.
// VTK 9.1 honours an image's own direction unevenly (stack.md 2.3), so it is never set.
#pragma once

#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkSmartPointer.h>

#include "imaging/core/transform.h"
#include "imaging/core/volume.h"

namespace longview {

// Origin 0, axes along the index, the grid's spacing. Shares the voxels and keeps them alive; they must not be written.
vtkSmartPointer<vtkImageData> vtk_image(const Volume& volume);

// From index times spacing to LPS mm.
vtkSmartPointer<vtkMatrix4x4> vtk_matrix(const Grid& grid);
vtkSmartPointer<vtkMatrix4x4> vtk_matrix(const Affine& affine);
// First `inner`, then `outer`.
vtkSmartPointer<vtkMatrix4x4> vtk_matrix(const Affine& outer, const Grid& inner);

}  // namespace longview

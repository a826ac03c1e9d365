// Private to registration: our affine map as ITK's, and back.
#pragma once

#include <itkAffineTransform.h>

#include "imaging/core/transform.h"

namespace longview {

inline itk::AffineTransform<double, 3>::Pointer itk_affine(const Affine& affine) {
  auto result = itk::AffineTransform<double, 3>::New();
  itk::AffineTransform<double, 3>::MatrixType matrix;
  itk::AffineTransform<double, 3>::OutputVectorType offset;
  for (unsigned r = 0; r < 3; ++r) {
    for (unsigned c = 0; c < 3; ++c) matrix(r, c) = affine.linear[3 * r + c];
    offset[r] = affine.offset[r];
  }
  result->SetMatrix(matrix);
  result->SetOffset(offset);
  return result;
}

template <class MatrixOffset>
Affine affine_of(const MatrixOffset& transform) {
  Affine result;
  for (unsigned r = 0; r < 3; ++r) {
    for (unsigned c = 0; c < 3; ++c) result.linear[3 * r + c] = transform.GetMatrix()(r, c);
    result.offset[r] = transform.GetOffset()[r];
  }
  return result;
}

}  // namespace longview

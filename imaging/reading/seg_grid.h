// The grid that the frames of a DICOM SEG lie on. Empty slices have no frame, so gaps are no fault here.
#pragma once

#include <vector>

#include "imaging/reading/dicom_headers.h"

namespace longview {

struct SegGrid {
  Grid grid;
  std::vector<int> slice_of_frame;
};

// `spacing_between` and `thickness` (mm, 0 where not stated) serve only where they agree with the positions. Throws
// Failure where the frames lie on no even, upright grid.
SegGrid seg_grid(const DicomHeader& header, double spacing_between, double thickness);

}  // namespace longview

// The values of many planes in one buffer, read on all cores.
#pragma once

#include <vector>

#include "imaging/core/progress.h"
#include "imaging/core/volume.h"
#include "imaging/reading/dicom_stack.h"

namespace longview {

// The planes one behind the other on `grid` (whose size is theirs), rescaled one by one.
Volume read_planes(const std::vector<Plane>& planes, const Grid& grid, const Progress& progress);

}  // namespace longview
